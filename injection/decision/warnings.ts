import { DEFAULT_STORAGE_GIB, type FargateCapacity } from "../fargate/capacity";
import { formatMoney, HOURS_PER_MONTH } from "../fargate/fargatePrices";
import { formatFargateSize } from "../fargate/fargateSize";
import { REASONS_TO_WARN_OF } from "../reasons";
import type { ClusterFeatures } from "./clusterFeatures";
import type { CostChange, SizeChange, TemplateOutcome } from "./decision";
import { isLarger } from "./sizeChange";

/** Sentences about a template's outcome for which somebody has to act. */
export function warningsOf(outcome: TemplateOutcome, { nativeSidecars }: ClusterFeatures): readonly string[] {
  if (outcome.reason !== "injected")
    return REASONS_TO_WARN_OF.has(outcome.reason)
      ? [`template "${outcome.template}" was not applied: ${explain(outcome.reason, outcome.detail)}`]
      : [];
  const [first, ...others] = outcome.keepPodRunning;
  if (first === undefined) return [];
  const names = [first, ...others].map((name) => `"${name}"`).join(", ");
  const advice = nativeSidecars
    ? "make it a native sidecar (spec.sidecars, or native: auto)"
    : "a native sidecar would not, but needs Kubernetes 1.29, which this cluster does not have";
  return [`template "${outcome.template}": ${names} will keep the pod from ending; ${advice}`];
}

/** Where Fargate gives, and is paid for, more than without the templates. */
export function sizeWarnings(size: SizeChange | undefined, templates: readonly TemplateOutcome[]): readonly string[] {
  if (size === undefined || !isLarger(size)) return [];
  const names = templates.flatMap((outcome) =>
    outcome.reason === "injected" && outcome.containers.length > 0 ? [`"${outcome.template}"`] : [],
  );
  const whose = `${names.length === 1 ? "template" : "templates"} ${names.join(", ")}`;
  const capacity = `the pod's Fargate size goes up from ${describeCapacity(size.before)} to ${describeCapacity(size.after)}`;
  return [`${whose}: ${capacity}${describeCost(size.cost)}${describeDoubt(size)}`];
}

function describeCapacity(capacity: FargateCapacity | undefined): string {
  if (capacity === undefined) return "more than the largest";
  const { size, ephemeralStorageGiB: storage } = capacity;
  return `${formatFargateSize(size)}${storage > DEFAULT_STORAGE_GIB ? ` with ${storage} GiB of disk` : ""}`;
}

function describeCost(cost: CostChange | undefined): string {
  if (cost === undefined) return "";
  const more = (cost.after - cost.before) * HOURS_PER_MONTH;
  return `, + ${formatMoney(more, cost.currency)} a month (${cost.source})`;
}

function describeDoubt({ before, after }: SizeChange): string {
  const isNearStep = before?.isNearStep === true || after?.isNearStep === true;
  return isNearStep ? "; a few MiB more or less make another size, so that Fargate may round it differently" : "";
}

function explain(reason: string, detail: string | undefined): string {
  return detail === undefined ? reason : `${reason}, ${detail}`;
}
