import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { isJsonObject, type JsonObject } from "../../injection";
import type { WebhookFiles } from "./webhookUnderTest";

/** A webhook in a process of its own. */
export interface WebhookProcess {
  readonly child: ChildProcess;
  readonly port: number;
  readonly files: WebhookFiles;
  /** The lines that it has printed so far; lines that are not JSON objects fail the test. */
  readonly printed: readonly JsonObject[];
  /** Exit code, or signal, once all that it has printed is read. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** The options that every webhook of these tests has. */
export function fileOptions(files: WebhookFiles, port = 0): string[] {
  const { configurationFile, certificateFile, keyFile } = files;
  return ["--config", configurationFile, "--tls-cert", certificateFile, "--tls-key", keyFile, "--port", String(port)];
}

/** Starts `node ARGUMENTS…`, a webhook, and resolves when its first line says that it is ready. */
export async function startWebhookProcess(files: WebhookFiles, args: readonly string[]): Promise<WebhookProcess> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (part: Buffer) => (complaints += part.toString()));
  const printed: JsonObject[] = [];
  const lines = createInterface(child.stdout);
  const firstLine = new Promise<JsonObject>((resolve, reject) => {
    lines.on("line", (line) => {
      const value: unknown = JSON.parse(line);
      if (!isJsonObject(value)) throw new Error(`the webhook printed ${line}`);
      printed.push(value);
      resolve(value);
    });
    child.once("exit", (code) => {
      reject(new Error(`the webhook ended with exit code ${code ?? "none"} before it was ready: ${complaints}`));
    });
  });
  const ended = once(child, "close").then(() => child.exitCode ?? child.signalCode ?? "SIGKILL");
  const { msg, port } = await firstLine;
  if (msg !== "ready" || typeof port !== "number") throw new Error(`the first line is ${JSON.stringify(printed[0])}`);
  return { child, port, files, printed, ended };
}

/** Runs `node ARGUMENTS…` to its end. */
export async function runToEnd(
  args: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (part: Buffer) => (output.stdout += part.toString()));
  child.stderr.on("data", (part: Buffer) => (output.stderr += part.toString()));
  await once(child, "close");
  return { code: child.exitCode, ...output };
}
