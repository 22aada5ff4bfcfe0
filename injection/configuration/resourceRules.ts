import { isJsonObject, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { checkOneOf, checkUnique, isGiven, objectsAt } from "./commonRules";
import { describeValue, type Report } from "./problem";

/** What a container on Fargate can ask for: there are no devices and no huge pages. */
const RESOURCES = ["cpu", "memory", "ephemeral-storage"];

/** Checks `resources` of a container. */
export function checkResources(resources: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonObject(resources)) return;
  const limits = isJsonObject(resources.limits) ? resources.limits : {};
  const requests = isJsonObject(resources.requests) ? resources.requests : {};
  for (const [kind, quantities] of Object.entries({ limits, requests }))
    for (const [name, quantity] of Object.entries(quantities)) {
      const at = `${path}.${kind}.${name}`;
      if (!RESOURCES.includes(name)) report(at, `is no resource of a Fargate pod; known are ${RESOURCES.join(", ")}`);
      else if ((quantityOf(quantity) ?? 0n) < 0n) report(at, "must not be negative");
    }
  for (const [name, quantity] of Object.entries(requests)) {
    const request = quantityOf(quantity);
    const limit = quantityOf(limits[name]);
    if (request !== undefined && limit !== undefined && request > limit)
      report(
        `${path}.requests.${name}`,
        `${describeValue(quantity)} is more than the limit, ${describeValue(limits[name])}`,
      );
  }
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

function quantityOf(value: JsonValue | undefined): bigint | undefined {
  return typeof value === "string" || typeof value === "number" ? parseQuantity(value) : undefined;
}
