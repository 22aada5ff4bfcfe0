import { objectIn, type JsonObject } from "../json";
import { capacityFor, FARGATE_OVERHEAD_MIB, NEAR_STEP_MIB } from "./capacity";
import { containerRequest, podRequest, type PodRequest, type PodResources } from "./podRequest";
import { shareInProportion } from "./shareInProportion";

/** The least that a sidecar may be lowered to. */
export interface MinimumRequest {
  /** Undefined where the resource is not lowered. */
  readonly milliCpu: number | undefined;
  /** Undefined where the resource is not lowered. */
  readonly memoryBytes: number | undefined;
}

/** What a sidecar asks for in the place of its own figures. */
export interface LoweredRequest {
  /** Undefined where its own figure stands. */
  readonly milliCpu: number | undefined;
  /** Undefined where its own figure stands. */
  readonly memoryBytes: number | undefined;
}

/**
 * How much memory is left free below the step to the next size where the minimums allow it, so that the pod is not near
 * it: how Fargate rounds there is not documented. A pod that has its size without being lowered is left as it is, near a
 * step or not.
 */
const RESERVE_BYTES = NEAR_STEP_MIB * 2 ** 20 + 1;

const MIB = 2 ** 20;

/**
 * What sidecars ask for so that the pod keeps the Fargate size that it has without them, by their names: only those that
 * are lowered. Undefined where nothing is to be changed: they fit as they are, or not even their minimum does, or no
 * Fargate size holds the pod.
 *
 * All that run at the same time are lowered to the same part of what they ask for, in whole millicores and MiB, as little
 * as needed. None comes below its minimum, nor to zero, which as a limit would be none; a resource without a minimum is
 * not lowered, nor is one that the pod asks for as a whole, since its containers then do not count. Disk is not lowered.
 *
 * @param pod everything that the pod will have, these sidecars included, with the figures of their templates
 * @param minimums the least that each of the sidecars may be lowered to, by its name
 */
export function fitSidecars(
  pod: PodResources,
  minimums: ReadonlyMap<string, MinimumRequest>,
): ReadonlyMap<string, LoweredRequest> | undefined {
  const asked = podRequest(pod);
  const without = podRequest(withoutSidecars(pod, minimums));
  const { ephemeralStorageBytes } = asked;
  const { milliCpu, memoryBytes } = without;
  const size = capacityFor({ milliCpu, memoryBytes, ephemeralStorageBytes })?.size;
  if (size === undefined) return undefined;
  const mostMemoryBytes = (size.memoryMiB - FARGATE_OVERHEAD_MIB) * MIB;
  if (asked.milliCpu <= size.milliCpu && asked.memoryBytes <= mostMemoryBytes) return undefined;

  const schedule = scheduleOf(pod, minimums);
  const cpu = lower("milliCpu", pod, schedule, { most: size.milliCpu, reserve: 0, unit: 1 });
  if (cpu === undefined) return undefined;
  const memory = lower("memoryBytes", pod, schedule, { most: mostMemoryBytes, reserve: RESERVE_BYTES, unit: MIB });
  if (memory === undefined) return undefined;
  const requests = new Map<string, LoweredRequest>();
  for (const [index, { name, request }] of schedule.sidecars.entries()) {
    const lowered = {
      milliCpu: ifLess(cpu[index], request.milliCpu),
      memoryBytes: ifLess(memory[index], request.memoryBytes),
    };
    if (lowered.milliCpu !== undefined || lowered.memoryBytes !== undefined) requests.set(name, lowered);
  }
  return requests;
}

/**
 * The container with these requests, and limits as high, in the place of its own: on Fargate the two are to be equal.
 * Its other resources stay as they are.
 */
export function withRequest<Container extends JsonObject>(container: Container, lowered: LoweredRequest): Container {
  const { milliCpu, memoryBytes } = lowered;
  const quantities: JsonObject = {
    ...(milliCpu === undefined ? {} : { cpu: `${milliCpu}m` }),
    ...(memoryBytes === undefined ? {} : { memory: memoryQuantity(memoryBytes) }),
  };
  const resources = objectIn(container.resources);
  const requests = { ...objectIn(resources.requests), ...quantities };
  const limits = { ...objectIn(resources.limits), ...quantities };
  return { ...container, resources: { ...resources, requests, limits } };
}

