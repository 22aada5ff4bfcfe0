import fc from "fast-check";
import type { MinimumRequest } from "../../../injection/fargate/fitSidecars";
import { capacityFor, FARGATE_OVERHEAD_MIB, NEAR_STEP_MIB } from "../../../injection/fargate/capacity";
import { withRequest, type LoweredRequest } from "../../../injection/fargate/fitSidecars";
import {
  containerRequest,
  podRequest,
  type PodRequest,
  type PodResources,
} from "../../../injection/fargate/podRequest";
import type { JsonObject } from "../../../injection/json";

export const MIB = 2 ** 20;

/** A pod with sidecars in it that may be lowered. */
export interface FitCase {
  readonly pod: PodResources;
  readonly minimums: ReadonlyMap<string, MinimumRequest>;
}

interface Part {
  readonly container: JsonObject;
  readonly minimum: MinimumRequest | undefined;
}

const arbitraryMilliCpu = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 5_000 }));
const arbitraryMemoryBytes = fc.oneof(
  fc.integer({ min: 0, max: 900 }).map((mib) => mib * MIB),
  fc.integer({ min: 0, max: 9_000 }).map((mib) => mib * MIB),
  fc.integer({ min: 0, max: 2 ** 31 }),
);

const arbitraryResources = fc
  .tuple(
    fc.option(arbitraryMilliCpu, { freq: 8 }),
    fc.option(arbitraryMemoryBytes, { freq: 8 }),
    fc.constantFrom("both", "both", "requests", "limits"),
  )
  .map(([milliCpu, memoryBytes, kind]): JsonObject => {
    const amounts = {
      ...(milliCpu === null ? {} : { cpu: `${milliCpu}m` }),
      ...(memoryBytes === null ? {} : { memory: String(memoryBytes) }),
    };
    return {
      ...(kind === "limits" ? {} : { requests: amounts }),
      ...(kind === "requests" ? {} : { limits: amounts }),
    };
  });

/** Of what is asked for: nothing, all of it, or some part. */
const arbitraryPart = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));

const arbitrarySidecar = fc
  .tuple(arbitraryResources, fc.option(arbitraryPart, { freq: 8 }), fc.option(arbitraryPart, { freq: 8 }))
  .map(([resources, cpuPart, memoryPart]): Part => {
    const asked = containerRequest({ resources });
    const milliCpu = cpuPart === null ? undefined : Math.round(cpuPart * asked.milliCpu);
    const memoryBytes = memoryPart === null ? undefined : Math.round(memoryPart * asked.memoryBytes);
    return { container: { resources }, minimum: { milliCpu, memoryBytes } };
  });

const arbitraryOther = arbitraryResources.map((resources): Part => ({ container: { resources }, minimum: undefined }));

const arbitraryContainers = fc.array(fc.oneof(arbitrarySidecar, arbitraryOther), { maxLength: 4 });

const arbitraryInitContainers = fc.array(
  fc.oneof(
    fc
      .oneof(arbitrarySidecar, arbitraryOther)
      .map(({ container, minimum }): Part => ({ container: { ...container, restartPolicy: "Always" }, minimum })),
    arbitraryOther,
  ),
  { maxLength: 4 },
);

/** Pods of which many are too large for the size that they would have without their sidecars. */
export const arbitraryFit: fc.Arbitrary<FitCase> = fc
  .tuple(
    arbitraryInitContainers,
    arbitraryContainers,
    fc.option(fc.constant({ cpu: "30m", memory: "20Mi" }), { freq: 4 }),
  )
  .map(([first, second, overhead]) => {
    const minimums = new Map<string, MinimumRequest>();
    const named = ({ container, minimum }: Part, name: string): JsonObject => {
      if (minimum !== undefined) minimums.set(name, minimum);
      return { name, ...container };
    };
    const initContainers = first.map((part, index) => named(part, `init-${index}`));
    const containers = second.map((part, index) => named(part, `container-${index}`));
    return { pod: { initContainers, containers, resources: undefined, overhead: overhead ?? undefined }, minimums };
  });

/** The pod with what its sidecars ask for instead. */
export function applied(pod: PodResources, lowered: ReadonlyMap<string, LoweredRequest>): PodResources {
  return withContainers(pod, (container) => {
    const request = lowered.get(nameOf(container));
    return [request === undefined ? container : withRequest(container, request)];
  });
}

export function withoutSidecars({ pod, minimums }: FitCase): PodResources {
  return withContainers(pod, (container) => (minimums.has(nameOf(container)) ? [] : [container]));
}

/** What one sidecar asks for. */
export function requestOf(pod: PodResources, name: string): PodRequest {
  const container = [...pod.initContainers, ...pod.containers].find((each) => each.name === name);
  return containerRequest(container ?? {});
}

/** The least that a sidecar may be lowered to: its minimum, but never to nothing, and never more than it asks for. */
export function leastOf({ pod, minimums }: FitCase, name: string): LoweredRequest & PodRequest {
  const asked = requestOf(pod, name);
  const minimum = minimums.get(name);
  return {
    milliCpu: Math.min(asked.milliCpu, Math.max(1, minimum?.milliCpu ?? asked.milliCpu)),
    memoryBytes: Math.min(asked.memoryBytes, Math.max(MIB, minimum?.memoryBytes ?? asked.memoryBytes)),
    ephemeralStorageBytes: 0,
  };
}

/** What the pod may ask for at most, or undefined where there is no size for it. */
export function roomOf(fit: FitCase): { readonly milliCpu: number; readonly memoryBytes: number } | undefined {
  const size = capacityFor(podRequest(withoutSidecars(fit)))?.size;
  if (size === undefined) return undefined;
  const least = podRequest(
    applied(fit.pod, new Map([...fit.minimums.keys()].map((name) => [name, leastOf(fit, name)]))),
  );
  const most = (size.memoryMiB - FARGATE_OVERHEAD_MIB) * MIB;
  const withReserve = most - NEAR_STEP_MIB * MIB - 1;
  return { milliCpu: size.milliCpu, memoryBytes: Math.max(withReserve, least.memoryBytes) };
}

function withContainers(pod: PodResources, change: (container: JsonObject) => readonly JsonObject[]): PodResources {
  return {
    ...pod,
    initContainers: pod.initContainers.flatMap(change),
    containers: pod.containers.flatMap(change),
  };
}

function nameOf({ name }: JsonObject): string {
  return typeof name === "string" ? name : "";
}
