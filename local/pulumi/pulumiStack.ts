import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { readEventLog, type UpdateSummary } from "./engineEvents";
import type { PulumiEnvironment } from "./pulumiEnvironment";

/** A value of the stack configuration. Objects and lists are read by `Config.requireObject`. */
export type ConfigValue = string | number | boolean | object;

export interface PulumiStackOptions {
  /** Folder with Pulumi.yaml; nothing is written there. */
  projectDirectory: string;
  stackName: string;
  /** Configuration by key, of the project's own namespace where the key has none ("kubernetes:context" has). */
  config?: Readonly<Record<string, ConfigValue>>;
  /** Configuration that is encrypted. */
  secrets?: Readonly<Record<string, string>>;
  /** Gets what the Pulumi CLI prints, as it comes. */
  onOutput?: (text: string) => void;
}

/**
 * A stack of an ordinary Pulumi project. State and configuration are in the environment's temporary folder.
 * Every operation throws PulumiCommandError, with what Pulumi printed, where it fails; `lastSummary` then tells how far
 * it came.
 */
export class PulumiStack {
  #lastSummary: UpdateSummary | undefined;

  private constructor(
    private readonly environment: PulumiEnvironment,
    private readonly options: PulumiStackOptions,
    private readonly projectName: string,
    /** Holds the configuration file of this stack, and a Pulumi.yaml for the commands that would write next to it. */
    private readonly directory: string,
  ) {}

  /** Creates the stack, without resources. */
  static async create(environment: PulumiEnvironment, options: PulumiStackOptions): Promise<PulumiStack> {
    const project = await readProject(options.projectDirectory);
    const directory = await mkdtemp(join(environment.directory, `stack-${options.stackName}-`));
    await writeFile(join(directory, "Pulumi.yaml"), stringify({ name: project.name, runtime: "nodejs" }));
    const stack = new PulumiStack(environment, options, project.name, directory);
    await stack.manage(["stack", "init", options.stackName, "--no-select"]);
    for (const [key, value] of Object.entries(options.config ?? {})) await stack.setConfig(key, value);
    for (const [key, value] of Object.entries(options.secrets ?? {})) await stack.setSecret(key, value);
    return stack;
  }

  /** What the last operation did, also where it failed. */
  get lastSummary(): UpdateSummary | undefined {
    return this.#lastSummary;
  }

  /** Creates or updates the resources. */
  up(): Promise<UpdateSummary> {
    return this.operate("up", ["--yes", "--skip-preview"]);
  }

  /** Shows what `up` would do. */
  preview(): Promise<UpdateSummary> {
    return this.operate("preview", []);
  }

  /** Takes the state from what the resources are now. */
  refresh(): Promise<UpdateSummary> {
    return this.operate("refresh", ["--yes", "--skip-preview"]);
  }

  /** Shows what `destroy` would do. */
  previewDestroy(): Promise<UpdateSummary> {
    return this.operate("destroy", ["--preview-only"]);
  }

  /** Deletes all resources; the stack and its configuration stay. */
  destroy(): Promise<UpdateSummary> {
    return this.operate("destroy", ["--yes", "--skip-preview"]);
  }

  /** The stack's outputs, secret ones too. */
  async outputs(): Promise<Record<string, unknown>> {
    const outputs: unknown = JSON.parse(await this.manage(["stack", "output", "--json", "--show-secrets"]));
    return typeof outputs === "object" && outputs !== null ? { ...outputs } : {};
  }

  /** Sets a value of the configuration for the next operation. */
  async setConfig(key: string, value: ConfigValue): Promise<void> {
    const settings = await readYaml(this.configFile);
    const config = settings.config ?? {};
    const name = key.includes(":") ? key : `${this.projectName}:${key}`;
    await writeFile(this.configFile, stringify({ ...settings, config: { ...config, [name]: value } }));
  }

  /** Sets a value of the configuration that is encrypted, and that outputs made from it are too. */
  async setSecret(key: string, value: string): Promise<void> {
    await this.manage(["config", "set", "--secret", "--raw", key], value);
  }

  /** Removes the stack, which must have no resources any more. */
  async remove(): Promise<void> {
    await this.manage(["stack", "rm", "--yes"]);
    await rm(this.directory, { recursive: true, force: true });
  }

  private get configFile(): string {
    return join(this.directory, `Pulumi.${this.options.stackName}.yaml`);
  }

  /** A command that runs the project's program or its resources' providers: in the project's folder. */
  private async operate(command: string, args: readonly string[]): Promise<UpdateSummary> {
    const eventLog = join(this.directory, "events.jsonl");
    await rm(eventLog, { force: true });
    const stack = ["--stack", this.options.stackName, "--config-file", this.configFile];
    const display = ["--event-log", eventLog, "--suppress-progress", "--suppress-permalink=true"];
    const { projectDirectory: cwd, onOutput } = this.options;
    try {
      await this.environment.cli.run([command, ...args, ...stack, ...display], { cwd, ...(onOutput && { onOutput }) });
    } finally {
      // There is no log where the command did not come so far, or where its environment was disposed of meanwhile.
      this.#lastSummary = readEventLog(await readFile(eventLog, "utf8").catch(() => ""));
    }
    return this.#lastSummary;
  }

  /** A command that deals with the stack itself: these write Pulumi.<stack>.yaml where Pulumi.yaml is. */
  private manage(args: readonly string[], input?: string): Promise<string> {
    const stack = args[1] === "init" ? [] : ["--stack", this.options.stackName];
    return this.environment.cli.run([...args, ...stack], {
      cwd: this.directory,
      ...(input !== undefined && { input }),
    });
  }
}

async function readProject(directory: string): Promise<{ name: string }> {
  const { name } = await readYaml(join(directory, "Pulumi.yaml"));
  if (typeof name !== "string") throw new Error(`${directory} has no Pulumi.yaml with a name`);
  return { name };
}

async function readYaml(file: string): Promise<Record<string, unknown>> {
  if (!existsSync(file)) return {};
  const content: unknown = parse(await readFile(file, "utf8"));
  return typeof content === "object" && content !== null ? { ...content } : {};
}
