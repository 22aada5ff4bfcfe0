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
export function applySupported(templates: readonly BoundTemplate[], { before }: PodAtHand, apply: Apply): Supported {
  const isNew = ({ name }: BoundTemplate): boolean => !before.status.has(name);
  const whole = apply(templates);
  if ("fault" in whole || whole.size === undefined) return { applied: whole, unsupported: [] };
  const { small, unsupported } = withoutTooLarge(whole, templates, isNew, apply);
  let remaining = small;
  for (;;) {
    const applied = remaining === templates ? whole : apply(remaining);
    const found = "fault" in applied ? undefined : firstAboveSize(applied, remaining.filter(isNew));
    if (found === undefined) return { applied, unsupported };
    unsupported.push(found);
    remaining = remaining.filter(({ name }) => name !== found.template);
  }
}

type Apply = (templates: readonly BoundTemplate[]) => Applied;

/** The templates without those with which the pod outgrows the largest size, where it does not do so by itself. */
function withoutTooLarge(
  { size }: AppliedPlan,
  templates: readonly BoundTemplate[],
  isNew: (template: BoundTemplate) => boolean,
  apply: Apply,
): { readonly small: readonly BoundTemplate[]; readonly unsupported: SkippedOutcome[] } {
  const unsupported: SkippedOutcome[] = [];
  if (size === undefined || size.before === undefined || size.after !== undefined)
    return { small: templates, unsupported };
  let small = templates.filter((template) => !isNew(template));
  for (const template of templates.filter(isNew)) {
    const more = templates.filter((each) => each === template || small.includes(each));
    const applied = apply(more);
    const [finding] = "fault" in applied ? [] : tooLarge(applied.request);
    if (finding === undefined || !neverRuns(finding.rule, template.lint)) small = more;
    else unsupported.push(leftOut(template, { ...finding, path: "", message: `the pod then ${finding.message}` }));
  }
  return { small, unsupported };
}

function leftOut({ name }: Pick<BoundTemplate, "name">, finding: LintFinding): SkippedOutcome {
  return { template: name, reason: "not-supported-on-fargate", detail: formatFinding(finding) };
}

/** The first template with a container whose limit is more than what the pod's size has, so that it does not start. */
function firstAboveSize(
  { additions, request, outcomes }: AppliedPlan,
  candidates: readonly BoundTemplate[],
): SkippedOutcome | undefined {
  const limits = highLimits({ containers: containersOf(additions), initContainers: [] }, request);
  if (limits.length === 0) return undefined;
  for (const template of candidates) {
    const outcome = outcomes.find((each) => each.template === template.name);
    if (outcome?.reason !== "injected") continue;
    for (const container of containersOf(additions)) {
      if (!outcome.containers.includes(container.name)) continue;
      const [finding] = highLimits({ containers: [container], initContainers: [] }, request);
      if (finding === undefined || !neverRuns(finding.rule, template.lint)) continue;
      return leftOut(template, { ...finding, path: `${container.name}.resources.limits.cpu` });
    }
  }
  return undefined;
}
