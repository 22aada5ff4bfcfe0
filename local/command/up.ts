import type { FargateProfile } from "../../injection/fargate/fargateProfile";
import { KUBERNETES_VERSION } from "../binaries/kubernetes";
import { startLocalCluster, type LocalCluster } from "../localCluster";
import { nextSignal } from "../nextSignal";
import { LOCAL_WEBHOOK_IMAGE, WEBHOOK_PROGRAM } from "../webhookProgram";
import { claimRunningCluster, publishKubeconfig, releaseRunningCluster } from "./runningCluster";

/** Keeps a cluster running until a signal or a failure ends it. Returns the exit code. */
export async function runUp(
  fargateProfiles: readonly FargateProfile[],
  print: (line: string) => void,
): Promise<number> {
  if (!claimRunningCluster()) {
    print("A local cluster is already running. `npm run local -- down` stops it.");
    return 1;
  }
  try {
    return await keepCluster(fargateProfiles, print);
  } finally {
    releaseRunningCluster();
  }
}

async function keepCluster(profiles: readonly FargateProfile[], print: (line: string) => void): Promise<number> {
  const signalled = nextSignal();
  const starting = startLocalCluster({
    fargateProfiles: profiles,
    programs: { [LOCAL_WEBHOOK_IMAGE]: WEBHOOK_PROGRAM },
    onProgress: print,
  });
  // A start that is interrupted needs no farewell: what it has begun ends with this process.
  const cluster = await Promise.race([starting, signalled]);
  if (cluster === "signalled") return 1;
  publishKubeconfig(cluster.kubeconfigFile);
  print(whatToTry(cluster, profiles));
  const reason = await Promise.race([signalled, cluster.failed]);
  if (reason !== "signalled") print(reason.message);
  await cluster.stop();
  print("The cluster is stopped; nothing of it is left.");
  return reason === "signalled" ? 0 : 1;
}

function whatToTry(cluster: LocalCluster, profiles: readonly FargateProfile[]): string {
  const namespace = (profiles[0]?.selectors[0]?.namespace ?? "default").replace(/[*?]/g, "a");
  return [
    `Kubernetes ${KUBERNETES_VERSION} is ready at ${cluster.kubeConfig.getCurrentCluster()?.server ?? ""}. Ctrl-C ends it.`,
    ...profiles.map(
      ({ name, selectors }) => `Fargate profile ${name}: ${selectors.map((selector) => selector.namespace).join(", ")}`,
    ),
    "",
    "In another terminal:",
    '  eval "$(npm run --silent local -- env)"     # kubectl and pulumi for this cluster',
    "  kubectl get nodes",
    ...(namespace === "default" ? [] : [`  kubectl create namespace ${namespace}`]),
    `  kubectl --namespace ${namespace} run app --image=nginx`,
    `  kubectl --namespace ${namespace} get pod app --show-labels`,
    "The injector, with the webhook of this repository behind its pods:",
    "  pulumi stack init local && pulumi config set context local",
    `  pulumi config set image ${LOCAL_WEBHOOK_IMAGE} && pulumi up`,
    `Logs are in ${cluster.stateDirectory}/logs.`,
  ].join("\n");
}
