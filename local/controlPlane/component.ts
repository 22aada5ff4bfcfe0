import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../binaries/kubernetes";
import type { OrphanGuard } from "../orphanGuard";

/** A running program of the control plane. */
export interface Component {
  name: string;
  /** Resolves when the program has ended without being stopped, with an error that quotes its last log lines. */
  failed: Promise<ComponentFailure>;
  stop(): Promise<void>;
}

/** A component that has ended by itself. */
export class ComponentFailure extends Error {
  /** The component found its port taken: it may be started again with another one. */
  readonly portTaken: boolean;

  constructor(name: string, ending: string, log: string) {
    const lines = log.trimEnd().split("\n").slice(-QUOTED_LINES).join("\n  ");
    super(`${name} ended unexpectedly (${ending}). Its last log lines:\n  ${lines}`);
    this.portTaken = /address already in use/.test(log);
  }
}

const QUOTED_LINES = 15;

/** What all components of one cluster share. */
export interface ComponentSurroundings {
  logDirectory: string;
  guard: OrphanGuard;
}

/** Starts a component in a process group of its own, so that Ctrl-C in the terminal is left to whoever runs the cluster. */
export function startComponent(
  name: string,
  command: Command,
  componentArguments: readonly string[],
  surroundings: ComponentSurroundings,
): Component {
  const logFile = join(surroundings.logDirectory, `${name}.log`);
  const log = openSync(logFile, "a");
  const child = spawn(command.command, [...command.args, ...componentArguments], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  surroundings.guard.watch(child);

  let stopping = false;
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("exit", (code, signal) => {
      resolve(signal === null ? `exit code ${code ?? "unknown"}` : `signal ${signal}`);
    });
  });
  const failed = new Promise<ComponentFailure>((resolve) => {
    void ended.then((ending) => {
      if (!stopping) resolve(new ComponentFailure(name, ending, readLog(logFile)));
    });
  });
  return {
    name,
    failed,
    async stop() {
      stopping = true;
      // All state is thrown away, so there is nothing for which to wait while a component shuts down in good order.
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** The log, or nothing where it went with the state folder. */
function readLog(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
