import { REASONS_TO_WARN_OF } from "../reasons";
import type { ClusterFeatures } from "./clusterFeatures";
import type { TemplateOutcome } from "./decision";

/** Sentences about a template's outcome for which somebody has to act. */
export function warningsOf(outcome: TemplateOutcome, { nativeSidecars }: ClusterFeatures): readonly string[] {
  if (outcome.reason !== "injected")
    return REASONS_TO_WARN_OF.has(outcome.reason)
      ? [`template "${outcome.template}" was not applied: ${explain(outcome.reason, outcome.detail)}`]
      : [];
  const [first, ...others] = outcome.keepPodRunning;
  if (first === undefined) return [];
  const names = [first, ...others].map((name) => `"${name}"`).join(", ");
  const advice = nativeSidecars
    ? "make it a native sidecar (spec.sidecars, or native: auto)"
    : "a native sidecar would not, but needs Kubernetes 1.29, which this cluster does not have";
  return [`template "${outcome.template}": ${names} will keep the pod from ending; ${advice}`];
}

function explain(reason: string, detail: string | undefined): string {
  return detail === undefined ? reason : `${reason}, ${detail}`;
}
