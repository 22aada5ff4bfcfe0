import assert from "node:assert/strict";
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { writeTar, type TarEntry } from "../../../local/image/tarArchive";
import { unpackLayers } from "../../../local/image/unpackLayers";

const OWN = { userId: process.getuid?.() ?? 0, groupId: process.getgid?.() ?? 0, modifiedAt: 60 };
const file = (path: string, text = "", mode = 0o644): TarEntry => ({
  ...OWN,
  path,
  mode,
  type: "file",
  content: Buffer.from(text),
});
const folder = (path: string, mode = 0o755): TarEntry => ({ ...OWN, path, mode, type: "directory" });
const link = (path: string, target: string): TarEntry => ({ ...OWN, path, mode: 0o777, type: "symbolic link", target });
const hardLink = (path: string, target: string): TarEntry => ({ ...OWN, path, mode: 0o644, type: "hard link", target });

describe("the layers of an image", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "layers-"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const unpack = (...layers: TarEntry[][]): void => {
    unpackLayers(layers.map(writeTar), directory);
  };
  const at = (path: string): string => join(directory, path);

  it("are files, folders and links with their modes and times", () => {
    unpack([folder("a", 0o700), file("a/run", "#!", 0o555), link("b", "a/run"), hardLink("c", "a/run")]);
    assert.equal(statSync(at("a")).mode & 0o777, 0o700);
    assert.deepEqual([statSync(at("a/run")).mode & 0o777, statSync(at("a/run")).mtimeMs], [0o555, 60_000]);
    assert.equal(readlinkSync(at("b")), "a/run");
    assert.equal(statSync(at("c")).ino, statSync(at("a/run")).ino);
  });

  it("replace what is below them, whatever it was", () => {
    unpack(
      [file("a", "old"), folder("b"), file("b/inside"), link("c", "a"), folder("d"), file("d/stays")],
      [file("a", "new"), file("b", "now a file"), folder("c"), folder("d", 0o750)],
    );
    assert.equal(readFileSync(at("a"), "utf8"), "new");
    assert.equal(readFileSync(at("b"), "utf8"), "now a file");
    assert.ok(lstatSync(at("c")).isDirectory());
    assert.deepEqual(readdirSync(at("d")), ["stays"]);
    assert.equal(statSync(at("d")).mode & 0o777, 0o750);
  });

  it("take away what their whiteouts name, and nothing of their own", () => {
    unpack(
      [folder("a"), file("a/gone"), file("a/stays"), folder("b"), file("b/gone"), file("c")],
      [file("a/.wh.gone"), file("b/own"), file("b/.wh..wh..opq"), file("c", "again"), file(".wh.c")],
    );
    assert.deepEqual(readdirSync(at("a")), ["stays"]);
    assert.deepEqual(readdirSync(at("b")), ["own"]);
    assert.equal(readFileSync(at("c"), "utf8"), "again");
  });

  it("need not name the folders on the way", () => {
    unpack([file("a/b/c", "deep")]);
    assert.equal(readFileSync(at("a/b/c"), "utf8"), "deep");
  });

  it("write nothing outside of the image", () => {
    assert.throws(() => {
      unpack([file("../escaped")]);
    }, /outside of the image/);
    assert.throws(() => {
      unpack([link("up", ".."), file("up/escaped")]);
    }, /outside of the image by way of a link/);
    assert.throws(() => {
      unpack([hardLink("shadow", "../../etc/shadow")]);
    }, /outside of the image/);
    assert.equal(existsSync(join(directory, "..", "escaped")), false);
  });
});
