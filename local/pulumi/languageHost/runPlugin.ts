import { spawn } from "node:child_process";
import type { ServerWritableStream } from "@grpc/grpc-js";
import { RunPluginResponse, type RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";
import { sdkProgram } from "./sdkProgram";

type Call = ServerWritableStream<RunPluginRequest, RunPluginResponse>;

/** Runs a plugin that is a folder with PulumiPlugin.yaml, and sends on what it prints, then its exit code. */
export async function runPlugin(call: Call, signal: AbortSignal): Promise<void> {
  try {
    const exitCode = await runUntilExit(call, signal);
    call.write(new RunPluginResponse().setExitcode(exitCode));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    call.write(new RunPluginResponse().setStderr(Buffer.from(`${reason}\n`)));
    call.write(new RunPluginResponse().setExitcode(1));
  }
  call.end();
}

function runUntilExit(call: Call, signal: AbortSignal): Promise<number> {
  const request = call.request;
  const directory = request.getInfo()?.getProgramDirectory() ?? request.getProgram();
  const child = spawn(process.execPath, [sdkProgram(directory, "run-plugin"), directory, ...request.getArgsList()], {
    cwd: request.getPwd(),
    env: { ...process.env, PULUMI_NODEJS_TYPESCRIPT: "true", ...Object.fromEntries(variables(request)) },
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  child.stdout.on("data", (bytes: Buffer) => call.write(new RunPluginResponse().setStdout(bytes)));
  child.stderr.on("data", (bytes: Buffer) => call.write(new RunPluginResponse().setStderr(bytes)));
  call.on("cancelled", () => child.kill());
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
  });
}

/** `NAME=value` strings as pairs. */
function variables(request: RunPluginRequest): [string, string][] {
  return request.getEnvList().map((variable) => {
    const equals = variable.indexOf("=");
    return [variable.slice(0, equals), variable.slice(equals + 1)];
  });
}
