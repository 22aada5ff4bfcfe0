import { DEFAULT_STORAGE_GIB, type FargateCapacity } from "./capacity";
import { LIST_PRICES } from "./listPrices";

/** What Fargate costs, per hour. */
export interface FargatePrices {
  /** ISO 4217 code, such as `USD`. */
  readonly currency: string;
  readonly perVcpu: number;
  /** AWS's GB of memory, of 1,024 MiB. */
  readonly perGb: number;
  /** Per GB of disk beyond the 20 that are free; undefined where it is not known. */
  readonly perStorageGb: number | undefined;
  /** Where and when these prices were found, for whoever reads a sum: `us-east-1, list prices of 2026-11`. */
  readonly source: string;
}

/** Hours of a month as AWS's own calculator counts them. */
export const HOURS_PER_MONTH = 730;

/** The price of one hour; undefined for a pod with more disk than is free where the price of disk is not known. */
export function pricePerHour(
  { size, ephemeralStorageGiB }: FargateCapacity,
  prices: FargatePrices,
): number | undefined {
  const paidStorageGb = Math.max(0, ephemeralStorageGiB - DEFAULT_STORAGE_GIB);
  if (paidStorageGb > 0 && prices.perStorageGb === undefined) return undefined;
  return (
    (size.milliCpu / 1000) * prices.perVcpu +
    (size.memoryMiB / 1024) * prices.perGb +
    paidStorageGb * (prices.perStorageGb ?? 0)
  );
}

/** The list prices of a region, or undefined where none are known. */
export function listPricesOf(region: string): FargatePrices | undefined {
  if (!Object.hasOwn(LIST_PRICES, region)) return undefined;
  const price = LIST_PRICES[region];
  if (price === undefined) return undefined;
  return {
    currency: "USD",
    perVcpu: price.perVcpu,
    perGb: price.perGb,
    perStorageGb: price.storage?.perGb,
    source: `${region}, list prices of ${price.source.month}`,
  };
}

const ROUNDING_ERROR = 1e-9;

/** An amount of money as it is said: `$1.62`, `1.62 EUR`, `-$0.40`. Two decimals, never `-0.00`. */
export function formatMoney(amount: number, currency: string): string {
  // The difference of two prices that is 1.825 on paper is a little more or less in binary, from pod to pod.
  const digits = (Math.abs(amount) + ROUNDING_ERROR).toFixed(2);
  const sign = amount < 0 && Number(digits) !== 0 ? "-" : "";
  return currency === "USD" ? `${sign}$${digits}` : `${sign}${digits} ${currency}`;
}
