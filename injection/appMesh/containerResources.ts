import { describeValue } from "../problem";
import type { JsonObject } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import type { Resources } from "./appMeshSettings";
import { APP_MESH_PREFIX } from "./names";
import type { PodAnnotations } from "./podAnnotations";

type Wishes = Pick<PodAnnotations, "cpuRequest" | "memoryRequest" | "cpuLimit" | "memoryLimit">;

/** What Envoy and the X-Ray daemon of a pod get, or why it would be no valid container. */
export function resourcesFor(
  { requests, limits }: Resources,
  { cpuRequest, memoryRequest, cpuLimit, memoryLimit }: Wishes,
): Resources | { readonly fault: string } {
  const resources = {
    requests: { ...requests, ...given({ cpu: cpuRequest, memory: memoryRequest }) },
    limits: { ...limits, ...given({ cpu: cpuLimit, memory: memoryLimit }) },
  };
  const excess = (["cpu", "memory"] as const).find(
    (name) => (thousandthsOf(resources.requests, name) ?? 0n) > (thousandthsOf(resources.limits, name) ?? Infinity),
  );
  if (excess === undefined) return resources;
  const { [excess]: request } = resources.requests;
  const { [excess]: limit } = resources.limits;
  return {
    fault:
      `the pod's annotations ${APP_MESH_PREFIX}${excess}Request and ${excess}Limit must not make a request that is more ` +
      `than the limit, but the request is ${describeValue(request)} and the limit ${describeValue(limit)}`,
  };
}

/** As a container has it, without what is empty. */
export function containerResources({ requests, limits }: Resources): JsonObject {
  return { ...notEmpty("requests", requests), ...notEmpty("limits", limits) };
}

function notEmpty(field: string, quantities: JsonObject): JsonObject {
  return Object.keys(quantities).length === 0 ? {} : { [field]: quantities };
}

function given(quantities: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(quantities).flatMap(([name, quantity]) => (quantity === undefined ? [] : [[name, quantity]])),
  );
}

function thousandthsOf(quantities: JsonObject, name: string): bigint | undefined {
  const quantity = quantities[name];
  return typeof quantity === "string" || typeof quantity === "number" ? parseQuantity(quantity) : undefined;
}
