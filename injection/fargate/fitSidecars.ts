import type { MinimumRequest } from "../configuration/sizing";
import type { JsonObject } from "../json";
import type { PodResources } from "./podRequest";

/** What a sidecar asks for in the place of its own figures. */
export interface LoweredRequest {
  /** Undefined where its own figure stands. */
  readonly milliCpu: number | undefined;
  /** Undefined where its own figure stands. */
  readonly memoryBytes: number | undefined;
}

/**
 * What sidecars ask for so that the pod keeps the Fargate size that it has without them, by their names: only those that
 * are lowered. Undefined where nothing is to be changed: they fit as they are, or not even their minimum does, or no
 * Fargate size holds the pod.
 *
 * @param pod everything that the pod will have, these sidecars included, with the figures of their templates
 * @param minimums the least that each of the sidecars may be lowered to, by its name
 */
export function fitSidecars(
  pod: PodResources,
  minimums: ReadonlyMap<string, MinimumRequest>,
): ReadonlyMap<string, LoweredRequest> | undefined {
  void pod;
  void minimums;
  return undefined;
}

/** The container with these requests, and limits as high, in the place of its own; its other resources as they are. */
export function withRequest<Container extends JsonObject>(container: Container, lowered: LoweredRequest): Container {
  void lowered;
  return container;
}
