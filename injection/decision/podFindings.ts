import { highLimits, tooLarge } from "../lint/lintRequests";
import { lintPod } from "../lint/lintPod";
import type { LintFinding } from "../lint/lintRule";
import type { AppliedPlan, PodAtHand } from "./applyPlan";
import { withoutRequests } from "../lint/withoutRequests";

/** What is wrong with the pod itself, whatever templates add to it. */
export function findingsOf({ view, before, request }: PodAtHand, applied: AppliedPlan): readonly LintFinding[] {
  const { containers, initContainers, status } = before;
  const own = status.size === 0 ? view : { ...view, containers, initContainers };
  return [
    ...lintPod(own),
    ...(applied.size?.before === undefined ? tooLarge(request) : []),
    ...highLimits({ containers, initContainers }, applied.request),
    ...(applied.isFitted ? withoutRequests(containers) : []),
  ];
}
