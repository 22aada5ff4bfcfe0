import type { MinimumRequest } from "../configuration/sizing";
import { isJsonObject, type JsonObject } from "../json";
import { capacityFor, FARGATE_OVERHEAD_MIB, NEAR_STEP_MIB } from "./capacity";
import { containerRequest, podRequest, type PodRequest, type PodResources } from "./podRequest";
import { shareInProportion } from "./shareInProportion";

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
  const { ephemeralStorageBytes } = asked;
  const size = capacityFor({ ...podRequest(withoutSidecars(pod, minimums)), ephemeralStorageBytes })?.size;
  if (size === undefined) return undefined;
  const milliCpu = size.milliCpu;
  const memoryBytes = (size.memoryMiB - FARGATE_OVERHEAD_MIB) * MIB;
  if (asked.milliCpu <= milliCpu && asked.memoryBytes <= memoryBytes) return undefined;

  const schedule = scheduleOf(pod, minimums);
  const cpu = lower("milliCpu", pod, schedule, { most: milliCpu, reserve: 0, unit: 1 });
  const memory = lower("memoryBytes", pod, schedule, { most: memoryBytes, reserve: RESERVE_BYTES, unit: MIB });
  if (cpu === undefined || memory === undefined) return undefined;
  return new Map(
    schedule.sidecars.flatMap(({ name, request }, index) => {
      const lowered = {
        milliCpu: ifLess(cpu[index], request.milliCpu),
        memoryBytes: ifLess(memory[index], request.memoryBytes),
      };
      return lowered.milliCpu === undefined && lowered.memoryBytes === undefined ? [] : [[name, lowered]];
    }),
  );
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
  const resources = objectOf(container.resources);
  const requests = { ...objectOf(resources.requests), ...quantities };
  const limits = { ...objectOf(resources.limits), ...quantities };
  return { ...container, resources: { ...resources, requests, limits } };
}

type LoweredResource = "milliCpu" | "memoryBytes";
const RESOURCE_NAMES: Readonly<Record<LoweredResource, string>> = { milliCpu: "cpu", memoryBytes: "memory" };

interface Sidecar {
  readonly name: string;
  readonly request: PodRequest;
  readonly minimum: MinimumRequest;
}

/** What runs at the same time: what is asked for besides the sidecars that may be lowered, and those, by their index. */
interface Phase {
  readonly others: Readonly<Record<LoweredResource, number>>;
  readonly members: readonly number[];
}

interface Schedule {
  readonly sidecars: readonly Sidecar[];
  readonly phases: readonly Phase[];
}

/** One phase for each init container that ends before the next one starts, and one for all that goes on running. */
function scheduleOf(pod: PodResources, minimums: ReadonlyMap<string, MinimumRequest>): Schedule {
  const sidecars: Sidecar[] = [];
  const phases: Phase[] = [];
  const joined = (phase: Phase, container: JsonObject): Phase => {
    const { name } = container;
    const minimum = typeof name === "string" ? minimums.get(name) : undefined;
    const request = containerRequest(container);
    if (typeof name === "string" && minimum !== undefined) {
      const index = sidecars.push({ name, request, minimum }) - 1;
      return { others: phase.others, members: [...phase.members, index] };
    }
    const milliCpu = phase.others.milliCpu + request.milliCpu;
    return {
      others: { milliCpu, memoryBytes: phase.others.memoryBytes + request.memoryBytes },
      members: phase.members,
    };
  };
  let running: Phase = { others: podRequest({ ...pod, ...NO_CONTAINERS }), members: [] };
  for (const container of pod.initContainers) {
    const started = joined(running, container);
    if (container.restartPolicy === "Always") running = started;
    else phases.push(started);
  }
  for (const container of pod.containers) running = joined(running, container);
  return { sidecars, phases: [...phases, running] };
}

/** With these a pod asks for its overhead alone. */
const NO_CONTAINERS = { containers: [], initContainers: [], resources: undefined };

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
  const requests = objectOf(pod.resources?.requests);
  if ((requests[RESOURCE_NAMES[resource]] ?? null) !== null) return claims.map(({ asked }) => asked);
  const least = phases.map(({ others, members }) =>
    members.reduce((sum, index) => sum + (claims[index]?.least ?? 0), others[resource]),
  );
  const needed = Math.max(...least);
  if (needed > most) return undefined;
  const room = Math.max(needed, most - reserve);
  const rooms = phases.map(({ others, members }) => ({ room: room - others[resource], members }));
  return shareInProportion(claims, rooms, unit);
}

/** The sidecars may be anywhere in the pod. */
function withoutSidecars(pod: PodResources, minimums: ReadonlyMap<string, MinimumRequest>): PodResources {
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

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
