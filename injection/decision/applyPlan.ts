import { applyPatch } from "fast-json-patch";
import { isJsonArray, isJsonObject, withoutKeys, type JsonObject, type JsonValue } from "../json";
import { exceedAnnotationLimit } from "../kubernetes/annotations";
import { STATUS_ANNOTATION } from "../names";
import { NO_POD_FIELDS, type Additions } from "./additions";
import { findFault } from "./checkPod";
import { commonOperations, shapeOf } from "./commonOperations";
import type { BoundTemplate } from "./compiledTemplate";
import { compose } from "./compose";
import type { TemplateOutcome } from "./decision";
import { toPatch, type AddOperation, type InjectionPatch } from "./jsonPatch";
import { personalOperations } from "./personalOperations";
import type { Plan } from "./plan";
import type { PodBefore } from "./podBefore";
import { contentsOf } from "./podContents";
import { graceSecondsOf, limitsItsContainers } from "./podLimits";
import type { PodView } from "./readPod";
import { writeStatus } from "./statusAnnotation";

/** What became of the templates in one pod, or why the pod must stay as it is. */
export type Applied =
  | { readonly outcomes: readonly TemplateOutcome[]; readonly patch: InjectionPatch | undefined }
  | { readonly fault: string };

/** A pod that is being decided upon: as it came, what of it was read, and as it was before any template. */
export interface PodAtHand {
  readonly raw: JsonObject;
  readonly view: PodView;
  readonly before: PodBefore;
}

/** Puts the plan into the pod: as it is where the pod has nothing in its way, else template by template. */
export function applyPlan(plan: Plan, templates: readonly BoundTemplate[], pod: PodAtHand): Applied {
  if (isInTheWay(pod, plan)) return applyBesideOthers(templates, pod);
  const { outcomes, additions } = plan.composition;
  const patch = plan.patchFor(shapeOf(pod.view));
  if (patch === undefined || !plan.isPersonal) return { outcomes, patch };
  const personal = personalOperations(additions, pod.view, pod.before.containers);
  if ("fault" in personal) return personal;
  return { outcomes, patch: personal.length === 0 ? patch : toPatch([...patch.operations, ...personal]) };
}

/**
 * What a pod to which all of the templates were applied before still has to get: its own containers, where another webhook
 * has added some in between. A template that has changed since then is not mixed with what is there.
 */
export function patchForNewContainers(
  templates: readonly BoundTemplate[],
  { raw, view, before }: PodAtHand,
): InjectionPatch | undefined {
  const unchanged = templates.filter(({ name, hash }) => before.status.get(name)?.hash === hash);
  const appContainers = unchanged.flatMap(({ additions }) => additions.appContainers);
  if (appContainers.length === 0) return undefined;
  const operations = personalOperations({ podFields: NO_POD_FIELDS, appContainers }, view, before.containers);
  if ("fault" in operations || operations.length === 0 || faultAfter(operations, raw) !== undefined) return undefined;
  return toPatch(operations);
}

/** Tells whether the pod has something of the same name, limits what goes into it, or was injected before. */
function isInTheWay({ view }: PodAtHand, plan: Plan): boolean {
  const takes = (names: ReadonlySet<string>, list: readonly JsonObject[] | undefined): boolean =>
    list?.some(({ name }) => typeof name === "string" && names.has(name)) ?? false;
  const { annotations = {}, labels } = view;
  return (
    Object.hasOwn(annotations, STATUS_ANNOTATION) ||
    plan.labelKeys.some((key) => Object.hasOwn(labels, key)) ||
    plan.annotationKeys.some((key) => Object.hasOwn(annotations, key)) ||
    takes(plan.containerNames, view.containers) ||
    takes(plan.containerNames, view.initContainers) ||
    takes(plan.containerNames, view.ephemeralContainers) ||
    takes(plan.volumeNames, view.volumes) ||
    takes(plan.pullSecretNames, view.imagePullSecrets) ||
    mayBeTooNarrow(view, plan)
  );
}

function mayBeTooNarrow(view: PodView, plan: Plan): boolean {
  return (
    limitsItsContainers(view) ||
    plan.takesHostPorts ||
    plan.composition.neededGraceSeconds > graceSecondsOf(view.spec) ||
    exceedAnnotationLimit(view.annotations ?? {}, plan.annotationBytes)
  );
}

/**
 * The API server refuses a pod whose patch does not apply or whose result is invalid, whatever the failure policy
 * says. So where the pod has something in the way the patch is tried out here first.
 */
function applyBesideOthers(templates: readonly BoundTemplate[], { raw, view, before }: PodAtHand): Applied {
  const { outcomes, additions, status } = compose(templates, contentsOf(view, before));
  const personal = personalOperations(additions, view, before.containers);
  if ("fault" in personal) return personal;
  const written = writeStatus(status);
  const { podFields } = additions;
  const missing: Additions = {
    ...additions,
    podFields: {
      ...podFields,
      labels: withoutKeys(podFields.labels, new Set(Object.keys(view.labels))),
      annotations: withoutKeys(podFields.annotations, new Set(Object.keys(view.annotations ?? {}))),
    },
  };
  const operations = [...commonOperations(missing, written, shapeOf(view)), ...personal];
  const isOnlyStatus = operations.length === 1;
  if (isOnlyStatus && (status.size === 0 || written === view.annotations?.[STATUS_ANNOTATION]))
    return { outcomes, patch: undefined };
  const fault = faultAfter(operations, raw);
  return fault === undefined ? { outcomes, patch: toPatch(operations) } : { fault };
}

function faultAfter(operations: readonly AddOperation[], pod: JsonObject): string | undefined {
  try {
    const copies = operations.map(({ op, path, value }) => ({ op, path, value: copyTo(1, value) }));
    const changed: unknown = applyPatch<unknown>(copyTo(DEPTH_OF_PATHS, pod), copies, true, true).newDocument;
    return isJsonObject(changed) ? findFault(changed) : "the patch leaves no object";
  } catch (error) {
    return `the patch does not apply: ${error instanceof Error ? error.name : String(error)}`;
  }
}

/** The deepest that a patch reaches: `/spec/containers/0/env/-`, `/spec/dnsConfig/options/-`. */
const DEPTH_OF_PATHS = 5;

/** A value that shares with the other one what is deeper in it: that much may be changed without the other noticing. */
function copyTo(depth: number, value: JsonValue): JsonValue {
  if (depth === 0) return value;
  if (isJsonArray(value)) return value.map((item) => copyTo(depth - 1, item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, inner === undefined ? inner : copyTo(depth - 1, inner)]),
  );
}
