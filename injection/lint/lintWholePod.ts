import { isJsonObject, type JsonObject } from "../json";
import { readPod } from "../decision/readPod";
import { lintPod } from "./lintPod";
import type { LintFinding } from "./lintRule";

/** Everything that is wrong with a pod's own containers on Fargate: for preview and the command line. */
export function lintWholePod(pod: JsonObject): readonly LintFinding[] {
  const view = readPod(isJsonObject(pod.metadata) ? pod : { ...pod, metadata: {} });
  return "fault" in view ? [] : lintPod(view);
}
