/** `npm run local -- up|down|kubeconfig|env`: the local control plane for whoever wants to play with kubectl. */
import type { FargateProfile } from "../injection/fargate/fargateProfile";
import { parseCommand, USAGE } from "./command/parseCommand";
import { findRunningCluster } from "./command/runningCluster";
import { shellEnvironment } from "./command/shellEnvironment";
import { eventually } from "./eventually";

const NOTHING_RUNS = "No local cluster is running. `npm run local -- up` starts one.";

/** Runs one command and returns the exit code. Results go to standard output, everything else to standard error. */
async function main(words: readonly string[]): Promise<number> {
  const command = parseCommand(words);
  switch (command.kind) {
    case "up":
      return up(command.fargateProfiles);
    case "down":
      return down();
    case "kubeconfig":
      return withKubeconfig((file) => Promise.resolve(`${file}\n`));
    case "env":
      return withKubeconfig((file) => shellEnvironment(file, tell));
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "wrong":
      tell(`${command.message}\n\n${USAGE}`);
      return 2;
  }
}

async function up(fargateProfiles: readonly FargateProfile[]): Promise<number> {
  // The Kubernetes client takes a second to load, for which the other commands need not wait.
  const { runUp } = await import("./command/up.js");
  return runUp(fargateProfiles, tell);
}

async function down(): Promise<number> {
  const cluster = findRunningCluster();
  if (cluster === undefined) {
    tell(NOTHING_RUNS);
    return 1;
  }
  process.kill(cluster.processId, "SIGTERM");
  await eventually({
    what: "the cluster to stop",
    condition: () => Promise.resolve(findRunningCluster()?.processId !== cluster.processId),
  });
  tell("The cluster is stopped; nothing of it is left.");
  return 0;
}

/** Prints what is made of the running cluster's kubeconfig file. */
async function withKubeconfig(describe: (kubeconfigFile: string) => Promise<string>): Promise<number> {
  const cluster = findRunningCluster();
  if (cluster?.kubeconfigFile === undefined) {
    tell(cluster === undefined ? NOTHING_RUNS : "The local cluster is still starting.");
    return 1;
  }
  process.stdout.write(await describe(cluster.kubeconfigFile));
  return 0;
}

function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    tell(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
