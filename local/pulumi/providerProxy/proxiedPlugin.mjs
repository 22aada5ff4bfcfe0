// What the engine starts instead of a resource plugin whose operations are recorded:
// `node proxiedPlugin.mjs PLUGIN [ARGUMENT…]`. It starts the plugin itself, tells the recorder where that listens, and
// gives the engine the recorder's port. Plain JavaScript without dependencies, because it delays every start of a plugin.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";

const [plugin, ...pluginArguments] = process.argv.slice(2);

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const recorderPort = Number(process.env.OPERATION_RECORDER_PORT);
if (!recorderPort) fail(`${plugin} is to be recorded, but OPERATION_RECORDER_PORT does not say by whom`);

// Standard input is the engine's pipe to the plugin, which closes when the engine is gone.
const child = spawn(plugin, pluginArguments, { stdio: ["inherit", "pipe", "inherit"] });
child.on("error", (error) => fail(`${plugin} could not be started: ${error.message}`));
child.on("exit", (code) => process.exit(code ?? 1));
// The engine interrupts the whole process group: the plugin takes its leave by itself, and this process ends with it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));

const recorder = connect(recorderPort, "127.0.0.1");
recorder.on("error", (error) => {
  child.kill("SIGKILL");
  fail(`${plugin} cannot be recorded: ${error.message}`);
});
// Without its recorder nothing reaches the plugin any more.
recorder.on("close", () => child.kill());
const answers = createInterface({ input: recorder });

// Not by its events: what the plugin prints next must not come before the port.
const printed = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
const port = await printed.next();
if (!port.done) {
  recorder.write(`${port.value}\n`);
  const [proxyPort] = await once(answers, "line");
  process.stdout.write(`${proxyPort}\n`);
  for await (const line of printed) process.stdout.write(`${line}\n`);
}
