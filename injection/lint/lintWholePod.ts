import { readPod, type PodView } from "../kubernetes/readPod";
import { podRequest } from "../fargate/podRequest";
import { isJsonObject, type JsonObject } from "../json";
import { containerFindings } from "./containerFindings";
import { lintPod } from "./lintPod";
import { highLimits, tooLarge } from "./lintRequests";
import type { LintFinding } from "./lintRule";

/**
 * Everything that is wrong with a pod's own containers on Fargate: for preview and the command line. Nothing where the
 * pod has not the form of one.
 */
export function lintWholePod(pod: JsonObject): readonly LintFinding[] {
  const view = readPod(isJsonObject(pod.metadata) ? pod : { ...pod, metadata: {} });
  if ("fault" in view) return [];
  const { containers, initContainers = [], spec } = view;
  const { overhead, resources } = spec;
  const request = podRequest({
    containers,
    initContainers,
    resources: isJsonObject(resources) ? resources : undefined,
    overhead: isJsonObject(overhead) ? overhead : undefined,
  });
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
