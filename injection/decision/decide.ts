import { ownField, type JsonObject, type JsonValue } from "../json";
import {
  FARGATE_PROFILE_LABEL,
  FARGATE_SCHEDULER,
  INJECT_LABEL,
  MIRROR_POD_ANNOTATION,
  SKIP_ANNOTATION,
} from "../names";
import { REASONS_TO_WARN_OF, type PodReason } from "../reasons";
import { applyPlan } from "./applyPlan";
import type { CompiledConfiguration } from "./compileConfiguration";
import type { CompiledInvalidTemplate, CompiledTemplate } from "./compiledTemplate";
import type { Decision, SkippedOutcome, TemplateOutcome } from "./decision";
import { readPod, type PodView } from "./readPod";

/**
 * Decides what one new pod gets. Pure: the same pod, namespace and configuration give the same decision, and the pod
 * is neither changed nor serialised again, so that fields which this version does not know survive.
 */
export function decide(pod: JsonObject, namespace: string, configuration: CompiledConfiguration): Decision {
  const view = readPod(pod);
  if ("fault" in view) return leaveAlone("unsafe-result", [], [`the pod was left as it is: ${view.fault}`]);
  const profile = ownField(view.labels, FARGATE_PROFILE_LABEL);
  if (typeof profile !== "string" || profile === "" || !isForFargate(view)) return leaveAlone("not-fargate");
  const candidates = configuration.templatesFor(profile);
  const podReason = reasonToLeaveAlone(view);
  if (podReason !== undefined)
    return leaveAlone(
      podReason,
      candidates.map(({ name }) => ({ template: name, reason: podReason })),
    );

  const skipped = namesIn(view.annotations?.[SKIP_ANNOTATION]);
  const selected: CompiledTemplate[] = [];
  const passedOver: SkippedOutcome[] = [];
  for (const candidate of candidates) {
    const reason = reasonToPassOver(candidate, view, namespace, skipped);
    if (candidate.kind === "template" && reason === undefined) selected.push(candidate);
    else passedOver.push({ template: candidate.name, reason: reason ?? "invalid-template" });
  }
  if (selected.length === 0) return decision(passedOver, undefined);

  const applied = applyPlan(configuration.planFor(selected), selected, pod, view);
  if ("fault" in applied) {
    const outcomes = candidates.map(
      ({ name }) => ({ template: name, reason: "unsafe-result", detail: applied.fault }) as const,
    );
    return leaveAlone("unsafe-result", outcomes, [`the pod was left as it is: ${applied.fault}`]);
  }
  return decision(inOrder(candidates, applied.outcomes, passedOver), applied.patch);
}

/** A pod that the API server sends always has a scheduler; one that was written by hand may leave it out. */
function isForFargate({ spec }: PodView): boolean {
  return (spec.schedulerName ?? FARGATE_SCHEDULER) === FARGATE_SCHEDULER;
}

function reasonToLeaveAlone({ labels, annotations, spec }: PodView): PodReason | undefined {
  if (annotations !== undefined && ownField(annotations, MIRROR_POD_ANNOTATION) !== undefined) return "mirror-pod";
  if (ownField(labels, INJECT_LABEL) === "false") return "opted-out";
  if (spec.hostNetwork === true) return "host-network";
  return undefined;
}

function reasonToPassOver(
  candidate: CompiledTemplate | CompiledInvalidTemplate,
  { labels }: PodView,
  namespace: string,
  skipped: readonly string[],
): SkippedOutcome["reason"] | undefined {
  if (skipped.includes(candidate.name)) return "skipped-by-annotation";
  if (candidate.kind === "invalid") return "invalid-template";
  if (!candidate.matchesNamespace(namespace)) return "namespace-mismatch";
  if (!candidate.matchesLabels(labels)) return "selector-mismatch";
  return undefined;
}

/** The names in an annotation that lists them, separated by commas. */
function namesIn(annotation: JsonValue | undefined): readonly string[] {
  return typeof annotation === "string" ? annotation.split(",").map((name) => name.trim()) : [];
}

function inOrder(
  candidates: readonly { readonly name: string }[],
  applied: readonly TemplateOutcome[],
  passedOver: readonly TemplateOutcome[],
): readonly TemplateOutcome[] {
  if (passedOver.length === 0) return applied;
  const byName = new Map([...applied, ...passedOver].map((outcome) => [outcome.template, outcome]));
  return candidates.flatMap(({ name }) => byName.get(name) ?? []);
}

function decision(templates: readonly TemplateOutcome[], patch: Decision["patch"]): Decision {
  return { podReason: undefined, templates, patch, warnings: warningsOf(templates) };
}

function leaveAlone(
  podReason: PodReason,
  templates: readonly TemplateOutcome[] = [],
  warnings: readonly string[] = [],
): Decision {
  return { podReason, templates, patch: undefined, warnings };
}

function warningsOf(outcomes: readonly TemplateOutcome[]): readonly string[] {
  return outcomes.flatMap((outcome) =>
    REASONS_TO_WARN_OF.has(outcome.reason)
      ? [`template "${outcome.template}" was not applied: ${explain(outcome)}`]
      : [],
  );
}

function explain(outcome: TemplateOutcome): string {
  const detail = "detail" in outcome ? outcome.detail : undefined;
  return detail === undefined ? outcome.reason : `${outcome.reason}, ${detail}`;
}
