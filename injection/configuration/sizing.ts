import type { MinimumRequest } from "../fargate/fitSidecars";

/** Whether the sidecars of a template ask for less where the pod would outgrow its size otherwise. */
export interface Sizing {
  readonly fit: boolean;
  /**
   * By the name of a sidecar: the least that it may be lowered to. What has no minimum is not lowered. Where a parameter
   * stands in what a sidecar asks for, it may ask for less than its minimum in some pod.
   */
  readonly minimum: ReadonlyMap<string, MinimumRequest>;
}

export const NO_SIZING: Sizing = { fit: false, minimum: new Map() };
