import type { V1ContainerState } from "@kubernetes/client-node";

/** What the status of a pod says of one container. */
export interface ContainerStatus {
  name: string;
  image: string;
  state: V1ContainerState;
  lastState: V1ContainerState;
  restartCount: number;
  started: boolean;
  ready: boolean;
}

/** How a container ends when it ends by itself. */
export type ContainerOutcome = { kind: "succeeded" } | { kind: "failed" };

/** One container of a pod, with a program behind it or without. */
export interface Container {
  readonly status: ContainerStatus;
  /** Starts the container, and starts it anew as its restart policy says; resolves when it has ended for good. */
  run(): Promise<ContainerOutcome>;
  /** Resolves when the container has started, by its startup probe where it has one. */
  readonly started: Promise<void>;
  /** Ends the container: preStop, SIGTERM, and SIGKILL after the grace period. */
  stop(graceSeconds: number): Promise<void>;
  /** Ends the container at once, without a farewell. */
  kill(): Promise<void>;
}