type Minimums = ReadonlyMap<string, MinimumRequest>;
type LoweredResource = "milliCpu" | "memoryBytes";
const RESOURCE_NAMES: Readonly<Record<LoweredResource, string>> = { milliCpu: "cpu", memoryBytes: "memory" };

interface Sidecar {
  readonly name: string;
  readonly request: PodRequest;
  readonly minimum: MinimumRequest;
}

/** What runs at the same time: the sidecars that may be lowered, by their index, and what all others ask for. */
interface Phase {
  readonly members: readonly number[];
  readonly milliCpu: number;
  readonly memoryBytes: number;
}

interface Schedule {
  readonly sidecars: readonly Sidecar[];
  readonly phases: readonly Phase[];
}

/** One phase for each init container that ends before the next one starts, and one for all that goes on running. */
function scheduleOf({ initContainers, containers, overhead }: PodResources, minimums: Minimums): Schedule {
  const sidecars: Sidecar[] = [];
  const phases: Phase[] = [];
  const { milliCpu, memoryBytes } = podRequest({ containers: [], initContainers: [], resources: undefined, overhead });
  let running: Phase = { members: [], milliCpu, memoryBytes };
  for (const container of initContainers) {
    const started = withContainer(running, container, minimums, sidecars);
    if (container.restartPolicy === "Always") running = started;
    else phases.push(started);
  }
  for (const container of containers) running = withContainer(running, container, minimums, sidecars);
  phases.push(running);
  return { sidecars, phases };
}

/** The phase with one more in it, which is added to the sidecars where it is one that may be lowered. */
function withContainer(phase: Phase, container: JsonObject, minimums: Minimums, sidecars: Sidecar[]): Phase {
  const { members, milliCpu, memoryBytes } = phase;
  const { name } = container;
  const request = containerRequest(container);
  const minimum = typeof name === "string" ? minimums.get(name) : undefined;
  if (typeof name !== "string" || minimum === undefined)
    return { members, milliCpu: milliCpu + request.milliCpu, memoryBytes: memoryBytes + request.memoryBytes };
  sidecars.push({ name, request, minimum });
  return { members: [...members, sidecars.length - 1], milliCpu, memoryBytes };
}

interface Room {
  readonly most: number;
  readonly reserve: number;
  readonly unit: number;
}

/** What each sidecar gets, or undefined where the room is too small for their minimums. */
function lower(
  resource: LoweredResource,
  pod: PodResources,
  { sidecars, phases }: Schedule,
  { most, reserve, unit }: Room,
): readonly number[] | undefined {
  const claims = sidecars.map(({ request, minimum }) => {
    const asked = request[resource];
    return { asked, least: Math.min(asked, Math.max(minimum[resource] ?? asked, unit)) };
  });
  const requests = objectIn(pod.resources?.requests);
  if ((requests[RESOURCE_NAMES[resource]] ?? null) !== null) return claims.map(({ asked }) => asked);
  let needed = 0;
  for (const phase of phases) {
    const least = phase.members.reduce((sum, index) => sum + (claims[index]?.least ?? 0), phase[resource]);
    needed = Math.max(needed, least);
  }
  if (needed > most) return undefined;
  const room = Math.max(needed, most - reserve);
  const rooms = phases.map((phase) => ({ room: room - phase[resource], members: phase.members }));
  return shareInProportion(claims, rooms, unit);
}

/** The sidecars may be anywhere in the pod. */
function withoutSidecars(pod: PodResources, minimums: Minimums): PodResources {
  const stays = ({ name }: JsonObject): boolean => typeof name !== "string" || !minimums.has(name);
  return { ...pod, containers: pod.containers.filter(stays), initContainers: pod.initContainers.filter(stays) };
}

function ifLess(amount: number | undefined, asked: number): number | undefined {
  return amount === undefined || amount >= asked ? undefined : amount;
}

/** As templates write it, or in bytes where a minimum of another unit was reached. */
function memoryQuantity(bytes: number): string {
  return bytes % MIB === 0 ? `${bytes / MIB}Mi` : String(bytes);
}
