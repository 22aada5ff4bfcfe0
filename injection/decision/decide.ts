import { exceedAnnotationLimit } from "../kubernetes/annotations";
import { podRequest } from "../fargate/podRequest";
import { ownField, type JsonObject } from "../json";
import { heard } from "../lint/levels";
import { lintPod } from "../lint/lintPod";
import type { LintFinding } from "../lint/lintRule";
import { FARGATE_PROFILE_LABEL, FARGATE_SCHEDULER, INJECT_LABEL, MIRROR_POD_ANNOTATION } from "../names";
import type { PodReason } from "../reasons";
import { applyAgain } from "./applyAgain";
import { applyPlan, type AppliedPlan, type PodAtHand } from "./applyPlan";
import { applySupported } from "./applySupported";
import type { Candidate, CompiledConfiguration } from "./compileConfiguration";
import type { BoundTemplate } from "./compiledTemplate";
import { injectedBefore } from "./compose";
import type { Decision, InjectedOutcome, TemplateOutcome } from "./decision";
import { podBefore } from "./podBefore";
import { findingsOf } from "./podFindings";
import { readPod, type PodView } from "../kubernetes/readPod";
import { selectTemplates, unknownTemplates, type Selection } from "./selectTemplates";
import { resourcesBefore } from "./sizeChange";
import type { InjectionStatus } from "./statusAnnotation";
import { sizeWarnings } from "./sizeText";
import { findingWarnings, warningsOf } from "./warnings";

/** Why the webhook is asked: about a pod on Fargate, or about one in a namespace of the mesh, wherever it runs. */
export type Entry = "fargate" | "appmesh";

/**
 * Decides what one new pod gets. Pure: the same pod, namespace and configuration give the same decision, and the pod
 * is neither changed nor serialised again, so that fields which this version does not know survive.
 */
export function decide(
  raw: JsonObject,
  namespace: string,
  configuration: CompiledConfiguration,
  entry: Entry = "fargate",
): Decision {
  const view = readPod(raw);
  if ("fault" in view) return leaveAlone("unsafe-result", [], [], [`the pod was left as it is: ${view.fault}`]);
  const fargateProfile = fargateProfileOf(view);
  if (entry === "fargate" && fargateProfile === undefined) return leaveAlone("not-fargate");
  const candidates =
    entry === "appmesh" ? configuration.appMeshTemplates : configuration.templatesFor(fargateProfile ?? "");
  const podReason = reasonToLeaveAlone(view);
  if (podReason !== undefined) {
    const outcomes = candidates.map(({ name }) => ({ template: name, reason: podReason }));
    const isWrong = podReason === "host-network" && fargateProfile !== undefined;
    return leaveAlone(podReason, outcomes, isWrong ? heard(lintPod(view), configuration.lint) : []);
  }

  if (exceedAnnotationLimit(view.annotations ?? {}))
    return leaveAlone(
      "unsafe-result",
      [],
      [],
      ["the pod was left as it is: it has more annotations than a pod may have"],
    );
  const before = podBefore(view, { namespace, fargateProfile: fargateProfile ?? "" });
  const { selected, passedOver } = selectTemplates(candidates, before);
  const resources = resourcesBefore(before);
  const pod = { raw, view, before, resources, request: podRequest(resources) };
  const again = outcomesBefore(selected, before.status);
  if (again !== undefined) {
    const applied = applyAgain(selected, again, pod, configuration.prices);
    return conclude(pod, applied, { candidates, selected, passedOver }, configuration);
  }

  const { applied, unsupported } = applySupported(selected, pod, (templates) =>
    applyPlan(configuration.planFor(templates), templates, pod, configuration.prices),
  );
  if (!("fault" in applied)) {
    const all = { candidates, selected, passedOver: [...passedOver, ...unsupported] };
    return conclude(pod, applied, all, configuration);
  }
  const unsafe = selected.map(
    ({ name }) => ({ template: name, reason: "unsafe-result", detail: applied.fault }) as const,
  );
  const outcomes = inOrder(candidates, unsafe, passedOver);
  return leaveAlone("unsafe-result", outcomes, [], [`the pod was left as it is: ${applied.fault}`]);
}

function conclude(
  pod: PodAtHand,
  applied: AppliedPlan,
  { candidates, selected, passedOver }: Selection & { readonly candidates: readonly Candidate[] },
  configuration: CompiledConfiguration,
): Decision {
  const { outcomes, patch, size, withContainers } = applied;
  const { status, unprovenStatus } = pod.before;
  const isFirst = status.size === 0 && unprovenStatus.size === 0;
  const appliedBefore = isFirst ? "nothing" : selected.every(({ name }) => status.has(name)) ? "all" : "some";
  const templates = inOrder(candidates, outcomes, passedOver);
  const findings = size === undefined ? [] : heard(findingsOf(pod, applied, selected), configuration.lint);
  const warnings = [
    ...unknownTemplates(pod.before, configuration),
    ...templates.flatMap((outcome) => warningsOf(outcome, configuration.features)),
    ...sizeWarnings(size, withContainers),
    ...findingWarnings(findings),
  ];
  return { podReason: undefined, templates, patch, appliedBefore, size, findings, warnings };
}

/** What became of the templates where an earlier call has applied all of them; the API server asks twice for most pods. */
function outcomesBefore(
  selected: readonly BoundTemplate[],
  status: InjectionStatus,
): readonly InjectedOutcome[] | undefined {
  const outcomes = selected.flatMap(({ name }) => {
    const applied = status.get(name);
    return applied === undefined ? [] : [injectedBefore(name, applied.containers)];
  });
  return outcomes.length === selected.length ? outcomes : undefined;
}

/**
 * The profile of a pod that EKS has given to Fargate. A pod that the API server sends always has a scheduler; one that
 * was written by hand may leave it out.
 */
function fargateProfileOf({ labels, spec }: PodView): string | undefined {
  const profile = ownField(labels, FARGATE_PROFILE_LABEL);
  const isForFargate = (spec.schedulerName ?? FARGATE_SCHEDULER) === FARGATE_SCHEDULER;
  return typeof profile === "string" && profile !== "" && isForFargate ? profile : undefined;
}

function reasonToLeaveAlone({ labels, annotations, spec }: PodView): PodReason | undefined {
  if (annotations !== undefined && ownField(annotations, MIRROR_POD_ANNOTATION) !== undefined) return "mirror-pod";
  if (ownField(labels, INJECT_LABEL) === "false") return "opted-out";
  if (spec.hostNetwork === true) return "host-network";
  return undefined;
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

function leaveAlone(
  podReason: PodReason,
  templates: readonly TemplateOutcome[] = [],
  findings: readonly LintFinding[] = [],
  warnings: readonly string[] = [],
): Decision {
  const all = [...warnings, ...findingWarnings(findings)];
  return { podReason, templates, patch: undefined, appliedBefore: "nothing", size: undefined, findings, warnings: all };
}
