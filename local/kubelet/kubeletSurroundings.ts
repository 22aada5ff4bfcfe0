import type { CoreV1Api } from "@kubernetes/client-node";
import type { OrphanGuard } from "../orphanGuard";
import type { PodNetwork } from "../network/podNetwork";
import type { ClusterObjects } from "./clusterObjects";

/** How the containers of an image are run: the container's own arguments come after `args`. */
export interface PodProgram {
  command: string;
  args: string[];
}

/** What all pods of the process kubelet share. */
export interface KubeletSurroundings {
  core: CoreV1Api;
  objects: ClusterObjects;
  network: PodNetwork;
  /** Programs by image. */
  programs: ReadonlyMap<string, PodProgram>;
  /** Port of the API server on 127.0.0.1, for programs that talk to it. */
  apiServerPort: number;
  mountedFileDelayMs: number;
  /** Folder for the volumes of pods. */
  podsDirectory: string;
  logDirectory: string;
  guard: OrphanGuard;
  /** Writes to the kubelet's own log. */
  log: (message: string) => void;
}
