import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startOrphanGuard, type OrphanGuard } from "../../../local/orphanGuard";
import { isRunning } from "../../../local/controlPlane/stateDirectory";
import { eventually } from "../../../local/eventually";
import { startContainerProcess, type ContainerExit } from "../../../local/kubelet/containerProcess";

describe("the sandbox of a program", function () {
  this.timeout(20_000);
  let folder: string;
  let guard: OrphanGuard;
  let ports: [podPort: number, open: boolean][];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sandbox-"));
    guard = startOrphanGuard(folder);
    ports = [];
    mkdirSync(join(folder, "volumes", "tls"), { recursive: true });
    mkdirSync(join(folder, "volumes", "scratch"));
    writeFileSync(join(folder, "volumes", "tls", "tls.crt"), "certificate");
  });
  afterEach(async () => {
    await guard.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a script to its end and returns what it has printed. */
  const run = async (script: string, inputType = "commonjs"): Promise<string> => {
    const { exitCode } = await start(script, inputType).exited;
    const output = readFileSync(join(folder, "log"), "utf8");
    assert.equal(exitCode, 0, output);
    return output;
  };
  const start = (script: string, inputType: string): { exited: Promise<ContainerExit> } =>
    startContainerProcess({
      command: [process.execPath, `--input-type=${inputType}`, "--eval", script],
      environment: {},
      mounts: [
        { mountPath: "/etc/app/tls", source: join(folder, "volumes", "tls") },
        { mountPath: "/scratch", source: join(folder, "volumes", "scratch") },
      ],
      volumesDirectory: join(folder, "volumes"),
      logFile: join(folder, "log"),
      guard,
      onPort: (podPort, loopbackPort) => ports.push([podPort, loopbackPort !== undefined]),
    });

  it("shows mounts to every way of reading a file, of CommonJS and of ES modules", async () => {
    const file = '"/etc/app/tls/tls.crt"';
    const commonJs = `
      const fs = require("fs"), { readFile } = require("fs/promises");
      const show = (text) => console.log(String(text));
      show(fs.readFileSync(${file})); fs.readFile(${file}, (_, text) => show(text)); readFile(${file}).then(show);
      fs.createReadStream(${file}).on("data", show);
      show(fs.existsSync(${file}) && fs.statSync(${file}).size === 11 && fs.readdirSync("/etc/app/tls")[0] === "tls.crt" ? "certificate" : "no");
      fs.promises.open(${file}).then((handle) => handle.readFile().then(show).then(() => handle.close()));
      show(fs.readFileSync(fs.realpathSync(${file})));`;
    assert.deepEqual(
      (await run(commonJs)).trim().split("\n"),
      Array.from({ length: 7 }, () => "certificate"),
    );
    rmSync(join(folder, "log"));
    const esModule = `
      import { readFileSync } from "node:fs"; import { readFile } from "node:fs/promises";
      console.log(readFileSync(new URL("file:///etc/app/tls/tls.crt"), "utf8"), await readFile(${file}, "utf8"));`;
    assert.equal(await run(esModule, "module"), "certificate certificate\n");
  });

  it("leads what is written below a mount to its folder, and nothing else", async () => {
    await run(
      'const fs = require("fs"); fs.writeFileSync("/scratch/a", "1"); fs.renameSync("/scratch/a", "/scratch/b")',
    );
    assert.equal(readFileSync(join(folder, "volumes", "scratch", "b"), "utf8"), "1");
    assert.equal(
      await run('console.log(require("fs").existsSync("/scratchy") || require("fs").existsSync("/etc/app"))'),
      "false\n",
    );
  });

  it("gives whoever listens a loopback port and reports the pod's, until it closes", async () => {
    const script = `
      const server = require("http").createServer().listen(8443, "0.0.0.0", () => {
        console.log(server.address().address, server.address().port !== 8443);
        server.close();
      });`;
    assert.equal(await run(script), "127.0.0.1 true\n");
    assert.deepEqual(ports.slice(0, 2), [
      [8443, true],
      [8443, false],
    ]);
  });

  it("understands every way to ask for a port", async () => {
    const script = `
      const net = require("net");
      const servers = [[1001], ["1002"], [1003, () => {}], [{ port: 1004, host: "::" }], [{ port: 1005 }, () => {}], [1006, "0.0.0.0", 5]]
        .map((how) => net.createServer().listen(...how));
      Promise.all(servers.map((server) => new Promise((done) => server.on("listening", done)))).then(() => process.exit(0));`;
    await run(script);
    assert.deepEqual(
      new Set(ports.filter(([, open]) => open).map(([port]) => port)),
      new Set([1001, 1002, 1003, 1004, 1005, 1006]),
    );
  });

  it("keeps to itself what listens on the loopback address or on a file", async () => {
    const script = `
      const net = require("net");
      const servers = [[8080, "127.0.0.1"], [{ port: 8081, host: "localhost" }], [${JSON.stringify(join(folder, "socket"))}]]
        .map((how) => net.createServer().listen(...how));
      Promise.all(servers.map((server) => new Promise((done) => server.on("listening", done)))).then(() => servers.forEach((server) => server.close()));`;
    await run(script);
    assert.deepEqual(ports, []);
  });

  it("does not keep a program alive that has nothing left to do", async () => {
    assert.equal(await run("console.log('done')"), "done\n");
  });

  it("ends a program's own children with it", async () => {
    const child = "setInterval(() => {}, 1000)";
    const script = `
      const { pid } = require("child_process").spawn(process.execPath, ["--eval", ${JSON.stringify(child)}], { stdio: "ignore" });
      console.log(pid); process.exit(0);`;
    const pid = Number(await run(script));
    await eventually({ what: "the child to end", condition: () => Promise.resolve(!isRunning(pid)) });
  });
});
