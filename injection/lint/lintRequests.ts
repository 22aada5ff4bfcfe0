import { capacityFor } from "../fargate/capacity";
import type { PodRequest, PodResources } from "../fargate/podRequest";
import { shorten } from "../problem";
import { isJsonObject, type JsonObject } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { remember } from "../remember";
import type { LintFinding } from "./lintRule";

/**
 * Containers whose CPU limit is more than the whole pod asks for, or even than the size that it gets.
 *
 * @param request What the pod asks for with all of these containers.
 */
export function highLimits(
  { containers, initContainers }: Pick<PodResources, "containers" | "initContainers">,
  request: PodRequest,
): readonly LintFinding[] {
  const found: LintFinding[] = [];
  findHighLimits(containers, "spec.containers", request, found);
  findHighLimits(initContainers, "spec.initContainers", request, found);
  return found;
}

/** A pod for which Fargate has no size. `path` is where it, or the template that alone asks for so much, has its `spec`. */
export function tooLarge(request: PodRequest, path = "spec"): readonly LintFinding[] {
  if (capacityFor(request) !== undefined) return [];
  const message = `asks for ${describeRequest(request)}, which is more than Fargate's largest size has`;
  return [{ rule: "too-large", path, message }];
}

function findHighLimits(
  containers: readonly JsonObject[],
  list: string,
  request: PodRequest,
  found: LintFinding[],
): void {
  for (let index = 0; index < containers.length; index++) {
    const resources = containers[index]?.resources;
    if (!isJsonObject(resources) || !isJsonObject(resources.limits)) continue;
    const { cpu } = resources.limits;
    if (typeof cpu !== "string" && typeof cpu !== "number") continue;
    const limit = milliCpuOf(cpu);
    if (limit <= request.milliCpu) continue;
    const size = capacityFor(request)?.size;
    const isAboveSize = size !== undefined && limit > size.milliCpu;
    const than = isAboveSize
      ? `Fargate gives the whole pod ${size.milliCpu}m`
      : `the whole pod asks for ${request.milliCpu}m`;
    found.push({
      rule: isAboveSize ? "limit-above-size" : "limit-above-requests",
      path: `${list}[${index}].resources.limits.cpu`,
      message: `is ${shorten(String(cpu))}, but ${than}: the container ${isAboveSize ? "does" : "may"} not start`,
    });
  }
}

/** Pods write the same few quantities over and over; no quantity is longer than this. */
const REMEMBERED_QUANTITIES = 1_000;
const LONGEST_REMEMBERED = 40;
const remembered = remember(REMEMBERED_QUANTITIES, readMilli);

function milliCpuOf(quantity: string | number): number {
  const text = String(quantity);
  return text.length > LONGEST_REMEMBERED ? readMilli(text) : remembered(text);
}

function readMilli(quantity: string): number {
  return Number(parseQuantity(quantity) ?? 0n);
}

function describeRequest({ milliCpu, memoryBytes, ephemeralStorageBytes }: PodRequest): string {
  const gib = (bytes: number): string => `${Math.round((bytes / 2 ** 30) * 100) / 100} GiB`;
  const cpuAndMemory = `${milliCpu / 1000} CPU and ${gib(memoryBytes)} of memory`;
  return ephemeralStorageBytes === 0 ? cpuAndMemory : `${cpuAndMemory}, and ${gib(ephemeralStorageBytes)} of disk`;
}
