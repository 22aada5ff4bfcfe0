import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { remember } from "../remember";

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

/**
 * What a pod asks for, by Kubernetes' formula: all that run together, or what an init container needs beside the native
 * sidecars that have started before it, whichever is more, plus the overhead. What the pod asks for as a whole takes the
 * place of that sum. It is never less than by the formula of the EKS User Guide, which knows no native sidecars.
 * Sources: KEP-753, "Resources calculation for scheduling and pod admission"; KEP-2837; PodRequests in
 * k8s.io/component-helpers/resource.
 */
export function podRequest({ containers, initContainers, resources, overhead }: PodResources): PodRequest {
  const together = [0, 0, 0];
  const starting = [0, 0, 0];
  for (const container of initContainers) {
    const request = requestOf(container.resources);
    const isNative = container.restartPolicy === "Always";
    for (let index = 0; index < RESOURCES.length; index++) {
      const sum = (together[index] ?? 0) + (request[index] ?? 0);
      if (isNative) together[index] = sum;
      starting[index] = Math.max(starting[index] ?? 0, sum);
    }
  }
  for (const container of containers) {
    const request = requestOf(container.resources);
    for (let index = 0; index < RESOURCES.length; index++)
      together[index] = (together[index] ?? 0) + (request[index] ?? 0);
  }
  const [milliCpu = 0, memoryBytes = 0, ephemeralStorageBytes = 0] = RESOURCES.map((name, index) => {
    const summed = Math.max(together[index] ?? 0, starting[index] ?? 0);
    return wholeRequest(name, resources, summed) + amountOf(name, overhead?.[name]);
  });
  return { milliCpu, memoryBytes, ephemeralStorageBytes };
}

/** What one container asks for. */
export function containerRequest(container: JsonObject): PodRequest {
  const [milliCpu = 0, memoryBytes = 0, ephemeralStorageBytes = 0] = requestOf(container.resources);
  return { milliCpu, memoryBytes, ephemeralStorageBytes };
}

const RESOURCES = ["cpu", "memory", "ephemeral-storage"] as const;
type Resource = (typeof RESOURCES)[number];

const NOTHING: readonly number[] = [0, 0, 0];

/** What has only a limit asks for as much: so the API server completes it. */
function requestOf(resources: JsonValue | undefined): readonly number[] {
  if (!isJsonObject(resources)) return NOTHING;
  const { requests, limits } = resources;
  const requested = isJsonObject(requests) ? requests : undefined;
  const limited = isJsonObject(limits) ? limits : undefined;
  if (requested === undefined && limited === undefined) return NOTHING;
  return RESOURCES.map((name) => amountOf(name, requested?.[name] ?? limited?.[name]));
}

/** A pod as a whole asks for CPU and memory only; where it names a limit alone, for what its containers sum up to. */
function wholeRequest(name: Resource, resources: JsonObject | undefined, summed: number): number {
  if (resources === undefined || name === "ephemeral-storage") return summed;
  const { requests, limits } = resources;
  const requested = isJsonObject(requests) ? requests[name] : undefined;
  if (requested !== undefined && requested !== null) return amountOf(name, requested);
  const limited = isJsonObject(limits) ? limits[name] : undefined;
  return summed === 0 ? amountOf(name, limited) : summed;
}

/** Pods write the same few quantities over and over. A longer text than any quantity is not kept. */
const REMEMBERED_QUANTITIES = 2_000;
const LONGEST_REMEMBERED = 40;
const rememberedMilli = remember(REMEMBERED_QUANTITIES, readMilli);

/** What cannot be read counts as nothing: the API server refuses it. */
function readMilli(quantity: string): number {
  return Math.max(0, Number(parseQuantity(quantity) ?? 0n));
}

/** In thousandths of a CPU, or in bytes. */
function amountOf(name: Resource, quantity: JsonValue | undefined): number {
  if (typeof quantity !== "string" && typeof quantity !== "number") return 0;
  const text = String(quantity);
  const thousandths = text.length > LONGEST_REMEMBERED ? readMilli(text) : rememberedMilli(text);
  return name === "cpu" ? thousandths : Math.ceil(thousandths / 1000);
}
