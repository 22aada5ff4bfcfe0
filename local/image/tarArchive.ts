/** A member of a tar archive, as far as layers of images have them. */
export type TarEntry = TarMetadata &
  (
    | { type: "file"; content: Buffer }
    | { type: "directory" }
    /** `target` as it is written in the link. */
    | { type: "symbolic link"; target: string }
    /** `target` is the path of another member. */
    | { type: "hard link"; target: string }
  );

interface TarMetadata {
  /** Without "./" in front and "/" at the end. */
  path: string;
  /** Permission bits. */
  mode: number;
  userId: number;
  groupId: number;
  /** Seconds since 1970. */
  modifiedAt: number;
}

const BLOCK = 512;

/**
 * The members of an archive in POSIX (ustar, pax) or GNU format, in their order.
 * @throws Error where it is damaged or has a member of another type, such as a device
 */
export function readTar(archive: Buffer): TarEntry[] {
  const entries: TarEntry[] = [];
  /** What pax and GNU headers say of the member that comes next. */
  let extended: Record<string, string> = {};
  for (let offset = 0; offset + BLOCK <= archive.length;) {
    const header = archive.subarray(offset, offset + BLOCK);
    if (header.every((byte) => byte === 0)) return entries;
    checkHeader(header, offset);
    const size = extended.size === undefined ? numberIn(header, 124, 12) : Number(extended.size);
    const content = archive.subarray(offset + BLOCK, offset + BLOCK + size);
    if (content.length < size) throw new Error(`the tar archive ends within the member at byte ${offset}`);
    offset += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = textIn(header, 156, 1);
    if (type === "x") extended = { ...extended, ...paxRecords(content) };
    else if (type === "L") extended = { ...extended, path: textIn(content, 0, size) };
    else if (type === "K") extended = { ...extended, linkpath: textIn(content, 0, size) };
    else if (type !== "g") {
      entries.push(entryOf(type, header, content, extended));
      extended = {};
    }
  }
  throw new Error("the tar archive has no end");
}

/** An archive in ustar format with these members. */
export function writeTar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const content = entry.type === "file" ? entry.content : Buffer.alloc(0);
    return [headerOf(entry, content.length), content, Buffer.alloc(-content.length & (BLOCK - 1))];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

const TYPE_FLAGS = { file: "0", "hard link": "1", "symbolic link": "2", directory: "5" } as const;

function entryOf(type: string, header: Buffer, content: Buffer, extended: Record<string, string>): TarEntry {
  const prefix = textIn(header, 257, 5) === "ustar" ? textIn(header, 345, 155) : "";
  const name = textIn(header, 0, 100);
  const path = extended.path ?? (prefix === "" ? name : `${prefix}/${name}`);
  const metadata = {
    path: path.replace(/^(?:\.\/)+|\/+$/g, ""),
    mode: numberIn(header, 100, 8) & 0o7777,
    userId: numberIn(header, 108, 8),
    groupId: numberIn(header, 116, 8),
    modifiedAt: extended.mtime === undefined ? numberIn(header, 136, 12) : Number(extended.mtime),
  };
  const target = extended.linkpath ?? textIn(header, 157, 100);
  switch (type) {
    case "":
    case TYPE_FLAGS.file:
      return { ...metadata, type: "file", content };
    case TYPE_FLAGS["hard link"]:
      return { ...metadata, type: "hard link", target: target.replace(/^(?:\.\/)+/, "") };
    case TYPE_FLAGS["symbolic link"]:
      return { ...metadata, type: "symbolic link", target };
    case TYPE_FLAGS.directory:
      return { ...metadata, type: "directory" };
    default:
      throw new Error(`${path} in the tar archive is of type "${type}", which is not supported`);
  }
}

/** Records such as `30 mtime=1350244992.023960108\n`, where 30 is the length of the whole. */
function paxRecords(content: Buffer): Record<string, string> {
  const records: Record<string, string> = {};
  for (let offset = 0; offset < content.length;) {
    const length = Number.parseInt(textIn(content, offset, 20), 10);
    const record = content.toString("utf8", offset, offset + length - 1);
    const separator = record.indexOf("=");
    records[record.slice(record.indexOf(" ") + 1, separator)] = record.slice(separator + 1);
    offset += length;
  }
  return records;
}

function headerOf(entry: TarEntry, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const write = (text: string, offset: number, length: number): void => {
    if (Buffer.byteLength(text) > length) throw new Error(`${entry.path}: "${text}" is too long for a tar header`);
    header.write(text, offset);
  };
  const octal = (value: number, offset: number, length: number): void => {
    write(value.toString(8).padStart(length - 1, "0"), offset, length - 1);
  };
  write(entry.path, 0, 100);
  octal(entry.mode, 100, 8);
  octal(entry.userId, 108, 8);
  octal(entry.groupId, 116, 8);
  octal(size, 124, 12);
  octal(entry.modifiedAt, 136, 12);
  write(TYPE_FLAGS[entry.type], 156, 1);
  if ("target" in entry) write(entry.target, 157, 100);
  write("ustar\x0000", 257, 8);
  write(`${checksum(header).toString(8).padStart(6, "0")}\0 `, 148, 8);
  return header;
}

function checkHeader(header: Buffer, offset: number): void {
  if (checksum(header) !== numberIn(header, 148, 8)) throw new Error(`no tar header at byte ${offset}`);
}

/** The sum of the bytes, those of the checksum itself taken for spaces. */
function checksum(header: Buffer): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

/** An octal number, or a binary one where it is too large for that (GNU). */
function numberIn(buffer: Buffer, offset: number, length: number): number {
  if (((buffer[offset] ?? 0) & 0x80) !== 0) return Number(buffer.readBigUInt64BE(offset + length - 8));
  return Number.parseInt(textIn(buffer, offset, length).trim() || "0", 8);
}

function textIn(buffer: Buffer, offset: number, length: number): string {
  const field = buffer.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end < 0 ? field.length : end);
}
