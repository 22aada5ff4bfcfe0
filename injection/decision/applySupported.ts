import { formatFinding } from "../lint/formatFinding";
import { neverRuns } from "../lint/levels";
import { highLimits, tooLarge } from "../lint/lintRequests";
import type { LintFinding } from "../lint/lintRule";
import { containersOf } from "./additions";
import type { Applied, AppliedPlan, PodAtHand } from "./applyPlan";
import type { BoundTemplate } from "./compiledTemplate";
import type { SkippedOutcome } from "./decision";

export interface Supported {
  readonly applied: Applied;
  /** The templates that were left out, because with them the pod would never run. */
  readonly unsupported: readonly SkippedOutcome[];
}

/**
 * Applies the templates, without those with which this pod would never run on Fargate: of several that are too much
 * together, the first ones stay. What an earlier call has applied stays too.
 */
export function applySupported(
  templates: readonly BoundTemplate[],
  { before }: PodAtHand,
  apply: (templates: readonly BoundTemplate[]) => Applied,
): Supported {
  const unsupported: SkippedOutcome[] = [];
  let remaining = templates;
  for (;;) {
    const applied = apply(remaining);
    const isLeft = "fault" in applied || applied.size === undefined;
    const candidates = isLeft ? [] : remaining.filter(({ name }) => !before.status.has(name));
    const found =
      isLeft || candidates.length === 0
        ? undefined
        : (firstTooLarge(applied, remaining, candidates, apply) ?? firstAboveSize(applied, candidates));
    if (found === undefined) return { applied, unsupported };
    const { template, finding } = found;
    unsupported.push({ template, reason: "not-supported-on-fargate", detail: formatFinding(finding) });
    remaining = remaining.filter(({ name }) => name !== template);
  }
}

interface Unsupported {
  readonly template: string;
  readonly finding: LintFinding;
}

/** The first template with which the pod outgrows the largest size, where it does not do so by itself. */
function firstTooLarge(
  { size }: AppliedPlan,
  templates: readonly BoundTemplate[],
  candidates: readonly BoundTemplate[],
  apply: (templates: readonly BoundTemplate[]) => Applied,
): Unsupported | undefined {
  if (size === undefined || size.before === undefined || size.after !== undefined) return undefined;
  const later = new Set(candidates);
  for (const candidate of candidates) {
    later.delete(candidate);
    const applied = apply(templates.filter((template) => !later.has(template)));
    if ("fault" in applied || applied.size === undefined || applied.size.after !== undefined) continue;
    const finding = tooLarge(applied.request).find(({ rule }) => neverRuns(rule, candidate.lint));
    if (finding === undefined) return undefined;
    return { template: candidate.name, finding: { ...finding, path: "", message: `the pod then ${finding.message}` } };
  }
  return undefined;
}

/** The first template with a container whose limit is more than what the pod's size has, so that it does not start. */
function firstAboveSize(
  { additions, request, outcomes }: AppliedPlan,
  candidates: readonly BoundTemplate[],
): Unsupported | undefined {
  const limits = highLimits({ containers: containersOf(additions), initContainers: [] }, request);
  if (limits.length === 0) return undefined;
  for (const { name: template, lint } of candidates) {
    const outcome = outcomes.find((each) => each.template === template);
    if (outcome?.reason !== "injected") continue;
    for (const container of containersOf(additions)) {
      if (!outcome.containers.includes(container.name)) continue;
      const [finding] = highLimits({ containers: [container], initContainers: [] }, request);
      if (finding === undefined || !neverRuns(finding.rule, lint)) continue;
      return { template, finding: { ...finding, path: `${container.name}.resources.limits.cpu` } };
    }
  }
  return undefined;
}
