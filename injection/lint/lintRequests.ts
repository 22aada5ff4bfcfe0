import { capacityFor, FARGATE_OVERHEAD_MIB, LARGEST_STORAGE_GIB } from "../fargate/capacity";
import { FARGATE_SIZES } from "../fargate/fargateSize";
import type { PodRequest } from "../fargate/podRequest";
import { shorten } from "../problem";
import { isJsonObject, type JsonObject } from "../json";
import { quantityInThousandths } from "../kubernetes/quantityInThousandths";
import type { LintFinding } from "./lintRule";

/**
 * Containers whose CPU limit is more than the whole pod asks for, or even than the size that it gets.
 *
 * @param list Where they are: `spec.containers`.
 * @param request What the pod asks for with all of its containers.
 */
export function highLimits(
  containers: readonly JsonObject[],
  list: string,
  request: PodRequest,
): readonly LintFinding[] {
  let found: LintFinding[] | undefined;
  for (let index = 0; index < containers.length; index++) {
    const resources = containers[index]?.resources;
    if (!isJsonObject(resources) || !isJsonObject(resources.limits)) continue;
    const { cpu } = resources.limits;
    if (typeof cpu !== "string" && typeof cpu !== "number") continue;
    const limit = quantityInThousandths(cpu);
    if (limit <= request.milliCpu) continue;
    const size = capacityFor(request)?.size;
    const isAboveSize = size !== undefined && limit > size.milliCpu;
    const than = isAboveSize
      ? `Fargate gives the whole pod ${size.milliCpu}m`
      : `the whole pod asks for ${request.milliCpu}m`;
    found ??= [];
    found.push({
      rule: isAboveSize ? "limit-above-size" : "limit-above-requests",
      path: `${list}[${index}].resources.limits.cpu`,
      message: `is ${shorten(String(cpu))}, but ${than}: the container ${isAboveSize ? "does" : "may"} not start`,
    });
  }
  return found ?? NOTHING;
}

const NOTHING: readonly LintFinding[] = [];

/** A pod for which Fargate has no size. `path` is where it, or the template that alone asks for so much, has its `spec`. */
export function tooLarge(request: PodRequest, path = "spec"): readonly LintFinding[] {
  if (capacityFor(request) !== undefined) return [];
  const message = `asks for ${describeExcess(request)}, more than Fargate's largest size has`;
  return [{ rule: "too-large", path, message }];
}

/** What of the request is more than any size has. What Fargate takes for itself is not in the bound. */
function describeExcess({ milliCpu, memoryBytes, ephemeralStorageBytes }: PodRequest): string {
  const thousandths = [
    { asked: milliCpu, most: MOST_MILLI_CPU, unit: "CPU" },
    { asked: (memoryBytes / GIB) * 1000, most: MOST_MEMORY_GIB * 1000, unit: "GiB of memory" },
    { asked: (ephemeralStorageBytes / GIB) * 1000, most: LARGEST_STORAGE_GIB * 1000, unit: "GiB of disk" },
  ];
  // Up, so that no amount looks as if it were within the bound.
  return thousandths
    .filter(({ asked, most }) => asked > most)
    .map(({ asked, most, unit }) => `${Math.ceil(asked) / 1000} ${unit} (${most / 1000} at most)`)
    .join(" and ");
}

const GIB = 2 ** 30;
const MOST_MILLI_CPU = Math.max(...FARGATE_SIZES.map(({ milliCpu }) => milliCpu));
const MOST_MEMORY_GIB = (Math.max(...FARGATE_SIZES.map(({ memoryMiB }) => memoryMiB)) - FARGATE_OVERHEAD_MIB) / 1024;
