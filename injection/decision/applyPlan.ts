import { applyPatch } from "fast-json-patch";
import { isJsonObject, type JsonObject } from "../json";
import { STATUS_ANNOTATION } from "../names";
import { ADDITION_LISTS } from "./additions";
import { findFault } from "./checkPod";
import type { CompiledTemplate } from "./compiledTemplate";
import { compose } from "./compose";
import type { TemplateOutcome } from "./decision";
import { buildPatch, shapeOf, type InjectionPatch } from "./jsonPatch";
import type { Plan } from "./plan";
import { contentsOf } from "./podContents";
import { graceSecondsOf } from "./podLimits";
import type { PodView } from "./readPod";
import { writeStatus } from "./statusAnnotation";

/** What became of the templates in one pod, or why the pod must stay as it is. */
export type Applied =
  | { readonly outcomes: readonly TemplateOutcome[]; readonly patch: InjectionPatch | undefined }
  | { readonly fault: string };

/** Puts the plan into the pod: as it is where the pod has nothing in its way, else template by template. */
export function applyPlan(plan: Plan, templates: readonly CompiledTemplate[], pod: JsonObject, view: PodView): Applied {
  if (isInTheWay(view, plan)) return applyBesideOthers(templates, pod, view);
  return { outcomes: plan.composition.outcomes, patch: plan.patchFor(shapeOf(view)) };
}

/** Tells whether the pod has something of the same name, limits what goes into it, or was injected before. */
function isInTheWay(view: PodView, plan: Plan): boolean {
  const takes = (names: ReadonlySet<string>, list: readonly JsonObject[] | undefined): boolean =>
    list?.some(({ name }) => typeof name === "string" && names.has(name)) ?? false;
  return (
    (view.annotations !== undefined && Object.hasOwn(view.annotations, STATUS_ANNOTATION)) ||
    takes(plan.containerNames, view.containers) ||
    takes(plan.containerNames, view.initContainers) ||
    takes(plan.containerNames, view.ephemeralContainers) ||
    takes(plan.volumeNames, view.volumes) ||
    takes(plan.pullSecretNames, view.imagePullSecrets) ||
    mayBeTooNarrow(view.spec, plan)
  );
}

function mayBeTooNarrow(spec: JsonObject, plan: Plan): boolean {
  return (
    isJsonObject(spec.os) ||
    isJsonObject(spec.resources) ||
    plan.takesHostPorts ||
    plan.longestSleepSeconds > graceSecondsOf(spec)
  );
}

/**
 * The API server refuses a pod whose patch does not apply or whose result is invalid, whatever the failure policy
 * says. So where the pod has something in the way the patch is tried out here first.
 */
function applyBesideOthers(templates: readonly CompiledTemplate[], pod: JsonObject, view: PodView): Applied {
  const { outcomes, additions, status } = compose(templates, contentsOf(view));
  const written = writeStatus(status);
  const changesNothing =
    ADDITION_LISTS.every((list) => additions[list].length === 0) &&
    (status.size === 0 || written === view.annotations?.[STATUS_ANNOTATION]);
  if (changesNothing) return { outcomes, patch: undefined };
  const patch = buildPatch(additions, written, shapeOf(view));
  const fault = faultAfter(patch, pod);
  return fault === undefined ? { outcomes, patch } : { fault };
}

function faultAfter(patch: InjectionPatch, pod: JsonObject): string | undefined {
  try {
    const operations = patch.operations.map(({ op, path, value }) => ({ op, path, value: structuredClone(value) }));
    const changed: unknown = applyPatch<unknown>(pod, operations, true, false).newDocument;
    return isJsonObject(changed) ? findFault(changed) : "the patch leaves no object";
  } catch (error) {
    return `the patch does not apply: ${error instanceof Error ? error.name : String(error)}`;
  }
}
