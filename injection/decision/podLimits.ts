import { isJsonObject, objectIn, type JsonObject, type JsonValue } from "../json";
import { hostPortsOf } from "../kubernetes/hostPorts";
import { parseQuantity } from "../kubernetes/quantity";
import type { PodView } from "../kubernetes/readPod";

/**
 * What a pod as a whole demands of each container in it: the API server refuses a pod whose containers exceed it.
 * Source: k8s.io/kubernetes, pkg/apis/core/validation.
 */
export interface PodLimits {
  readonly isForWindows: boolean;
  /** Then its containers cannot share their processes with each other alone (validatePodSpecSecurityContext). */
  readonly sharesHostProcesses: boolean;
  /** Then it cannot have a sysctl of its own inter-process communication (validateHostIPC). */
  readonly sharesHostIpc: boolean;
  /** An annotation of old that names a profile, with which the field has to agree. */
  readonly profileAnnotations: Readonly<Record<"seccompProfile" | "appArmorProfile", string | undefined>>;
  /** What the pod says itself, so that no template sets it. */
  readonly isGiven: { readonly shareProcessNamespace: boolean; readonly securityContext: ReadonlySet<string> };
  /** No `sleep` before the end of a container may be longer (validateSleepAction). */
  readonly graceSeconds: number;
  /** Ports of the host that containers of the pod take. */
  readonly hostPorts: ReadonlySet<string>;
  /** The pod's own `resources`, which its containers share (validatePodResourceConsistency). */
  readonly resources: JsonObject | undefined;
  /** The containers that the pod has. */
  readonly containers: readonly JsonObject[];
}

/** The limits of a pod that says nothing about its containers. */
export const NO_LIMITS: PodLimits = {
  isForWindows: false,
  sharesHostProcesses: false,
  sharesHostIpc: false,
  profileAnnotations: { seccompProfile: undefined, appArmorProfile: undefined },
  isGiven: { shareProcessNamespace: false, securityContext: new Set() },
  graceSeconds: Infinity,
  hostPorts: new Set(),
  resources: undefined,
  containers: [],
};

export function limitsOf(view: PodView): PodLimits {
  const containers = [...view.containers, ...(view.initContainers ?? [])];
  return {
    isForWindows: isJsonObject(view.spec.os) && view.spec.os.name === "windows",
    sharesHostProcesses: view.spec.hostPID === true,
    sharesHostIpc: view.spec.hostIPC === true,
    profileAnnotations: {
      seccompProfile: annotationLike(SECCOMP_ANNOTATION, view),
      appArmorProfile: annotationLike(APP_ARMOR_ANNOTATION, view),
    },
    isGiven: {
      shareProcessNamespace: (view.spec.shareProcessNamespace ?? null) !== null,
      securityContext: new Set(
        Object.entries(view.securityContext ?? {}).flatMap(([field, value]) =>
          (value ?? null) === null ? [] : [field],
        ),
      ),
    },
    graceSeconds: graceSecondsOf(view.spec),
    hostPorts: new Set(containers.flatMap(hostPortsOf)),
    resources: isJsonObject(view.spec.resources) ? view.spec.resources : undefined,
    containers,
  };
}

const SECCOMP_ANNOTATION = /^(container\.)?seccomp\.security\.alpha\.kubernetes\.io\//;
const APP_ARMOR_ANNOTATION = /^container\.apparmor\.security\.beta\.kubernetes\.io\//;

function annotationLike(pattern: RegExp, { annotations = {} }: PodView): string | undefined {
  return Object.keys(annotations).find((key) => pattern.test(key));
}

/** Tells whether the pod says something about all of its containers, as few do. */
export function limitsItsContainers(view: PodView): boolean {
  const { spec } = view;
  return (
    isJsonObject(spec.os) ||
    isJsonObject(spec.resources) ||
    spec.hostPID === true ||
    spec.hostIPC === true ||
    annotationLike(SECCOMP_ANNOTATION, view) !== undefined ||
    annotationLike(APP_ARMOR_ANNOTATION, view) !== undefined
  );
}

