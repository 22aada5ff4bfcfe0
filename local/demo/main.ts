/**
 * `npm start`: the main job, end to end, on this machine. Shows the webhook alone first, then lets Pulumi make a cluster
 * with it, in a stand-in for AWS with a real Kubernetes control plane behind, lets pods come and go, and takes everything
 * away again.
 */
import { parseArgs } from "node:util";
import { startAwsAccount, type AwsAccount } from "../aws/awsAccount";
import { listClusterObjects } from "../listClusterObjects";
import { startLocalCluster, type LocalCluster } from "../localCluster";
import { nextSignal } from "../nextSignal";
import { createPulumiEnvironment, type PulumiEnvironment } from "../pulumi/pulumiEnvironment";
import { LOCAL_WEBHOOK_IMAGE, WEBHOOK_PROGRAM } from "../webhookProgram";
import { showFirstLook } from "./firstLook";
import { exampleFile } from "./demonstrationStack";
import { createScreen, formatDuration, type Screen } from "./screen";
import { showInjection, showRemoval } from "./tour";

const USAGE = `usage: npm start [-- --keep]

  --keep   leave the cluster with the injector running, until Ctrl-C, and say what to try
`;

interface Demonstration {
  /** Whether the cluster is to stay after the last step but one, until a signal comes. */
  readonly keep: boolean;
  readonly signalled: Promise<"signalled">;
  /** Turns true when the cluster stays and a signal is what is waited for. */
  isKept: boolean;
}

async function demonstrate(demonstration: Demonstration, screen: Screen): Promise<void> {
  const start = performance.now();
  screen.heading("The webhook alone, without a cluster");
  await showFirstLook(screen, exampleFile("sidecar-configmap.yaml"));

  screen.heading("A real Kubernetes control plane, on this machine");
  const onProgress = (message: string): void => {
    screen.line(message);
  };
  let account: AwsAccount | undefined;
  let pulumi: PulumiEnvironment | undefined;
  const cluster = await startLocalCluster({ programs: { [LOCAL_WEBHOOK_IMAGE]: WEBHOOK_PROGRAM }, onProgress });
  try {
    account = await startAwsAccount({
      kubeconfig: cluster.kubeconfig,
      onFargateProfiles: (profiles) => {
        cluster.setFargateProfiles(profiles);
      },
    });
    pulumi = await createPulumiEnvironment(onProgress, { aws: account });
    screen.row("API server", cluster.kubeConfig.getCurrentCluster()?.server ?? "");
    screen.row("nodes", "fake: the webhook's pods are real processes, in all others nothing runs");
    screen.row("AWS", "a stand-in, which refuses what AWS refuses; the control plane is this one");
    const tour = { account, cluster, pulumi, screen };
    const objectsBefore = await listClusterObjects(cluster);
    const stack = await Promise.race([showInjection(tour), cluster.failed.then((error) => Promise.reject(error))]);
    if (demonstration.keep) await keepRunning(cluster, demonstration, screen);
    else await showRemoval(tour, stack, objectsBefore);
  } finally {
    await pulumi?.dispose();
    await account?.stop();
    await cluster.stop();
  }
  screen.line();
  const took = demonstration.keep ? "" : `, in ${formatDuration(performance.now() - start)}`;
  screen.line(`Every step held${took}. The cluster is stopped; nothing of it is left.`);
}

async function keepRunning(cluster: LocalCluster, demonstration: Demonstration, screen: Screen): Promise<void> {
  const { command, args } = cluster.kubectlCommand;
  screen.heading("The cluster stays, until Ctrl-C. In another terminal:");
  screen.line(`export KUBECONFIG=${cluster.kubeconfigFile}`);
  if (args.length > 0) screen.line(`alias kubectl='${[command, ...args].join(" ")}'`);
  screen.line("kubectl get pods --all-namespaces");
  screen.line("kubectl run test --image=curlimages/curl && kubectl get pod test --output=yaml");
  screen.line("kubectl edit configmap fargate-injector-sidecar-config --namespace fargate-sidecar-injector");
  screen.line("kubectl get mutatingwebhookconfigurations");
  screen.line(`The webhook's log is in ${cluster.stateDirectory}/logs.`);
  demonstration.isKept = true;
  await Promise.race([demonstration.signalled, cluster.failed.then((error) => Promise.reject(error))]);
}

async function main(): Promise<number> {
  const keep = parseKeep();
  if (typeof keep === "string") {
    const isHelp = keep === "";
    (isHelp ? process.stdout : process.stderr).write(isHelp ? USAGE : `${keep}\n\n${USAGE}`);
    return isHelp ? 0 : 2;
  }
  const demonstration: Demonstration = { keep, signalled: nextSignal(), isKept: false };
  const shown = demonstrate(demonstration, createScreen(process.stdout));
  const outcome = await Promise.race([shown, demonstration.signalled]);
  // An interrupted step needs no farewell: what it has begun ends with this process, its folders included.
  if (outcome === "signalled" && !demonstration.isKept) return 130;
  await shown;
  return 0;
}

/** Whether --keep is given; a text where the command line is wrong, an empty one where help is asked for. */
function parseKeep(): boolean | string {
  try {
    const { values } = parseArgs({ options: { keep: { type: "boolean" }, help: { type: "boolean" } } });
    return values.help === true ? "" : values.keep === true;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
