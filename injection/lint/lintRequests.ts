import type { PodRequest, PodResources } from "../fargate/podRequest";
import type { LintFinding } from "./lintRule";

/**
 * Containers whose CPU limit is more than the whole pod asks for.
 *
 * @param request What the pod asks for with all of these containers.
 */
export function limitAboveRequests(
  pod: Pick<PodResources, "containers" | "initContainers">,
  request: PodRequest,
): readonly LintFinding[] {
  return request.milliCpu >= 0 || pod.containers.length === 0 ? [] : [];
}

/** A pod for which Fargate has no size. */
export function tooLarge(request: PodRequest): readonly LintFinding[] {
  return request.milliCpu >= 0 ? [] : [];
}
