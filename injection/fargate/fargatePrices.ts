import { DEFAULT_STORAGE_GIB, type FargateCapacity } from "./capacity";

/** What Fargate costs, per hour. */
export interface FargatePrices {
  /** ISO 4217 code, such as `USD`. */
  readonly currency: string;
  readonly perVcpu: number;
  /** AWS's GB of memory, of 1,024 MiB. */
  readonly perGb: number;
  /** Per GB of disk beyond the 20 that are free. */
  readonly perStorageGb: number;
  /** Where and when these prices were found, for whoever reads a sum: `us-east-1, list prices of 2026-11`. */
  readonly source: string;
}

/** Hours of a month as AWS's own calculator counts them. */
export const HOURS_PER_MONTH = 730;

/** The price of one hour. */
export function pricePerHour({ size, ephemeralStorageGiB }: FargateCapacity, prices: FargatePrices): number {
  return (
    (size.milliCpu / 1000) * prices.perVcpu +
    (size.memoryMiB / 1024) * prices.perGb +
    Math.max(0, ephemeralStorageGiB - DEFAULT_STORAGE_GIB) * prices.perStorageGb
  );
}

/** List prices by region: only those that a published page confirms. */
const LIST_PRICES: ReadonlyMap<string, FargatePrices> = new Map();

/** The list prices of a region, or undefined where none are known. */
export function listPricesOf(region: string): FargatePrices | undefined {
  return LIST_PRICES.get(region);
}
