import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { checkOneOf, checkUnique, isGiven, objectsAt } from "./commonRules";
import { describeValue, type Report } from "./problem";

const STANDARD_RESOURCE = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** A resource that a device plugin offers: `example.com/gpu`. */
const EXTENDED_RESOURCE =
  /^(?!requests\.)(?!.*kubernetes\.io\/)[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;

/** Checks `resources` of a container. */
export function checkResources(resources: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonObject(resources)) return;
  const limits = isJsonObject(resources.limits) ? resources.limits : {};
  const requests = isJsonObject(resources.requests) ? resources.requests : {};
  for (const [kind, quantities] of Object.entries({ limits, requests }))
    for (const [name, quantity] of Object.entries(quantities))
      checkResource(name, quantity, `${path}.${kind}.${name}`, report);
  for (const [name, quantity] of Object.entries(requests)) checkRequest(name, quantity, limits, path, report);
  const given = Object.keys({ ...limits, ...requests });
  if (given.some((name) => name.startsWith("hugepages-")) && !given.includes("cpu") && !given.includes("memory"))
    report(path, "has huge pages; give cpu or memory too");
  if (isGiven(resources.claims)) report(`${path}.claims`, "is not for templates: a resource claim belongs to the pod");
}

/** Checks `resizePolicy` of a container. */
export function checkResizePolicy(policies: JsonValue | undefined, path: string, report: Report): void {
  const list = objectsAt(policies, path);
  for (const [policy, at] of list) {
    checkOneOf(policy.resourceName, ["cpu", "memory"], `${at}.resourceName`, report);
    if (policy.restartPolicy === "RestartContainer")
      report(
        `${at}.restartPolicy`,
        "RestartContainer is not for templates: a pod that never restarts must not have it",
      );
    else checkOneOf(policy.restartPolicy, ["NotRequired"], `${at}.restartPolicy`, report);
  }
  checkUnique(
    list.map(([policy, at]) => [policy.resourceName, `${at}.resourceName`] as const),
    report,
  );
}

function checkResource(name: string, value: JsonValue | undefined, path: string, report: Report): void {
  const isExtended = EXTENDED_RESOURCE.test(name);
  const quantity = quantityOf(value) ?? 0;
  if (!isExtended && !STANDARD_RESOURCE.test(name))
    report(path, "is no resource; known are cpu, memory and ephemeral-storage");
  else if (quantity < 0) report(path, "must not be negative");
  else if (isExtended && !Number.isInteger(quantity))
    report(path, `must be a whole number, but is ${describeValue(value)}`);
}

/** A request must not exceed its limit; of what cannot be shared it must be the limit. */
function checkRequest(
  name: string,
  value: JsonValue | undefined,
  limits: JsonObject,
  path: string,
  report: Report,
): void {
  const at = `${path}.requests.${name}`;
  const request = quantityOf(value);
  const limit = quantityOf(limits[name]);
  if (request === undefined) return;
  const isShared = !EXTENDED_RESOURCE.test(name) && !name.startsWith("hugepages-");
  if (limit !== undefined && request > limit)
    report(at, `${describeValue(value)} is more than the limit, ${describeValue(limits[name])}`);
  else if (!isShared && request !== limit) report(at, "must be the same as the limit");
}

function quantityOf(value: JsonValue | undefined): number | undefined {
  return typeof value === "string" || typeof value === "number" ? parseQuantity(value) : undefined;
}
