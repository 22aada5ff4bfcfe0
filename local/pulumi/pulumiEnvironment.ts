import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { PulumiCommand, type LocalWorkspaceOptions } from "@pulumi/pulumi/automation";
import { startOrphanGuard } from "../orphanGuard";
import { PulumiCli } from "./pulumiCli";
import { installPulumi } from "./pulumiInstallation";
import type { PulumiSurroundings } from "./pulumiSurroundings";

/** Pulumi, ready to run, with everything that it writes in one temporary folder. */
export interface PulumiEnvironment {
  /** The temporary folder. */
  directory: string;
  cli: PulumiCli;
  /** What the Automation API needs to run programs in this environment. */
  workspaceOptions(): Promise<LocalWorkspaceOptions>;
  /** Ends commands that still run, and removes the folder with all stacks. */
  dispose(): Promise<void>;
}

/**
 * Prepares Pulumi with a file backend of its own: nothing of the user's Pulumi account, stacks and settings is seen or
 * changed, and nothing outlives this process. What is missing on this machine is built first.
 */
export async function createPulumiEnvironment(
  onProgress: (message: string) => void,
  surroundings: PulumiSurroundings = {},
): Promise<PulumiEnvironment> {
  const directory = await mkdtemp(join(tmpdir(), "fargate-sidecar-injector-pulumi-"));
  const guard = startOrphanGuard(directory);
  try {
    const variables = {
      ...(await preparePulumi(directory, randomBytes(16).toString("hex"), onProgress, surroundings)),
      // Makes the CLI take --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
    };
    const cli = new PulumiCli(
      join(directory, "bin", "pulumi"),
      {
        ...environmentWithoutPulumi(),
        ...variables,
      },
      guard,
    );
    return {
      directory,
      cli,
      workspaceOptions: async () => ({
        pulumiCommand: await PulumiCommand.get({ root: directory }),
        envVars: variables,
        secretsProvider: "passphrase",
        // The Automation API would make one in the system's temporary folder, and leave it there.
        workDir: await mkdtemp(join(directory, "workspace-")),
      }),
      dispose: async () => {
        await cli.stop();
        await guard.stop();
      },
    };
  } catch (error) {
    await guard.stop();
    throw error;
  }
}

/** Puts Pulumi into an empty folder, with a backend there. Gives the environment variables with which to run it. */
export async function preparePulumi(
  directory: string,
  passphrase: string,
  onProgress: (message: string) => void,
  surroundings: PulumiSurroundings = {},
): Promise<Record<string, string>> {
  const variables = await installPulumi(directory, onProgress, surroundings);
  const state = join(directory, "state");
  // The Kubernetes provider writes kubeconfigs with keys into the temporary folder, and leaves them there.
  const temporary = join(directory, "tmp");
  await Promise.all([mkdir(state), mkdir(temporary)]);
  return {
    ...variables,
    ...surroundings.aws?.environment,
    ...surroundings.recorder?.environment,
    ...surroundings.buildkit?.environment,
    PATH: [join(directory, "bin"), process.env.PATH ?? ""].join(delimiter),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_SUPPRESS_NEO_LINK: "true",
    TMPDIR: temporary,
  };
}

/** The user's environment without settings of Pulumi itself (PULUMI_ACCESS_TOKEN, PULUMI_STACK, …). */
function environmentWithoutPulumi(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_")));
}
