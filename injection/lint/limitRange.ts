import { isJsonObject, type JsonObject } from "../json";
import { amountsOf, containersOf, formatAmount, type AmountKind } from "./limitRangeAmounts";
import { breachesOf, type Breach } from "./limitRangeBreaches";
import { conflictsOf } from "./limitRangeConflicts";
import { completeContainers, completePod, defaultsOf } from "./limitRangeDefaults";
import type { LintFinding } from "./lintRule";
import { namesInPlaceOfIndexes } from "./newFindings";

/** Amounts by the name of the resource: `{cpu: "500m", memory: "64Mi"}`. */
export type LimitRangeAmounts = Readonly<Record<string, string | number>>;

/** An entry of `spec.limits` of a LimitRange, in Kubernetes' own words. */
export interface LimitRangeItem {
  /** What it is for. Those of type `PersistentVolumeClaim` are no matter of pods, and are passed over. */
  readonly type: "Container" | "Pod" | "PersistentVolumeClaim";
  /**
   * Limits of a container that names none.
   *
   * @default `max`
   */
  readonly default?: LimitRangeAmounts;
  /**
   * Requests of a container that names neither request nor limit.
   *
   * @default `default`, and where that is missing too, `min`
   */
  readonly defaultRequest?: LimitRangeAmounts;
  readonly min?: LimitRangeAmounts;
  readonly max?: LimitRangeAmounts;
  /** How many times its request a limit may be. */
  readonly maxLimitRequestRatio?: LimitRangeAmounts;
}

/**
 * The pod with the resources that it has after the API server's LimitRanger: each container gets the defaults for what it
 * does not name, and a container with a limit alone requests as much. Of several LimitRanges the first one's defaults
 * win, though the API server has them in no order. Source: k8s.io/kubernetes, plugin/pkg/admission/limitranger.
 */
export function applyLimitRange(pod: JsonObject, limits: readonly LimitRangeItem[]): JsonObject {
  return completeContainers(completePod(pod), defaultsOf(limits));
}

/** Why the API server refuses the pod in a namespace with these limits: nothing where it takes it. Defaults count. */
export function limitRangeFindings(pod: JsonObject, limits: readonly LimitRangeItem[]): readonly LintFinding[] {
  return refusalsOf(completePod(pod), limits).map(findingOf);
}

/**
 * What sidecars meet in a namespace with these limits: the defaults that they get, because these make the pod larger, or
 * let a container's limit differ from its request (rule `limit-range-defaults`); and what the API server refuses the pod
 * for that it takes without them (rule `limit-range`).
 *
 * @param before The pod without the sidecars.
 * @param after The pod with them.
 */
export function sidecarLimitRangeFindings(
  before: JsonObject,
  after: JsonObject,
  limits: readonly LimitRangeItem[],
): readonly LintFinding[] {
  const known = new Set(refusalsOf(completePod(before), limits).map((refusal) => keyOf(before, refusal)));
  const completed = withResourcesOf(completePod(before), completePod(after));
  const refusals = refusalsOf(completed, limits).filter((refusal) => !known.has(keyOf(after, refusal)));
  return [...defaultFindings(before, completed, limits), ...refusals.map(findingOf)];
}

function refusalsOf(completed: JsonObject, limits: readonly LimitRangeItem[]): readonly Breach[] {
  const defaulted = completeContainers(completed, defaultsOf(limits));
  return [...breachesOf(defaulted, limits), ...conflictsOf(completed, defaulted)];
}

function keyOf(pod: JsonObject, { path, resource, rule }: Breach): string {
  return `${namesInPlaceOfIndexes(pod, path)} ${resource} ${rule}`;
}

function findingOf({ path, message }: Breach): LintFinding {
  return { rule: "limit-range", path, message: `${message}: the API server refuses the pod` };
}

/** What a pod as a whole requests is settled before any webhook is called, so it does not know the sidecars. */
function withResourcesOf(before: JsonObject, after: JsonObject): JsonObject {
  if (!isJsonObject(before.spec) || !isJsonObject(after.spec) || before.spec.resources === undefined) return after;
  return { ...after, spec: { ...after.spec, resources: before.spec.resources } };
}

/** What the containers get that the pod without sidecars does not have. */
function defaultFindings(
  before: JsonObject,
  completed: JsonObject,
  limits: readonly LimitRangeItem[],
): readonly LintFinding[] {
  const names = new Set(containersOf(before).map(({ container }) => container.name));
  const named = containersOf(completed);
  return containersOf(completeContainers(completed, defaultsOf(limits))).flatMap(({ path, container }, index) => {
    if (names.has(container.name)) return [];
    const requests = amountsOf(container, "requests");
    const ofContainer = (kind: AmountKind, describe: (resource: string, amount: bigint) => string | undefined) => {
      const own = amountsOf(named[index]?.container ?? {}, kind);
      return [...amountsOf(container, kind)].flatMap(([resource, amount]) => {
        const effect = own.has(resource) ? undefined : describe(resource, amount);
        const becomes = `becomes ${formatAmount(resource, amount)} by the LimitRange`;
        return effect === undefined
          ? []
          : [
              {
                rule: "limit-range-defaults",
                path: `${path}.resources.${kind}.${resource}`,
                message: `${becomes}, ${effect}`,
              },
            ];
      });
    };
    return [
      ...ofContainer("requests", (_, amount) =>
        amount === 0n ? undefined : "because the template does not say: the pod asks for more",
      ),
      ...ofContainer("limits", (resource, amount) => {
        const request = requests.get(resource);
        if (request === amount) return undefined;
        const asked = request === undefined ? "nothing" : formatAmount(resource, request);
        return `and the request is ${asked}: on Fargate a limit has to equal the request`;
      }),
    ];
  });
}
