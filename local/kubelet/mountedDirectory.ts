import { mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files of a volume by their path in it. */
export type VolumeFiles = ReadonlyMap<string, VolumeFile>;

export interface VolumeFile {
  content: Buffer;
  mode: number;
}

/** The link that always leads to the newest version of a volume, and changes in one step. */
const CURRENT = "..data";

/**
 * A folder whose files change all at once, made as a kubelet makes those of Secrets and ConfigMaps: a program sees
 * `FILE -> ..data/FILE`, and a new version is a new folder to which the link `..data` is moved.
 */
export class MountedDirectory {
  private version = 0;
  private written: VolumeFiles = new Map();

  constructor(readonly path: string) {
    mkdirSync(path, { recursive: true });
  }

  /** Makes the folder hold exactly these files. Does nothing where it holds them already. */
  write(files: VolumeFiles): void {
    if (this.version > 0 && sameFiles(this.written, files)) return;
    const previous = this.version > 0 ? readlinkSync(join(this.path, CURRENT)) : undefined;
    const next = `..version-${++this.version}`;
    mkdirSync(join(this.path, next));
    for (const [name, file] of files) {
      const target = join(this.path, next, name);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, file.content, { mode: file.mode });
    }
    const newLink = join(this.path, `${CURRENT}_new`);
    symlinkSync(next, newLink);
    renameSync(newLink, join(this.path, CURRENT));
    this.linkTopEntries(files);
    if (previous !== undefined) rmSync(join(this.path, previous), { recursive: true });
    this.written = files;
  }

  private linkTopEntries(files: VolumeFiles): void {
    const wanted = new Set([...files.keys()].map((name) => name.split("/", 1)[0] ?? name));
    for (const entry of readdirSync(this.path)) {
      if (entry.startsWith("..") || wanted.delete(entry)) continue;
      rmSync(join(this.path, entry));
    }
    for (const entry of wanted) symlinkSync(join(CURRENT, entry), join(this.path, entry));
  }
}

function sameFiles(a: VolumeFiles, b: VolumeFiles): boolean {
  return (
    a.size === b.size &&
    [...a].every(([name, file]) => {
      const other = b.get(name);
      return other !== undefined && other.mode === file.mode && other.content.equals(file.content);
    })
  );
}
