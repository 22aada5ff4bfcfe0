import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { hostPortsOf } from "../kubernetes/hostPorts";
import { parseQuantity } from "../kubernetes/quantity";
import type { PodView } from "./readPod";

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
  /** An annotation of old that names a seccomp or AppArmor profile, with which the fields have to agree. */
  readonly profileAnnotation: string | undefined;
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
  profileAnnotation: undefined,
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
    profileAnnotation: profileAnnotationOf(view),
    graceSeconds: graceSecondsOf(view.spec),
    hostPorts: new Set(containers.flatMap(hostPortsOf)),
    resources: isJsonObject(view.spec.resources) ? view.spec.resources : undefined,
    containers,
  };
}

const PROFILE_ANNOTATION =
  /^((container\.)?seccomp\.security\.alpha\.kubernetes\.io|container\.apparmor\.security\.beta\.kubernetes\.io)\//;

function profileAnnotationOf({ annotations = {} }: PodView): string | undefined {
  return Object.keys(annotations).find((key) => PROFILE_ANNOTATION.test(key));
}

/** Tells whether the pod says something about all of its containers, as few do. */
export function limitsItsContainers(view: PodView): boolean {
  const { spec } = view;
  return (
    isJsonObject(spec.os) ||
    isJsonObject(spec.resources) ||
    spec.hostPID === true ||
    spec.hostIPC === true ||
    profileAnnotationOf(view) !== undefined
  );
}

/** The API server writes the default into every pod; one that was written by hand may leave it out. */
export function graceSecondsOf(spec: JsonObject): number {
  return typeof spec.terminationGracePeriodSeconds === "number" ? spec.terminationGracePeriodSeconds : 30;
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

/** All containers are added up, init containers too: Kubernetes' own sum is never more. */
function findResourceExcess(
  containers: readonly JsonObject[],
  others: readonly JsonObject[],
  resources: JsonObject,
): string | undefined {
  for (const [name, whole] of Object.entries(quantities(resources.requests))) {
    const wanted = sum(containers.map((container) => requestOf(container, name)));
    if (wanted > 0 && wanted + sum(others.map((container) => requestOf(container, name))) > whole)
      return `the pod's own resources.requests.${name} leave no room for it`;
  }
  for (const [name, whole] of Object.entries(quantities(resources.limits)))
    if (containers.some((container) => (quantities(resourcesOf(container).limits)[name] ?? 0) > whole))
      return `its limit of ${name} is more than that of the whole pod`;
  return undefined;
}

/** A container that has only a limit requests as much. */
function requestOf(container: JsonObject, name: string): number {
  const { requests, limits } = resourcesOf(container);
  return quantities(requests)[name] ?? quantities(limits)[name] ?? 0;
}

function resourcesOf(container: JsonObject): JsonObject {
  return isJsonObject(container.resources) ? container.resources : {};
}

function quantities(list: JsonValue | undefined): Readonly<Record<string, number>> {
  if (!isJsonObject(list)) return {};
  return Object.fromEntries(
    Object.entries(list).flatMap(([name, value]) => {
      const quantity = typeof value === "string" || typeof value === "number" ? parseQuantity(value) : undefined;
      return quantity === undefined ? [] : [[name, quantity]];
    }),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
