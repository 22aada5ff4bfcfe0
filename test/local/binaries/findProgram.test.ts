import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findProgram, programFolders, type WantedProgram } from "../../../local/binaries/findProgram";

describe("findProgram", () => {
  let directory: string;
  let messages: string[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "find-program-"));
    messages = [];
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const etcd: WantedProgram = { name: "etcd", versionArguments: ["--version"], from: "3.6", before: "3.7" };
  const find = (folders: string[], wanted = etcd) => findProgram(wanted, folders, (message) => messages.push(message));
  /** A folder with an `etcd` that runs the shell command. */
  const folderWith = (name: string, command: string): string => {
    const folder = join(directory, name);
    mkdirSync(folder);
    writeFileSync(join(folder, "etcd"), `#!/bin/sh\n${command}\n`, { mode: 0o755 });
    return folder;
  };

  it("takes the first program whose version fits", async () => {
    const [first, second] = [folderWith("a", "echo etcd Version: 3.6.8"), folderWith("b", "echo etcd Version: 3.6.9")];
    assert.equal(await find([first, second]), join(first, "etcd"));
    assert.deepEqual(messages, []);
  });

  it("passes over a program that is too old, and names it with its version", async () => {
    const [old, fitting] = [folderWith("a", "echo etcd Version: 3.5.1"), folderWith("b", "echo etcd Version: 3.6.9")];
    assert.equal(await find([old, fitting]), join(fitting, "etcd"));
    assert.deepEqual(messages, [`etcd: ${join(old, "etcd")} is not used: it is 3.5.1, older than 3.6`]);
  });

  it("passes over a program that is newer than what was tried", async () => {
    assert.equal(await find([folderWith("a", "echo etcd Version: 3.7.0")]), undefined);
    assert.match(messages.join(), /it is 3\.7\.0, and versions from 3\.7 on were not tried/);
  });

  it("passes over a program that fails or does not tell its version", async () => {
    assert.equal(await find([folderWith("a", "exit 1"), folderWith("b", "echo hello")]), undefined);
    assert.match(messages.join("\n"), /--version` fails\n.*does not tell its version/);
  });

  it("takes any version where it does not matter, without running the program", async () => {
    const folder = folderWith("a", `touch ${join(directory, "was-run")}; exit 1`);
    assert.equal(await find([folder], { name: "etcd" }), join(folder, "etcd"));
    assert.equal(existsSync(join(directory, "was-run")), false);
  });

  it("does not take a file that cannot be executed, nor a folder", async () => {
    const folder = join(directory, "a");
    mkdirSync(join(folder, "etcd"), { recursive: true });
    const other = join(directory, "b");
    mkdirSync(other);
    writeFileSync(join(other, "etcd"), "", { mode: 0o644 });
    assert.equal(await find([folder, other, join(directory, "missing")]), undefined);
  });

  it("looks into KUBEBUILDER_ASSETS before PATH, and into each folder once", () => {
    const [assets, bin] = [folderWith("assets", ""), folderWith("bin", "")];
    symlinkSync(bin, join(directory, "link"));
    const PATH = [bin, join(directory, "link"), "", join(directory, "missing")].join(delimiter);
    assert.deepEqual(programFolders({ KUBEBUILDER_ASSETS: assets, PATH }), [assets, bin]);
    assert.deepEqual(programFolders({ PATH }), [bin]);
  });
});
