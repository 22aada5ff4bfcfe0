import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { OrphanGuard } from "../orphanGuard";

export interface ContainerProcessOptions {
  command: readonly string[];
  environment: Readonly<Record<string, string>>;
  mounts: readonly Mount[];
  /** Folder below which the sources of all mounts are. */
  volumesDirectory: string;
  logFile: string;
  guard: OrphanGuard;
  /** Called when the program begins to listen on a port of the pod, and without a loopback port when it ends to. */
  onPort: (podPort: number, loopbackPort: number | undefined) => void;
}

/** A folder of this machine that the program sees at another place. */
export interface Mount {
  mountPath: string;
  source: string;
}

export interface ContainerExit {
  exitCode: number;
  signal?: NodeJS.Signals;
  /** Why the program could not be started. */
  message?: string;
}

export interface ContainerProcess {
  processId: number | undefined;
  exited: Promise<ContainerExit>;
  signal(signal: NodeJS.Signals): void;
}

const SANDBOX = pathToFileURL(join(__dirname, "podSandbox.mjs")).href;
const REPOSITORY = join(__dirname, "..", "..");

/** What a container sees of this machine's own environment. */
const INHERITED_VARIABLES = ["PATH", "HOME", "TMPDIR", "LANG"];

/** The exit code of a shell for a command that cannot be started. */
const CANNOT_START = 127;
const SIGNAL_EXIT_CODES: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };

/** Runs the program of one container, in the repository's folder and in the sandbox that stands in for namespaces. */
export function startContainerProcess(options: ContainerProcessOptions): ContainerProcess {
  const [command = "", ...programArguments] = options.command;
  const log = openSync(options.logFile, "a");
  const child = spawn(command, programArguments, {
    cwd: REPOSITORY,
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
    env: processEnvironment(options),
  });
  closeSync(log);
  options.guard.watch(child);

  const openPorts = new Set<number>();
  child.on("message", (message) => {
    const { podPort, loopbackPort } = portMessage(message);
    // The last messages of a program can arrive after its end.
    if (podPort === undefined || child.exitCode !== null || child.signalCode !== null) return;
    openPorts.add(podPort);
    options.onPort(podPort, loopbackPort);
  });
  const exited = new Promise<ContainerExit>((resolve) => {
    child.once("error", (error) => {
      resolve({ exitCode: CANNOT_START, message: error.message });
    });
    child.once("exit", (code, signal) => {
      killGroup(child.pid);
      for (const port of openPorts) options.onPort(port, undefined);
      resolve(signal === null ? { exitCode: code ?? 0 } : { exitCode: SIGNAL_EXIT_CODES[signal] ?? 128, signal });
    });
  });
  return { processId: child.pid, exited, signal: (signal) => child.kill(signal) };
}

function processEnvironment(options: ContainerProcessOptions): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const name of INHERITED_VARIABLES) environment[name] = process.env[name];
  return {
    ...environment,
    ...options.environment,
    NODE_OPTIONS: `${options.environment["NODE_OPTIONS"] ?? ""} --import=${SANDBOX}`.trim(),
    POD_SANDBOX: JSON.stringify({ mounts: options.mounts, volumes: options.volumesDirectory }),
  };
}

/** With the first process of a container, all others of it end. */
function killGroup(processId: number | undefined): void {
  try {
    if (processId !== undefined) process.kill(-processId, "SIGKILL");
  } catch {
    // There are no others.
  }
}

/** What podSandbox.mjs reports; anything else that a program sends is not for the kubelet. */
function portMessage(message: unknown): { podPort?: number; loopbackPort?: number } {
  if (typeof message !== "object" || message === null) return {};
  const podPort = "podPort" in message && typeof message.podPort === "number" ? message.podPort : undefined;
  const loopbackPort =
    "loopbackPort" in message && typeof message.loopbackPort === "number" ? message.loopbackPort : undefined;
  return { ...(podPort !== undefined && { podPort }), ...(loopbackPort !== undefined && { loopbackPort }) };
}
