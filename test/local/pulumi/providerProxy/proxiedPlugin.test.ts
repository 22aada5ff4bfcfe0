import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import {
  startOperationRecorder,
  type OperationRecorder,
} from "../../../../local/pulumi/providerProxy/operationRecorder";
import { recordedCommand } from "../../../../local/pulumi/providerProxy/recordedCommand";

/** A plugin that says that it listens on this port, and which argument it got, and goes on until its input ends. */
const ENDLESS =
  "process.stdin.resume().on('end', () => process.exit()); console.log(12345); console.log(process.argv[1])";

describe("a recorded plugin", () => {
  let recorder: OperationRecorder;
  beforeEach(async () => {
    recorder = await startOperationRecorder();
  });
  afterEach(() => recorder.stop());

  const start = (program: string, environment = recorder.environment) => {
    const [node = "", ...command] = recordedCommand([process.execPath, "-e", program]);
    return spawn(node, [...command, "an-engine"], { stdio: "pipe", env: { ...environment } });
  };

  it("tells the engine the recorder's port instead of its own, and gets the engine's arguments", async () => {
    const plugin = start(ENDLESS);
    const lines = createInterface({ input: plugin.stdout })[Symbol.asyncIterator]();
    const { value: port } = await lines.next();
    assert.match(String(port), /^\d+$/);
    assert.notEqual(port, "12345");
    assert.equal((await lines.next()).value, "an-engine");
    plugin.stdin.end();
    assert.equal(await exitOf(plugin), 0);
  });

  it("ends with the recorder", async () => {
    const plugin = start(ENDLESS);
    await once(plugin.stdout, "data");
    await recorder.stop();
    await exitOf(plugin);
    recorder = await startOperationRecorder();
  });

  it("ends as the plugin does", async () => {
    assert.equal(await exitOf(start("process.exit(7)")), 7);
  });

  it("says so where no recorder is named", async () => {
    const plugin = start(ENDLESS, {});
    const [message, code] = await Promise.all([text(plugin.stderr), exitOf(plugin)]);
    assert.match(message, /is to be recorded, but OPERATION_RECORDER_PORT does not say by whom/);
    assert.equal(code, 1);
  });
});

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  await once(child, "exit");
  return child.exitCode;
}
