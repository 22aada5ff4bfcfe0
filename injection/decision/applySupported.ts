import { formatFinding } from "../lint/formatFinding";
import { neverRuns } from "../lint/levels";
import { highLimits, tooLarge } from "../lint/lintRequests";
import type { LintFinding } from "../lint/lintRule";
import { CONTAINER_LISTS, containersOf } from "./additions";
import type { Applied, AppliedPlan, PodAtHand } from "./applyPlan";
import type { BoundTemplate } from "./compiledTemplate";
import type { SkippedOutcome } from "./decision";
import type { PodBefore } from "./podBefore";

export interface Supported {
  readonly applied: Applied;
  /** The templates that were left out, because with them the pod would never run. */
  readonly unsupported: readonly SkippedOutcome[];
}

/**
 * Applies the templates, without those with which this pod would never run on Fargate: of several that are too much
 * together, the first ones stay. What an earlier call has applied stays too.
 */
export function applySupported(templates: readonly BoundTemplate[], { before }: PodAtHand, apply: Apply): Supported {
  const whole = apply(templates);
  if ("fault" in whole || whole.size === undefined) return { applied: whole, unsupported: [] };
  const unsupported: SkippedOutcome[] = [];
  let remaining = isTooLarge(whole) ? withoutTooLarge(templates, before, apply, unsupported) : templates;
  for (;;) {
    const applied = remaining === templates ? whole : apply(remaining);
    const found = "fault" in applied ? undefined : firstAboveSize(applied, remaining, before);
    if (found === undefined) return { applied, unsupported };
    unsupported.push(found);
    remaining = remaining.filter(({ name }) => name !== found.template);
  }
}

type Apply = (templates: readonly BoundTemplate[]) => Applied;

/** Whether the pod outgrows the largest size by its templates, and not by itself. */
function isTooLarge({ size }: AppliedPlan): boolean {
  return size?.before !== undefined && size.after === undefined;
}

/** The templates without those, in their order, with which the pod outgrows the largest size. */
function withoutTooLarge(
  templates: readonly BoundTemplate[],
  { status }: PodBefore,
  apply: Apply,
  unsupported: SkippedOutcome[],
): readonly BoundTemplate[] {
  let small = templates.filter(({ name }) => status.has(name));
  for (const template of templates) {
    if (status.has(template.name)) continue;
    const more = templates.filter((each) => each === template || small.includes(each));
    const applied = apply(more);
    const [finding] = "fault" in applied ? [] : tooLarge(applied.request);
    if (finding === undefined || !neverRuns(finding.rule, template.lint)) small = more;
    else unsupported.push(leftOut(template, { ...finding, path: "", message: `the pod then ${finding.message}` }));
  }
  return small;
}

function leftOut({ name }: Pick<BoundTemplate, "name">, finding: LintFinding): SkippedOutcome {
  return { template: name, reason: "not-supported-on-fargate", detail: formatFinding(finding) };
}

/** The first template with a container whose limit is more than what the pod's size has, so that it does not start. */
function firstAboveSize(
  { additions, request, outcomes }: AppliedPlan,
  templates: readonly BoundTemplate[],
  { status }: PodBefore,
): SkippedOutcome | undefined {
  if (CONTAINER_LISTS.every((list) => highLimits(additions[list], list, request).length === 0)) return undefined;
  for (const template of templates) {
    const outcome = outcomes.find((each) => each.template === template.name);
    if (outcome?.reason !== "injected" || status.has(template.name)) continue;
    for (const container of containersOf(additions)) {
      if (!outcome.containers.includes(container.name)) continue;
      const [finding] = highLimits([container], "", request);
      if (finding === undefined || !neverRuns(finding.rule, template.lint)) continue;
      return leftOut(template, { ...finding, path: `${container.name}.resources.limits.cpu` });
    }
  }
  return undefined;
}
