import { isJsonObject, objectIn, type JsonObject, type JsonValue } from "../json";
import { quantityInThousandths } from "../kubernetes/quantityInThousandths";

/** What a pod, or a container, asks for. */
export interface PodRequest {
  readonly milliCpu: number;
  readonly memoryBytes: number;
  readonly ephemeralStorageBytes: number;
}

/** The parts of a pod's `spec` that its request is worked out of. */
export interface PodResources {
  readonly containers: readonly JsonObject[];
  /** In the order in which they start. */
  readonly initContainers: readonly JsonObject[];
  /** `spec.resources`, for the pod as a whole. */
  readonly resources: JsonObject | undefined;
  /** `spec.overhead`, which a RuntimeClass brings. */
  readonly overhead: JsonObject | undefined;
}

/** The same of a `spec` with these of its containers. */
export function resourcesOf(
  { resources, overhead }: JsonObject,
  containers: readonly JsonObject[],
  initContainers: readonly JsonObject[],
): PodResources {
  return {
    containers,
    initContainers,
    resources: isJsonObject(resources) ? resources : undefined,
    overhead: isJsonObject(overhead) ? overhead : undefined,
  };
}

/**
 * What a pod asks for, by Kubernetes' formula: all that run together, or what an init container needs beside the native
 * sidecars that have started before it, whichever is more, plus the overhead. What the pod asks for as a whole takes the
 * place of that sum. The sum is never less than by the formula of the EKS User Guide, which knows no native sidecars.
 * Sources: KEP-753, "Resources calculation for scheduling and pod admission"; KEP-2837; PodRequests in
 * k8s.io/component-helpers/resource.
 */
export function podRequest(pod: PodResources): PodRequest {
  return inUnits((name) => {
    const requested = ofWholePod(name, pod) ?? 0;
    return requested + (thousandths(pod.overhead, name) ?? 0);
  });
}

/**
 * What a pod as a whole asks for, as the API server settles it before any sidecar comes: for a resource of which it names
 * a limit alone, what its own containers ask for, or else the limit. Sidecars then change nothing about it.
 */
export function settledResources(pod: PodResources): JsonObject | undefined {
  const { resources } = pod;
  if (resources === undefined) return undefined;
  const { milliCpu, memoryBytes } = inUnits((name) => ofWholePod(name, pod) ?? 0);
  const named = (name: Resource): boolean => thousandths(resources.limits, name) !== undefined;
  const settled = {
    ...(named("cpu") ? { cpu: `${milliCpu}m` } : {}),
    ...(named("memory") ? { memory: memoryBytes } : {}),
  };
  return { ...resources, requests: { ...settled, ...objectIn(resources.requests) } };
}

/** What one container asks for. */
export function containerRequest({ resources }: JsonObject): PodRequest {
  return inUnits((name) => ofContainer(resources, name) ?? 0);
}

type Resource = "cpu" | "memory" | "ephemeral-storage";

function inUnits(thousandthsOf: (name: Resource) => number): PodRequest {
  return {
    milliCpu: thousandthsOf("cpu"),
    memoryBytes: Math.ceil(thousandthsOf("memory") / 1000),
    ephemeralStorageBytes: Math.ceil(thousandthsOf("ephemeral-storage") / 1000),
  };
}

/**
 * A pod as a whole asks for CPU and memory only. Where it names a limit alone, the API server takes that for the request
 * if no container asks for any: defaultPodRequests in k8s.io/kubernetes, pkg/apis/core/v1.
 */
function ofWholePod(name: Resource, pod: PodResources): number | undefined {
  const { resources } = pod;
  if (resources === undefined || name === "ephemeral-storage") return ofAllContainers(name, pod);
  return thousandths(resources.requests, name) ?? ofAllContainers(name, pod) ?? thousandths(resources.limits, name);
}

/** Undefined where none of them asks for any. */
function ofAllContainers(name: Resource, { containers, initContainers }: PodResources): number | undefined {
  let isAsked = false;
  let together = 0;
  let starting = 0;
  for (const { resources, restartPolicy } of initContainers) {
    const requested = ofContainer(resources, name);
    if (requested === undefined) continue;
    isAsked = true;
    if (restartPolicy === "Always") together += requested;
    else starting = Math.max(starting, together + requested);
  }
  for (const { resources } of containers) {
    const requested = ofContainer(resources, name);
    if (requested === undefined) continue;
    isAsked = true;
    together += requested;
  }
  return isAsked ? Math.max(together, starting) : undefined;
}

/** What has only a limit asks for as much: so the API server completes it. */
function ofContainer(resources: JsonValue | undefined, name: Resource): number | undefined {
  if (!isJsonObject(resources)) return undefined;
  return thousandths(resources.requests, name) ?? thousandths(resources.limits, name);
}

/** Thousandths of a CPU or of a byte; undefined where the amounts do not name the resource. */
function thousandths(amounts: JsonValue | undefined, name: Resource): number | undefined {
  if (!isJsonObject(amounts)) return undefined;
  const quantity = amounts[name];
  if (typeof quantity !== "string" && typeof quantity !== "number") return undefined;
  return quantityInThousandths(quantity);
}
