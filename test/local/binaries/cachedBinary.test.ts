import assert from "node:assert/strict";
import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cacheDirectory } from "../../../local/binaries/cacheDirectory";
import { cachedBinary } from "../../../local/binaries/cachedBinary";
import { tinyProgram, writeTinyModule } from "./tinyModule";

describe("cachedBinary", function () {
  this.timeout(120_000);
  let directory: string;
  let environment: NodeJS.ProcessEnv;
  let messages: string[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "cached-binary-"));
    environment = { ...process.env, FARGATE_SIDECAR_INJECTOR_CACHE: join(directory, "cache") };
    messages = [];
    writeTinyModule(join(directory, "module"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const program = () => tinyProgram(join(directory, "module"));
  const build = (binary = program()) => cachedBinary(binary, (message) => messages.push(message), environment);
  const cached = () => readdirSync(cacheDirectory(environment));
  const buildsSaid = () => messages.filter((message) => message.includes("building a tiny program"));

  it("builds a program with its linker settings and says so beforehand", async () => {
    const file = await build();
    assert.equal(outputOf(file), "hello");
    assert.match(messages[0] ?? "", /^tiny: building a tiny program, once; takes about 1 min/);
  });

  it("takes the program from the cache the second time, without Go", async () => {
    const first = await build();
    environment.PATH = directory;
    messages = [];
    assert.equal(await build(), first);
    assert.deepEqual(messages, []);
  });

  it("builds another program when a source or a linker setting changes", async () => {
    const first = await build();
    const other = await build({ ...program(), variables: { "main.greeting": "bye" } });
    assert.notEqual(other, first);
    assert.equal(outputOf(other), "bye");
    assert.equal(outputOf(first), "hello");
  });

  it("builds once when two processes ask at once", async () => {
    const processes = [startBuild(directory, environment), startBuild(directory, environment)];
    const outputs = await Promise.all(processes.map(finish));
    const builds = outputs.flatMap((lines) => lines.filter((line) => line.includes("building a tiny program")));
    assert.equal(builds.length, 1, outputs.flat().join("\n"));
    assert.equal(cached().length, 1);
  });

  it("leaves no half program when a build is killed, and builds it the next time", async () => {
    // A `go` that is never done: it writes a part of the program, says so, and waits.
    const tools = join(directory, "tools");
    const [started, never] = [join(directory, "started"), join(directory, "never")];
    mkdirSync(tools);
    execFileSync("mkfifo", [started, never]);
    const go = execFileSync("sh", ["-c", "command -v go"], { encoding: "utf8" }).trim();
    const steps = [
      `[ "$1" = build ] || exec ${go} "$@"`,
      `echo half > "$4"`,
      `echo $$ > ${started}`,
      `exec cat ${never}`,
    ];
    writeFileSync(join(tools, "go"), ["#!/bin/sh", ...steps, ""].join("\n"), { mode: 0o755 });
    const killed = startBuild(directory, { ...environment, PATH: `${tools}:${process.env.PATH ?? ""}` });
    const neverDone = Number(await readFile(started, "utf8"));
    killed.kill("SIGKILL");
    await once(killed, "exit");
    process.kill(neverDone);
    assert.notDeepEqual(cached(), []);
    assert.deepEqual(
      cached().filter((name) => !name.includes(".unfinished-") && !name.endsWith(".lock")),
      [],
    );

    const file = await build();
    assert.equal(outputOf(file), "hello");
    assert.equal(cached().length, 1, cached().join(" "));
  });

  it("builds a truncated program again and says why", async () => {
    const file = await build();
    truncateSync(file, 1000);
    assert.equal(outputOf(await build()), "hello");
    assert.match(messages.join("\n"), /is damaged \(1000 bytes instead of \d+\), building it again/);
  });

  it("builds a program again whose content has changed", async () => {
    const file = await build();
    const content = readFileSync(file);
    content[content.length - 1] = ~(content.at(-1) ?? 0);
    writeFileSync(file, content);
    await build();
    assert.equal(buildsSaid().length, 2);
    assert.match(messages.join("\n"), /its checksum differs/);
  });

  it("builds a program again whose checksum file is not readable", async () => {
    const file = await build();
    writeFileSync(join(dirname(file), "checksum.json"), "{");
    await build();
    assert.equal(buildsSaid().length, 2);
  });

  it("shows the compiler's message when a build fails, and leaves nothing behind", async () => {
    const binary = program();
    writeFileSync(join(binary.moduleDirectory, "main.go"), "package main\n\nfunc main() { nonsense() }\n");
    await assert.rejects(build(binary), /Building tiny: `go build` failed with code 1:[^]*undefined: nonsense/);
    assert.deepEqual(cached(), []);
  });

  it("says what to install, or to put on PATH, where Go is missing", async () => {
    environment.PATH = directory;
    await assert.rejects(
      build(),
      /Go 1\.21 or newer is needed .* `go` was not found.*https:\/\/go\.dev.*kube-apiserver/,
    );
  });

  it("says which Go it needs where the one there is too old", async () => {
    const binary = program();
    writeFileSync(join(binary.moduleDirectory, "go.mod"), "module tiny\n\ngo 1.999\n");
    environment.GOTOOLCHAIN = "local";
    await assert.rejects(build(binary), /Go 1\.999 or newer is needed for a build, but `go` (is go1|does not run)/);
  });

  it("names the variable to set where the cache cannot be written", async () => {
    const file = join(directory, "file");
    writeFileSync(file, "");
    environment.FARGATE_SIDECAR_INJECTOR_CACHE = file;
    await assert.rejects(build(), /cannot be kept in .*Set FARGATE_SIDECAR_INJECTOR_CACHE to a folder/);
  });

  it("builds for this machine whatever the user's Go settings say", async () => {
    Object.assign(environment, { GOOS: "plan9", GOARCH: "386", GOFLAGS: "-mod=vendor", GOWORK: "/nowhere/go.work" });
    assert.equal(outputOf(await build()), "hello");
  });

  it("finds a place for Go's own caches where the user has none that can be written", async () => {
    const file = join(directory, "not-a-folder");
    writeFileSync(file, "");
    environment.GOCACHE = join(file, "build");
    assert.equal(outputOf(await build()), "hello");
    assert.ok(existsSync(join(cacheDirectory(environment), "go-build")));
  });
});

/** Go's `print` writes to standard error. */
function outputOf(file: string): string {
  return execFileSync("sh", ["-c", '"$0" 2>&1', file], { encoding: "utf8" });
}

function startBuild(directory: string, environment: NodeJS.ProcessEnv): ChildProcessWithoutNullStreams {
  const program = join(__dirname, "buildTinyModule.ts");
  return spawn(process.execPath, ["--import", require.resolve("tsx"), program, join(directory, "module")], {
    env: environment,
  });
}

async function finish(child: ChildProcessWithoutNullStreams): Promise<string[]> {
  let output = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  child.stderr.on("data", (data: Buffer) => (output += data.toString()));
  await once(child, "close");
  assert.equal(child.exitCode, 0, output);
  return output.split("\n");
}
