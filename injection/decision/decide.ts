import { ownField, type JsonObject } from "../json";
import { FARGATE_PROFILE_LABEL, FARGATE_SCHEDULER, INJECT_LABEL, MIRROR_POD_ANNOTATION } from "../names";
import { exceedAnnotationLimit } from "../kubernetes/annotations";
import type { PodReason } from "../reasons";
import { applyPlan, patchForNewContainers } from "./applyPlan";
import type { ClusterFeatures } from "./clusterFeatures";
import type { CompiledConfiguration } from "./compileConfiguration";
import type { BoundTemplate } from "./compiledTemplate";
import { injectedBefore } from "./compose";
import type { Decision, TemplateOutcome } from "./decision";
import { podBefore } from "./podBefore";
import { readPod, type PodView } from "./readPod";
import { selectTemplates, unknownTemplates } from "./selectTemplates";
import type { InjectionStatus } from "./statusAnnotation";
import { warningsOf } from "./warnings";

/** Why the webhook is asked: about a pod on Fargate, or about one in a namespace of the mesh, wherever it runs. */
export type Entry = "fargate" | "appmesh";

/**
 * Decides what one new pod gets. Pure: the same pod, namespace and configuration give the same decision, and the pod
 * is neither changed nor serialised again, so that fields which this version does not know survive.
 */
export function decide(
  pod: JsonObject,
  namespace: string,
  configuration: CompiledConfiguration,
  entry: Entry = "fargate",
): Decision {
  const view = readPod(pod);
  if ("fault" in view) return leaveAlone("unsafe-result", [], [`the pod was left as it is: ${view.fault}`]);
  const fargateProfile = fargateProfileOf(view);
  if (entry === "fargate" && fargateProfile === undefined) return leaveAlone("not-fargate");
  const candidates =
    entry === "appmesh" ? configuration.appMeshTemplates : configuration.templatesFor(fargateProfile ?? "");
  const podReason = reasonToLeaveAlone(view);
  if (podReason !== undefined)
    return leaveAlone(
      podReason,
      candidates.map(({ name }) => ({ template: name, reason: podReason })),
    );

  if (exceedAnnotationLimit(view.annotations ?? {}))
    return leaveAlone("unsafe-result", [], ["the pod was left as it is: it has more annotations than a pod may have"]);
  const before = podBefore(view, { namespace, fargateProfile: fargateProfile ?? "" });
  const { selected, passedOver } = selectTemplates(candidates, before);
  const warnings = unknownTemplates(before, configuration);
  const podAtHand = { raw: pod, view, before };
  const repeated = outcomesBefore(selected, before.status);
  if (repeated !== undefined) {
    const patch = patchForNewContainers(selected, podAtHand);
    return decision(inOrder(candidates, repeated, passedOver), patch, warnings, configuration.features);
  }

  const applied = applyPlan(configuration.planFor(selected), selected, podAtHand);
  if ("fault" in applied) {
    const unsafe = selected.map(
      ({ name }) => ({ template: name, reason: "unsafe-result", detail: applied.fault }) as const,
    );
    const outcomes = inOrder(candidates, unsafe, passedOver);
    return leaveAlone("unsafe-result", outcomes, [`the pod was left as it is: ${applied.fault}`]);
  }
  return decision(inOrder(candidates, applied.outcomes, passedOver), applied.patch, warnings, configuration.features);
}

/** What became of the templates where an earlier call has applied all of them; the API server asks twice for most pods. */
function outcomesBefore(
  selected: readonly BoundTemplate[],
  status: InjectionStatus,
): readonly TemplateOutcome[] | undefined {
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

function decision(
  templates: readonly TemplateOutcome[],
  patch: Decision["patch"],
  warnings: readonly string[],
  features: ClusterFeatures,
): Decision {
  const ofTemplates = templates.flatMap((outcome) => warningsOf(outcome, features));
  return {
    podReason: undefined,
    templates,
    patch,
    size: undefined,
    findings: [],
    warnings: [...warnings, ...ofTemplates],
  };
}

function leaveAlone(
  podReason: PodReason,
  templates: readonly TemplateOutcome[] = [],
  warnings: readonly string[] = [],
): Decision {
  return { podReason, templates, patch: undefined, size: undefined, findings: [], warnings };
}
