import { spawn, type ChildProcess } from "node:child_process";
import type { OrphanGuard } from "../orphanGuard";

export interface PulumiCommandOptions {
  /** Working directory: the project's, for commands that need one. */
  cwd: string;
  /** Gets standard output and standard error as they come. */
  onOutput?: (text: string) => void;
  /** Text for standard input. */
  input?: string;
}

/** A Pulumi command that ended with an exit code other than 0; the message has everything that it printed. */
export class PulumiCommandError extends Error {
  override readonly name = "PulumiCommandError";

  constructor(
    args: readonly string[],
    /** Undefined where a signal ended it. */
    readonly exitCode: number | undefined,
    output: string,
  ) {
    const outcome = exitCode === undefined ? "was ended" : `failed with exit code ${exitCode}`;
    super(`\`pulumi ${args.join(" ")}\` ${outcome}:\n${output.trim()}`);
  }
}

/** How long a command that was asked to stop may take to cancel its update and leave. */
const STOP_TIMEOUT_MS = 10_000;

/** Runs the Pulumi CLI. */
export class PulumiCli {
  private readonly running = new Set<ChildProcess>();

  constructor(
    private readonly file: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly guard: OrphanGuard,
  ) {}

  /**
   * Runs a command, never asking questions and without colours; gives what it printed on standard output.
   * @throws PulumiCommandError where it fails.
   */
  run(args: readonly string[], options: PulumiCommandOptions): Promise<string> {
    const child = spawn(this.file, [...args, "--non-interactive", "--color=never"], {
      cwd: options.cwd,
      env: this.environment,
      stdio: "pipe",
      // Ctrl-C in a terminal is for this process, which then asks the CLI to stop once: twice would be at once.
      detached: true,
    });
    this.running.add(child);
    this.guard.watch(child);

    let stdout = "";
    let everything = "";
    const collect = (text: string): void => {
      everything += text;
      options.onOutput?.(text);
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      collect(text);
    });
    child.stderr.setEncoding("utf8").on("data", collect);
    // A command that fails before it has read its input is reported by its exit code.
    child.stdin.on("error", () => undefined).end(options.input ?? "");

    return new Promise<string>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        if (code === 0) resolve(stdout);
        else reject(new PulumiCommandError(args, code ?? undefined, everything));
      });
    }).finally(() => this.running.delete(child));
  }

  /** Ends all commands that run: politely, so that they cancel updates and end their plugins, then by force. */
  async stop(): Promise<void> {
    await Promise.all([...this.running].map(stopProcess));
  }
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  const force = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(force);
}
