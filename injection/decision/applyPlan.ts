import { applyPatch } from "fast-json-patch";
import type { FargatePrices } from "../fargate/fargatePrices";
import { fitSidecars, withRequest } from "../fargate/fitSidecars";
import { podRequest, type PodRequest, type PodResources } from "../fargate/podRequest";
import { isJsonArray, isJsonObject, withoutKeys, type JsonObject, type JsonValue, type NamedObject } from "../json";
import { exceedAnnotationLimit } from "../kubernetes/annotations";
import { STATUS_ANNOTATION } from "../names";
import type { Additions } from "./additions";
import { findFault } from "./checkPod";
import { commonOperations, shapeOf, statusOperations } from "./commonOperations";
import type { BoundTemplate } from "./compiledTemplate";
import { compose, type Composition } from "./compose";
import type { SizeChange, TemplateOutcome } from "./decision";
import { joinPatch, patchEnd, patchStart, toPatch, type AddOperation, type InjectionPatch } from "./jsonPatch";
import { personalOperations } from "./personalOperations";
import type { Plan } from "./plan";
import type { PodBefore } from "./podBefore";
import { contentsOf } from "./podContents";
import { graceSecondsOf, limitsItsContainers } from "./podLimits";
import type { PodView } from "../kubernetes/readPod";
import { resourcesAfter, sizeChange, writtenSize } from "./sizeChange";
import { writeStatus } from "./statusAnnotation";

/** What becomes of a pod that gets the templates, or why it must stay as it is. */
export type Applied = AppliedPlan | { readonly fault: string };

export interface AppliedPlan {
  readonly outcomes: readonly TemplateOutcome[];
  /** What the pod gets, fitted into its size where templates ask for that. */
  readonly additions: Additions;
  /** What the pod then asks for in all. */
  readonly request: PodRequest;
  /** Undefined off Fargate. */
  readonly size: SizeChange | undefined;
  /** The templates whose containers the pod then has, by this call or an earlier one, by name. */
  readonly withContainers: readonly string[];
  /** Whether sidecars were to be fitted into the pod's size, be it that they had to be lowered or not. */
  readonly isFitted: boolean;
  readonly patch: InjectionPatch | undefined;
}

/** A pod that is being decided upon: as it came, what of it was read, and as it was before any template. */
export interface PodAtHand {
  readonly raw: JsonObject;
  readonly view: PodView;
  readonly before: PodBefore;
  /** What its size is worked out of, without what templates have added, and what that comes to. */
  readonly resources: PodResources;
  readonly request: PodRequest;
}

/** Puts the plan into the pod: as it is where the pod has nothing in its way, else template by template. */
export function applyPlan(
  plan: Plan,
  templates: readonly BoundTemplate[],
  pod: PodAtHand,
  prices: FargatePrices | undefined,
): Applied {
  const { view, before } = pod;
  const hasRoom = !isInTheWay(pod, plan);
  const composition = hasRoom ? plan.composition : compose(templates, contentsOf(view, before));
  const fitted = before.fargateProfile === "" ? undefined : fit(composition, pod);
  const additions = fitted ?? composition.additions;
  const request = podRequest(resourcesAfter(view, pod.resources, additions));
  const size = before.fargateProfile === "" ? undefined : sizeChange(pod.request, request, prices);
  const isFitted = composition.lowerable.size > 0;
  const { outcomes, withContainers } = composition;
  const result = { outcomes, additions, request, size, withContainers, isFitted };
  const written = size === undefined ? before.writtenSize : writtenSize(size);
  if (!hasRoom) {
    const status = writeStatus(composition.status, written);
    const patch = patchBesideOthers(additions, composition.status.size > 0, status, pod);
    return patch !== undefined && "fault" in patch ? patch : { ...result, patch };
  }
  if (composition.status.size === 0) return { ...result, patch: undefined };
  const personal = plan.isPersonal ? personalOperations(additions, view, before.containers) : [];
  if ("fault" in personal) return personal;
  const shape = shapeOf(view);
  const start = fitted === undefined ? plan.patchStart(shape) : patchStart(commonOperations(fitted, shape));
  const end = plan.patchEnd(shape, written);
  return {
    ...result,
    patch: joinPatch(start, personal.length === 0 ? end : patchEnd([...end.operations, ...personal])),
  };
}

/** The additions with sidecars that ask for less, so that the pod keeps its size; undefined where nothing changes. */
function fit({ additions, lowerable }: Composition, { view, resources }: PodAtHand): Additions | undefined {
  if (lowerable.size === 0) return undefined;
  const requests = fitSidecars(resourcesAfter(view, resources, additions), lowerable);
  if (requests === undefined) return undefined;
  const lower = (container: NamedObject): NamedObject => {
    const request = requests.get(container.name);
    return request === undefined ? container : withRequest(container, request);
  };
  return {
    ...additions,
    firstInitContainers: additions.firstInitContainers.map(lower),
    initContainers: additions.initContainers.map(lower),
    containers: additions.containers.map(lower),
  };
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
function patchBesideOthers(
  additions: Additions,
  isApplied: boolean,
  status: string,
  { raw, view, before }: PodAtHand,
): InjectionPatch | { readonly fault: string } | undefined {
  const personal = personalOperations(additions, view, before.containers);
  if ("fault" in personal) return personal;
  const { podFields } = additions;
  const missing: Additions = {
    ...additions,
    podFields: {
      ...podFields,
      labels: withoutKeys(podFields.labels, new Set(Object.keys(view.labels))),
      annotations: withoutKeys(podFields.annotations, new Set(Object.keys(view.annotations ?? {}))),
    },
  };
  const shape = shapeOf(view);
  const common = commonOperations(missing, shape);
  const isWritten = !isApplied || status === view.annotations?.[STATUS_ANNOTATION];
  if (common.length === 0 && personal.length === 0 && isWritten) return undefined;
  const operations = [...common, ...statusOperations(status, missing, shape), ...personal];
  const fault = faultAfter(operations, raw);
  return fault === undefined ? toPatch(operations) : { fault };
}

/** What would make the API server refuse the pod after these operations, if anything. */
export function faultAfter(operations: readonly AddOperation[], pod: JsonObject): string | undefined {
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
