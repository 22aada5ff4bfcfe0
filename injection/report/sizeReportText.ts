import type { SizeChange } from "../decision/decision";
import { formatMonthlyChange, isNearStep } from "../decision/sizeText";
import { DEFAULT_STORAGE_GIB, type FargateCapacity } from "../fargate/capacity";
import { hasWildcard } from "../wildcard";
import type { PodSize, ProfileSizes, TemplateSizes } from "./sizeReport";

/**
 * The report as lines for people: a block for each template, with all profiles on which it does the same, in it a line
 * for all pods that fare alike. Undefined where there is nothing to tell.
 */
export function formatSizeReport(report: readonly ProfileSizes[]): string | undefined {
  if (report.length === 0) return undefined;
  const all = report.flatMap(({ fargateProfile, templates }) =>
    templates.map((sizes) => ({ title: titleOf(sizes), fargateProfile, lines: podLines(sizes) })),
  );
  const blocks = grouped(all, ({ title }) => title).flatMap(([title, ofTitle]) =>
    grouped(ofTitle, ({ lines }) => lines).map(([lines, alike]) => {
      return `${title} on ${profilesInWords(alike.map(({ fargateProfile }) => fargateProfile))}\n${lines}`;
    }),
  );
  return [`What sidecars do to the sizes of pods on Fargate, estimated${sourceOf(report)}:`, ...blocks].join("\n");
}

/** Patterns stand for profiles of which no more is known than that their names match. */
function profilesInWords(fargateProfiles: readonly string[]): string {
  const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
  const named = fargateProfiles.filter((name) => !hasWildcard(name));
  const likeThese = fargateProfiles.filter((name) => hasWildcard(name) && name !== "*");
  return [
    ...(named.length === 0 ? [] : [`${named.length === 1 ? "profile" : "profiles"} ${quoted(named)}`]),
    ...(likeThese.length === 0 ? [] : [`any profile like ${quoted(likeThese)}`]),
    ...(fargateProfiles.includes("*") ? ["any profile"] : []),
  ].join(", ");
}

/** What has the same key together, in the order in which the keys come first. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

function sourceOf(report: readonly ProfileSizes[]): string {
  const costs = report
    .flatMap(({ templates }) => templates.flatMap(({ pods }) => pods))
    .flatMap(({ outcome }) => (outcome.kind === "applied" ? (outcome.size.cost ?? []) : []));
  const [cost] = costs;
  return cost === undefined ? "" : `, prices: ${cost.source}`;
}

function titleOf({ templates }: TemplateSizes): string {
  const names = templates.map((name) => `"${name}"`).join(", ");
  return templates.length === 1 ? `template ${names}` : `templates ${names} together`;
}

function podLines({ pods }: TemplateSizes): string {
  return grouped(pods, fateOf)
    .map(([fate, alike]) => `  ${alike.map(({ pod }) => pod ?? "the smallest pod").join(", ")}: ${fate}`)
    .join("\n");
}

function fateOf({ outcome }: PodSize): string {
  if (outcome.kind === "applied") return changeOf(outcome.size);
  return `not applied, ${outcome.reason}${outcome.detail === undefined ? "" : `: ${outcome.detail}`}`;
}

function changeOf(size: SizeChange): string {
  const { before, after, cost } = size;
  if (before === undefined) return "larger than the largest size of Fargate, also without it: stays Pending";
  if (after === undefined) return `${sizeOf(before)} → larger than the largest size of Fargate: would stay Pending`;
  const nearStep = isNearStep(size) ? ", within 16 MiB of another size" : "";
  if (sizeOf(before) === sizeOf(after)) return `no change${nearStep}`;
  return `${sizeOf(before)} → ${sizeOf(after)}${cost === undefined ? "" : `, ${formatMonthlyChange(cost)} each`}${nearStep}`;
}

/** `0.25 vCPU / 0.5 GB`, and the disk where it is not the one that every pod has. */
function sizeOf({ size, ephemeralStorageGiB }: FargateCapacity): string {
  const storage = ephemeralStorageGiB === DEFAULT_STORAGE_GIB ? "" : ` / ${ephemeralStorageGiB} GiB of disk`;
  return `${size.milliCpu / 1000} vCPU / ${size.memoryMiB / 1024} GB${storage}`;
}
