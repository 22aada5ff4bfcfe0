import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MountedDirectory, type VolumeFiles } from "../../../local/kubelet/mountedDirectory";

function files(contents: Record<string, string>, mode = 0o644): VolumeFiles {
  return new Map(Object.entries(contents).map(([path, text]) => [path, { content: Buffer.from(text), mode }]));
}

describe("a mounted folder", () => {
  let path: string;
  let directory: MountedDirectory;
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "mounted-"));
    directory = new MountedDirectory(path);
  });
  afterEach(() => {
    rmSync(path, { recursive: true });
  });

  it("shows its files through links into the newest version", () => {
    directory.write(files({ a: "1", "deep/b": "2" }, 0o600));
    assert.equal(readlinkSync(join(path, "a")), "..data/a");
    assert.equal(readFileSync(join(path, "a"), "utf8"), "1");
    assert.equal(readFileSync(join(path, "deep", "b"), "utf8"), "2");
    assert.equal(statSync(join(path, "a")).mode & 0o777, 0o600);
  });

  it("moves one link for a new version, adds and removes names, and keeps no old version", () => {
    directory.write(files({ kept: "old", removed: "x" }));
    const before = readlinkSync(join(path, "..data"));
    directory.write(files({ kept: "new", added: "y" }));
    const after = readlinkSync(join(path, "..data"));
    assert.notEqual(after, before);
    assert.deepEqual(readdirSync(path).sort(), ["..data", after, "added", "kept"]);
    assert.equal(readFileSync(join(path, "kept"), "utf8"), "new");
  });

  it("does not change where nothing has changed", () => {
    directory.write(files({ a: "1" }));
    const before = readlinkSync(join(path, "..data"));
    directory.write(files({ a: "1" }));
    assert.equal(readlinkSync(join(path, "..data")), before);
  });

  it("can be empty", () => {
    directory.write(files({}));
    assert.deepEqual(readdirSync(join(path, "..data")), []);
  });
});
