import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import type { FargateProfile } from "../injection/fargate/fargateProfile";
import { kubernetesCommands, type Command } from "./binaries/kubernetes";
import { startControlPlane } from "./controlPlane/controlPlane";
import { startOrphanGuard } from "./orphanGuard";
import { createStateDirectory } from "./controlPlane/stateDirectory";
import { startEksAdmission } from "./eks/eksAdmission";
import { containerLogFile } from "./kubelet/containerLogFile";
import type { PodProgram } from "./kubelet/kubeletSurroundings";
import { processKubelet } from "./kubelet/processKubelet";
import { runKubectl, type KubectlOptions } from "./kubectl";
import { startEgressProxy } from "./network/egressProxy";
import { PodNetwork, type NetworkFault } from "./network/podNetwork";
import { kwokNodes } from "./nodes/kwokNodes";
import type { NodeKind } from "./nodes/nodeKind";

export type { FargateProfile, NetworkFault, PodProgram };

export interface LocalClusterOptions {
  /**
   * The Fargate profiles that the cluster has at first.
   * @default none: every pod goes to the EC2 node
   */
  fargateProfiles?: readonly FargateProfile[];
  /**
   * Programs that run for containers, by the container's image. Pods without such an image are fake: they are said to
   * run, and nothing does.
   * @default none
   */
  programs?: Readonly<Record<string, PodProgram>>;
  /**
   * How long after a change of a Secret or ConfigMap the files mounted from it follow. A kubelet takes up to a minute.
   * @default 0
   */
  mountedFileDelayMs?: number;
  /** Is told what the start is doing, such as a long build. */
  onProgress?: (message: string) => void;
}

/** A real Kubernetes control plane with fake nodes on this machine, and what EKS adds for Fargate and IAM roles. */
export interface LocalCluster {
  /** Text of an administrator's kubeconfig. */
  kubeconfig: string;
  kubeconfigFile: string;
  /** The same for @kubernetes/client-node. */
  kubeConfig: KubeConfig;
  /** How to start a kubectl that fits, where there is none on PATH. */
  kubectlCommand: Command;
  /** Everything that the cluster writes is here; `logs/` below it has a file for each component and container. */
  stateDirectory: string;
  /** Pod addresses, the ports behind them, and faults on the way there. */
  network: PodNetwork;
  /** Replaces the Fargate profiles; pods that exist stay where they are. */
  setFargateProfiles(profiles: readonly FargateProfile[]): void;
  /** Runs kubectl against this cluster and returns its standard output. */
  kubectl(kubectlArguments: readonly string[], options?: KubectlOptions): Promise<string>;
  /** What the program of a container has printed so far, over all its restarts. */
  podLogs(namespace: string, pod: string, container: string): string;
  /** Resolves when a component of the control plane has ended by itself: the cluster is of no use from then on. */
  failed: Promise<Error>;
  /** Ends everything and removes the state folder. */
  stop(): Promise<void>;
}

/**
 * Starts a cluster and resolves when it can be used. It needs no root, listens on loopback only, and does not outlive
 * this process. Its webhook and proxy run in this process, so a caller must not block the event loop.
 */
export async function startLocalCluster(options: LocalClusterOptions = {}): Promise<LocalCluster> {
  const onProgress = options.onProgress ?? (() => undefined);
  const commands = await kubernetesCommands(onProgress);

  const stateDirectory = createStateDirectory();
  const guard = startOrphanGuard(stateDirectory);
  const cleanups: (() => Promise<void>)[] = [() => guard.stop()];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const network = new PodNetwork();
    const egressSocket = join(stateDirectory, "egress.sock");
    const egressProxy = await startEgressProxy(egressSocket, network);
    cleanups.push(() => egressProxy.stop());
    const controlPlane = await startControlPlane({ commands, stateDirectory, egressSocket, guard });
    cleanups.push(() => controlPlane.stop());
    const surroundings = { controlPlane, commands, network, stateDirectory, guard };
    for (const kind of nodeKinds(options)) {
      const nodes = await kind.start(surroundings);
      cleanups.push(() => nodes.stop());
    }
    const eksAdmission = await startEksAdmission(
      controlPlane.kubeConfig,
      controlPlane.credentials.authority,
      options.fargateProfiles ?? [],
    );
    cleanups.push(() => eksAdmission.stop());

    const kubeconfig = controlPlane.credentials.adminKubeconfig;
    const kubeconfigFile = join(stateDirectory, "kubeconfig");
    writeFileSync(kubeconfigFile, kubeconfig, { mode: 0o600 });
    return {
      kubeconfig,
      kubeconfigFile,
      kubeConfig: controlPlane.kubeConfig,
      kubectlCommand: commands.kubectl,
      stateDirectory,
      network,
      setFargateProfiles: (profiles) => {
        eksAdmission.setProfiles(profiles);
      },
      kubectl: (kubectlArguments, kubectlOptions) =>
        runKubectl(commands.kubectl, kubeconfigFile, kubectlArguments, kubectlOptions),
      podLogs: (namespace, pod, container) =>
        readFileSync(containerLogFile(join(stateDirectory, "logs"), namespace, pod, container), "utf8"),
      failed: controlPlane.failed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function nodeKinds({ programs = {}, mountedFileDelayMs = 0 }: LocalClusterOptions): NodeKind[] {
  return [
    kwokNodes(Object.keys(programs)),
    processKubelet({ programs: new Map(Object.entries(programs)), mountedFileDelayMs }),
  ];
}
