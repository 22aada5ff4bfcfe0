import { highLimits, tooLarge } from "../lint/lintRequests";
import { lintPod } from "../lint/lintPod";
import type { LintFinding } from "../lint/lintRule";
import { withoutRequests } from "../lint/withoutRequests";
import type { PodView } from "../kubernetes/readPod";
import type { AppliedPlan, PodAtHand } from "./applyPlan";
import type { BoundTemplate } from "./compiledTemplate";

/** What is wrong with the pod itself, whatever the templates that are for it add. */
export function findingsOf(
  pod: PodAtHand,
  applied: AppliedPlan,
  templates: readonly BoundTemplate[],
): readonly LintFinding[] {
  const { containers, initContainers } = pod.before;
  return [
    ...lintPod(withoutAdded(pod, templates)),
    ...(applied.size?.before === undefined ? tooLarge(pod.request) : []),
    ...highLimits(containers, "spec.containers", applied.request),
    ...highLimits(initContainers, "spec.initContainers", applied.request),
    ...(applied.isFitted ? withoutRequests(containers) : []),
  ];
}

/** The pod without the containers and volumes that an earlier call has added. */
function withoutAdded({ view, before }: PodAtHand, templates: readonly BoundTemplate[]): PodView {
  const { containers, initContainers, status, unprovenStatus } = before;
  if (status.size === 0 && unprovenStatus.size === 0) return view;
  const earlier = templates.filter(({ name }) => status.has(name) || unprovenStatus.has(name));
  const added = new Set(earlier.flatMap(({ additions }) => additions.volumes.map(({ name }) => name)));
  return { ...view, containers, initContainers, volumes: view.volumes?.filter(({ name }) => !added.has(name)) };
}
