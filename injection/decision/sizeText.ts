import { DEFAULT_STORAGE_GIB, type FargateCapacity } from "../fargate/capacity";
import { formatMoney, HOURS_PER_MONTH } from "../fargate/fargatePrices";
import { formatFargateSize } from "../fargate/fargateSize";
import type { CostChange, SizeChange } from "./decision";

/** In AWS's notation, as in logs and metrics; `none` for a pod that is larger than the largest. */
export function formatCapacity(capacity: FargateCapacity | undefined): string {
  return capacity === undefined ? "none" : formatFargateSize(capacity.size);
}

/** `0.25vCPU 0.5GB -> 0.25vCPU 1GB`, or one size where it stays the same. */
export function formatSizeChange({ before, after }: SizeChange): string {
  const [old, now] = [formatCapacity(before), formatCapacity(after)];
  return old === now ? now : `${old} -> ${now}`;
}

/** What a month costs more or less: `+ $1.62 a month`. */
export function formatMonthlyChange({ before, after, currency }: CostChange): string {
  const difference = (after - before) * HOURS_PER_MONTH;
  return `${difference < 0 ? "-" : "+"} ${formatMoney(Math.abs(difference), currency)} a month`;
}

/** Whether a few MiB more or less would give another size, before or after. */
export function isNearStep({ before, after }: SizeChange): boolean {
  return before?.isNearStep === true || after?.isNearStep === true;
}

/** A sentence where Fargate gives, and is paid for, more because of these templates. */
export function sizeWarnings(size: SizeChange | undefined, templates: readonly string[]): readonly string[] {
  if (size === undefined || templates.length === 0 || !isLarger(size)) return [];
  const names = templates.map((name) => `"${name}"`).join(", ");
  const { before, after, cost } = size;
  const money = cost === undefined ? "" : `, ${formatMonthlyChange(cost)} (${cost.source})`;
  const doubt = isNearStep(size) ? "; within 16 MiB of a step" : "";
  return [
    `${templates.length === 1 ? "template" : "templates"} ${names}: the pod's Fargate size goes up from ${describe(before)} to ${describe(after)}${money}${doubt}`,
  ];
}

function isLarger({ before, after }: SizeChange): boolean {
  if (before === undefined || after === undefined) return before !== undefined;
  const isMore = after.size.milliCpu > before.size.milliCpu || after.size.memoryMiB > before.size.memoryMiB;
  return isMore || after.ephemeralStorageGiB > before.ephemeralStorageGiB;
}

function describe(capacity: FargateCapacity | undefined): string {
  if (capacity === undefined) return "more than the largest";
  const { size, ephemeralStorageGiB: storage } = capacity;
  return `${formatFargateSize(size)}${storage > DEFAULT_STORAGE_GIB ? ` with ${storage} GiB of disk` : ""}`;
}
