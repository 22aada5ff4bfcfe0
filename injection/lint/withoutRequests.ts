import { containerRequest } from "../fargate/podRequest";
import type { NamedObject } from "../json";
import type { LintFinding } from "./lintRule";

/**
 * The pod's own containers that do not ask for CPU or memory, where sidecars are fitted into the pod's size: Fargate's
 * size then counts nothing for them, and sidecars take what they may need.
 */
export function withoutRequests(containers: readonly NamedObject[]): readonly LintFinding[] {
  return containers.flatMap((container, index) => {
    const { milliCpu, memoryBytes } = containerRequest(container);
    const missing = [...(milliCpu === 0 ? ["CPU"] : []), ...(memoryBytes === 0 ? ["memory"] : [])];
    if (missing.length === 0) return [];
    const message = `"${container.name}" asks for no ${missing.join(" and no ")}, so that the sidecars beside it may take all that the pod's size has`;
    return [{ rule: "app-container-without-requests", path: `spec.containers[${index}].resources.requests`, message }];
  });
}
