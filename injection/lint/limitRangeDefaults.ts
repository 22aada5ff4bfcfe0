import { isJsonArray, isJsonObject, objectIn, type JsonObject, type JsonValue } from "../json";
import type { LimitRangeAmounts, LimitRangeItem } from "./limitRange";
import { containerSum, formatAmount, POD_RESOURCES } from "./limitRangeAmounts";

/** What a container gets that it does not name. */
export interface ContainerDefaults {
  readonly limits: LimitRangeAmounts;
  readonly requests: LimitRangeAmounts;
}

/**
 * The defaults of the entries of type `Container`, after the API server has completed them: `max` is a limit as well,
 * and a limit or `min` a request. Source: SetDefaults_LimitRangeItem in k8s.io/kubernetes, pkg/apis/core/v1.
 */
export function defaultsOf(items: readonly LimitRangeItem[]): ContainerDefaults {
  return items
    .filter(({ type }) => type === "Container")
    .reduce<ContainerDefaults>(
      ({ limits, requests }, item) => {
        const itemLimits = { ...item.max, ...item.default };
        return {
          limits: { ...itemLimits, ...limits },
          requests: { ...item.min, ...itemLimits, ...item.defaultRequest, ...requests },
        };
      },
      { limits: {}, requests: {} },
    );
}

/** The pod with the defaults for what its containers do not name. */
export function completeContainers(pod: JsonObject, { limits, requests }: ContainerDefaults): JsonObject {
  return withContainers(pod, (resources) => ({
    ...resources,
    ...given("limits", { ...limits, ...objectIn(resources.limits) }),
    ...given("requests", { ...requests, ...objectIn(resources.requests) }),
  }));
}

/**
 * The pod as the API server reads it, before any LimitRange: who names a limit alone requests as much, except that a pod
 * as a whole requests what its containers sum up to, where they request anything. Source: SetDefaults_Pod in
 * k8s.io/kubernetes, pkg/apis/core/v1.
 */
export function completePod(pod: JsonObject): JsonObject {
  const completed = withContainers(pod, (resources) =>
    isJsonObject(resources.limits)
      ? { ...resources, ...given("requests", { ...resources.limits, ...objectIn(resources.requests) }) }
      : resources,
  );
  const { spec } = completed;
  if (!isJsonObject(spec) || !isJsonObject(spec.resources)) return completed;
  const limits = objectIn(spec.resources.limits);
  if (Object.keys(limits).length === 0) return completed;
  const summed = containerSum(spec, "requests");
  const requests = Object.fromEntries(
    POD_RESOURCES.flatMap((resource): readonly (readonly [string, JsonValue])[] => {
      const amount = summed.get(resource);
      const limit = limits[resource];
      if (amount !== undefined) return [[resource, formatAmount(resource, amount)]];
      return limit === undefined ? [] : [[resource, limit]];
    }),
  );
  const resources = {
    ...spec.resources,
    ...given("requests", { ...requests, ...objectIn(spec.resources.requests) }),
  };
  return { ...completed, spec: { ...spec, resources } };
}

function withContainers(pod: JsonObject, complete: (resources: JsonObject) => JsonObject): JsonObject {
  const { spec } = pod;
  if (!isJsonObject(spec)) return pod;
  const lists = ["containers", "initContainers"].flatMap((list) => {
    const containers = spec[list];
    if (!isJsonArray(containers)) return [];
    const completed = containers.map((container) => {
      if (!isJsonObject(container)) return container;
      const resources = complete(objectIn(container.resources));
      return Object.keys(resources).length === 0 ? container : { ...container, resources };
    });
    return [[list, completed] as const];
  });
  return { ...pod, spec: { ...spec, ...Object.fromEntries(lists) } };
}

/** The field, unless there is nothing in it. */
function given(field: string, amounts: JsonObject): JsonObject {
  return Object.keys(amounts).length === 0 ? {} : { [field]: amounts };
}
