import { formatFinding } from "../lint/formatFinding";
import type { LintFinding } from "../lint/lintRule";
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

/** The API server passes on only so much: a pod with hundreds of containers may have as many faults. */
const MOST_FINDINGS = 10;

/** A sentence for each thing that is wrong with the pod itself, of the first few. */
export function findingWarnings(findings: readonly LintFinding[]): readonly string[] {
  const first = findings.slice(0, MOST_FINDINGS).map(formatFinding);
  const others = findings.length - first.length;
  return others === 0 ? first : [...first, `lint rules have found ${others} more in the pod`];
}

function explain(reason: string, detail: string | undefined): string {
  return detail === undefined ? reason : `${reason}, ${detail}`;
}
