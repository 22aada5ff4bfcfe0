import { capacityFor, DEFAULT_STORAGE_GIB, type FargateCapacity } from "../fargate/capacity";
import { formatFargateSize } from "../fargate/fargateSize";
import { pricePerHour, type FargatePrices } from "../fargate/fargatePrices";
import { resourcesOf, settledResources, type PodRequest, type PodResources } from "../fargate/podRequest";
import type { NamedAdditions } from "./additions";
import type { CostChange, SizeChange } from "./decision";
import { isNearStep } from "./sizeText";
import type { PodBefore } from "./podBefore";
import type { PodView } from "../kubernetes/readPod";
import type { WrittenSize } from "./statusAnnotation";

/** What the pod asks for without the containers that templates have added. */
export function resourcesBefore({ spec, containers, initContainers }: PodBefore): PodResources {
  const pod = resourcesOf(spec, containers, initContainers);
  return { ...pod, resources: settledResources(pod) };
}

/** What the pod asks for as it is, and with what it gets. What it asks for as a whole stays as it was before. */
export function resourcesAfter(
  { containers, initContainers = [] }: PodView,
  { resources, overhead }: PodResources,
  added: Pick<NamedAdditions, "containers" | "firstInitContainers" | "initContainers">,
): PodResources {
  return {
    containers: [...containers, ...added.containers],
    initContainers: [...added.firstInitContainers, ...initContainers, ...added.initContainers],
    resources,
    overhead,
  };
}

/** What becomes of a pod's size, and of its price where prices are known. */
export function sizeChange(before: PodRequest, after: PodRequest, prices: FargatePrices | undefined): SizeChange {
  const change = { before: capacityFor(before), after: capacityFor(after) };
  return { ...change, cost: prices === undefined ? undefined : costChange(change, prices) };
}

function costChange({ before, after }: Omit<SizeChange, "cost">, prices: FargatePrices): CostChange | undefined {
  const hour = { before: before && pricePerHour(before, prices), after: after && pricePerHour(after, prices) };
  if (hour.before === undefined || hour.after === undefined) return undefined;
  return { currency: prices.currency, before: hour.before, after: hour.after, source: prices.source };
}

/** The change as the status annotation says it. */
export function writtenSize(size: SizeChange): WrittenSize {
  const { before, after } = size;
  const storage = { before: storageOf(before), after: storageOf(after) };
  return {
    before: before === undefined ? null : formatFargateSize(before.size),
    after: after === undefined ? null : formatFargateSize(after.size),
    ...(isNearStep(size) ? { nearStep: true } : {}),
    ...(Math.max(storage.before, storage.after) > DEFAULT_STORAGE_GIB ? { ephemeralStorage: storage } : {}),
  };
}

/** A text that is different for every size. */
export function sizeKey({ before, after, nearStep, ephemeralStorage }: WrittenSize): string {
  const storage = ephemeralStorage === undefined ? "" : ` ${ephemeralStorage.before} ${ephemeralStorage.after}`;
  return `${before} ${after}${nearStep === true ? " near" : ""}${storage}`;
}

function storageOf(capacity: FargateCapacity | undefined): number {
  return capacity?.ephemeralStorageGiB ?? DEFAULT_STORAGE_GIB;
}

/** No change takes more letters. */
export const LONGEST_SIZE: WrittenSize = {
  before: "0.25vCPU 0.5GB",
  after: "0.25vCPU 0.5GB",
  nearStep: true,
  ephemeralStorage: { before: 100, after: 100 },
};
