import { readPod, type PodView } from "../kubernetes/readPod";
import { podRequest, resourcesOf } from "../fargate/podRequest";
import { isJsonObject, type JsonObject } from "../json";
import { containerFindings } from "./containerFindings";
import { lintPod } from "./lintPod";
import { highLimits, tooLarge } from "./lintRequests";
import type { LintFinding } from "./lintRule";

/**
 * Everything that is wrong with a pod's own containers on Fargate, also what is not looked at when it is admitted. Nothing
 * where the pod has not the form of one.
 */
export function lintWholePod(pod: JsonObject): readonly LintFinding[] {
  const view = readPod(isJsonObject(pod.metadata) ? pod : { ...pod, metadata: {} });
  if ("fault" in view) return [];
  const { containers, initContainers = [], spec } = view;
  const request = podRequest(resourcesOf(spec, containers, initContainers));
  return [
    ...lintPod(view),
    ...containersOf(view).flatMap(([container, path]) => containerFindings(container, path)),
    ...tooLarge(request),
    ...highLimits(containers, "spec.containers", request),
    ...highLimits(initContainers, "spec.initContainers", request),
  ];
}

function containersOf({ containers, initContainers = [] }: PodView): readonly (readonly [JsonObject, string])[] {
  return [
    ...containers.map((container, index) => [container, `spec.containers[${index}]`] as const),
    ...initContainers.map((container, index) => [container, `spec.initContainers[${index}]`] as const),
  ];
}
