import type { Command, KubernetesComponent } from "../binaries/kubernetes";
import type { ControlPlane } from "../controlPlane/controlPlane";
import type { OrphanGuard } from "../orphanGuard";
import type { PodNetwork } from "../network/podNetwork";

/** What a kind of node finds in the cluster that it joins. */
export interface NodeSurroundings {
  controlPlane: ControlPlane;
  commands: Record<KubernetesComponent, Command>;
  network: PodNetwork;
  stateDirectory: string;
  guard: OrphanGuard;
}

export interface RunningNodes {
  stop(): Promise<void>;
}

/**
 * One way of running pods. A cluster is composed of several: kwok, which only says that pods run; the process kubelet,
 * which runs programs for them. Another, such as a real kubelet with containers, joins by the same two functions.
 */
export interface NodeKind {
  start(surroundings: NodeSurroundings): Promise<RunningNodes>;
}
