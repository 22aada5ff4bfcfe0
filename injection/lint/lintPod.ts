import type { PodView } from "../decision/readPod";
import type { LintFinding } from "./lintRule";

/** What of the pod itself can never run on Fargate. Called for every pod at admission, so it costs next to nothing. */
export function lintPod({ spec }: PodView): readonly LintFinding[] {
  return spec.hostPID === true
    ? [{ rule: "host-namespaces", path: "spec.hostPID", message: "is true: Fargate has no host to share" }]
    : [];
}