/**
 * The API server writes the default into every pod, and 1 for a negative number; a pod that was written by hand may have
 * neither. Sources: SetDefaults_PodSpec and Convert_v1_Pod_To_core_Pod in k8s.io/kubernetes, pkg/apis/core/v1.
 */
export function graceSecondsOf({ terminationGracePeriodSeconds: seconds }: JsonObject): number {
  if (typeof seconds !== "number") return 30;
  return seconds < 0 ? 1 : seconds;
}

/** The longest `sleep` in a lifecycle hook of the containers, or 0. */
export function longestSleepSeconds(containers: readonly JsonObject[]): number {
  const hooks = containers.flatMap(({ lifecycle }) => (isJsonObject(lifecycle) ? Object.values(lifecycle) : []));
  const seconds = hooks.map((hook) => (isJsonObject(hook) && isJsonObject(hook.sleep) ? hook.sleep.seconds : 0));
  return Math.max(0, ...seconds.filter((value) => typeof value === "number"));
}

/** What of the limits the containers would exceed in a pod that gets the earlier ones too, in words. */
export function findExcess(
  containers: readonly JsonObject[],
  earlier: readonly JsonObject[],
  limits: PodLimits,
): string | undefined {
  if (limits.isForWindows) return "the pod is for Windows";
  const sleep = longestSleepSeconds(containers);
  if (sleep > limits.graceSeconds)
    return `it sleeps ${sleep} s before it stops, and the pod's terminationGracePeriodSeconds is ${limits.graceSeconds}`;
  const taken = new Set([...limits.hostPorts, ...earlier.flatMap(hostPortsOf)]);
  const port = containers.flatMap(hostPortsOf).find((hostPort) => taken.has(hostPort));
  if (port !== undefined) return `another container takes the host's port ${port}`;
  if (limits.resources === undefined) return undefined;
  return findResourceExcess(containers, [...limits.containers, ...earlier], limits.resources);
}

/**
 * All containers are added up, init containers too: Kubernetes' own sum is never more. What cannot be compared, such as
 * a quantity of a pod with more digits than are read here, may be too much.
 */
function findResourceExcess(
  containers: readonly JsonObject[],
  others: readonly JsonObject[],
  resources: JsonObject,
): string | undefined {
  for (const [name, whole] of quantities(resources.requests)) {
    const wanted = sum(containers.map((container) => requestOf(container, name)));
    const total = sum([wanted, ...others.map((container) => requestOf(container, name))]);
    if (wanted !== 0n && !isAtMost(total, whole))
      return `the pod's own resources.requests.${name} leave no room for it`;
  }
  for (const [name, whole] of quantities(resources.limits))
    if (containers.some((container) => !isAtMost(quantities(resourcesOf(container).limits).get(name) ?? 0n, whole)))
      return `its limit of ${name} is more than that of the whole pod`;
  return undefined;
}

/** A container that has only a limit requests as much. */
function requestOf(container: JsonObject, name: string): Quantity {
  const { requests, limits } = resourcesOf(container);
  return quantities(requests).get(name) ?? quantities(limits).get(name) ?? 0n;
}

function resourcesOf(container: JsonObject): JsonObject {
  return objectIn(container.resources);
}

/** In thousandths, or what cannot be read. */
type Quantity = bigint | "unknown";

function quantities(list: JsonValue | undefined): ReadonlyMap<string, Quantity> {
  return new Map(Object.entries(objectIn(list)).map(([name, value]) => [name, read(value ?? null)]));
}

/** Kubernetes reads null as zero here. */
function read(value: JsonValue): Quantity {
  if (value === null) return 0n;
  return (typeof value === "string" || typeof value === "number" ? parseQuantity(value) : undefined) ?? "unknown";
}

function sum(all: readonly Quantity[]): Quantity {
  return all.reduce<Quantity>((a, b) => (a === "unknown" || b === "unknown" ? "unknown" : a + b), 0n);
}

function isAtMost(quantity: Quantity, greatest: Quantity): boolean {
  return quantity === 0n || (quantity !== "unknown" && greatest !== "unknown" && quantity <= greatest);
}
