import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { readTar, writeTar, type TarEntry } from "../../../local/image/tarArchive";

const METADATA = { mode: 0o644, userId: 1, groupId: 2, modifiedAt: 3 };

describe("a tar archive", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "tar-archive-"));
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  it("gives back what was written", () => {
    const entries: TarEntry[] = [
      { ...METADATA, path: "a", type: "directory" },
      { ...METADATA, path: "a/empty", type: "file", content: Buffer.alloc(0) },
      { ...METADATA, path: "a/block", type: "file", content: Buffer.alloc(512, "x") },
      { ...METADATA, path: "a/more", type: "file", content: Buffer.alloc(513, "y") },
      { ...METADATA, path: "a/link", type: "symbolic link", target: "more" },
      { ...METADATA, path: "a/again", type: "hard link", target: "a/more" },
    ];
    assert.deepEqual(readTar(writeTar(entries)), entries);
  });

  for (const format of ["pax", "gnu", "ustar"]) {
    it(`is read as tar writes it, in the format ${format}`, () => {
      const folder = join(directory, format);
      // What fits in no header of 1988, for the formats that have a way around.
      const long = format === "ustar" ? "short" : "l".repeat(150);
      mkdirSync(join(folder, "d"), { recursive: true });
      writeFileSync(join(folder, "d", long), "content");
      utimesSync(join(folder, "d", long), 1_000_000_000, 1_000_000_000);
      symlinkSync(`/${long}`, join(folder, "link"));
      linkSync(join(folder, "d", long), join(folder, "second"));
      const archive = execFileSync("tar", [`--format=${format}`, "--sort=name", "-C", folder, "-c", "."]);
      const entries = readTar(archive);
      assert.deepEqual(
        entries.map(({ path, type }) => [path, type]),
        [
          ["", "directory"],
          ["d", "directory"],
          [`d/${long}`, "file"],
          ["link", "symbolic link"],
          ["second", "hard link"],
        ],
      );
      const [, , file, link, second] = entries;
      assert.ok(file?.type === "file" && link?.type === "symbolic link" && second?.type === "hard link");
      assert.deepEqual([file.content.toString(), file.modifiedAt], ["content", 1_000_000_000]);
      assert.deepEqual([link.target, second.target], [`/${long}`, `d/${long}`]);
    });
  }

  it("is refused where it is cut off, changed, or has a device in it", () => {
    const archive = writeTar([{ ...METADATA, path: "a", type: "file", content: Buffer.alloc(1000) }]);
    assert.throws(() => readTar(archive.subarray(0, 1024)), /ends within the member at byte 0/);
    assert.throws(() => readTar(archive.subarray(0, 1536)), /has no end/);
    const changed = Buffer.from(archive);
    changed.write("b");
    assert.throws(() => readTar(changed), /no tar header at byte 0/);
    const device = Buffer.from(archive);
    device.write("3", 156);
    device.write((Number.parseInt(device.toString("utf8", 148, 154), 8) + 3).toString(8).padStart(6, "0"), 148);
    assert.throws(() => readTar(device), /a in the tar archive is of type "3"/);
  });

  it("is not written with a name that is too long for it", () => {
    assert.throws(
      () => writeTar([{ ...METADATA, path: "p".repeat(101), type: "directory" }]),
      /too long for a tar header/,
    );
  });
});
