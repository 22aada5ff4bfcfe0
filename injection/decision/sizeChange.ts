import { capacityFor, DEFAULT_STORAGE_GIB, type FargateCapacity } from "../fargate/capacity";
import { formatFargateSize } from "../fargate/fargateSize";
import { pricePerHour, type FargatePrices } from "../fargate/fargatePrices";
import type { PodRequest, PodResources } from "../fargate/podRequest";
import { isJsonObject, type JsonObject } from "../json";
import type { NamedAdditions } from "./additions";
import type { CostChange, SizeChange } from "./decision";
import type { PodBefore } from "./podBefore";
import type { PodView } from "../kubernetes/readPod";
import type { WrittenSize } from "./statusAnnotation";

/** What the pod asks for without the containers that templates have added. */
export function resourcesBefore({ spec, containers, initContainers }: PodBefore): PodResources {
  return { containers, initContainers, ...wholePod(spec) };
}

/** What the pod asks for as it is, and with what it gets. */
export function resourcesAfter(
  { spec, containers, initContainers = [] }: PodView,
  added: Pick<NamedAdditions, "containers" | "firstInitContainers" | "initContainers">,
): PodResources {
  return {
    containers: [...containers, ...added.containers],
    initContainers: [...added.firstInitContainers, ...initContainers, ...added.initContainers],
    ...wholePod(spec),
  };
}

function wholePod({ resources, overhead }: JsonObject): Pick<PodResources, "resources" | "overhead"> {
  return {
    resources: isJsonObject(resources) ? resources : undefined,
    overhead: isJsonObject(overhead) ? overhead : undefined,
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

/** Tells whether Fargate gives, and is paid for, more than without the templates. */
export function isLarger({ before, after }: SizeChange): boolean {
  if (before === undefined || after === undefined) return after !== before;
  return before.size !== after.size || before.ephemeralStorageGiB < after.ephemeralStorageGiB;
}

/** `0.25vCPU 0.5GB -> 0.25vCPU 1GB`, or one size where it stays the same; `none` for what is larger than the largest. */
export function formatSizeChange({ before, after }: SizeChange): string {
  const [old = "", now = ""] = [before, after].map((capacity) =>
    capacity === undefined ? "none" : formatFargateSize(capacity.size),
  );
  return old === now ? now : `${old} -> ${now}`;
}

/** The change as the status annotation says it. */
export function writtenSize({ before, after }: SizeChange): WrittenSize {
  const storage = { before: storageOf(before), after: storageOf(after) };
  const isNearStep = before?.isNearStep === true || after?.isNearStep === true;
  return {
    before: before === undefined ? null : formatFargateSize(before.size),
    after: after === undefined ? null : formatFargateSize(after.size),
    ...(isNearStep ? { nearStep: true } : {}),
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
