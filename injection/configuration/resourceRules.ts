import { isJsonObject, objectIn, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { checkOneOf, checkUnique, isGiven, objectsAt } from "./commonRules";
import { describeValue, type Report } from "../problem";
import { isQualifiedName } from "./qualifiedName";

/** What every node has. Huge pages are left out: they come in pages whose size stands in their name. */
const RESOURCES: readonly string[] = ["cpu", "memory", "ephemeral-storage"];

/**
 * Checks `resources` of a container. Source: validateContainerResourceName, ValidateResourceQuantityValue and
 * ValidateContainerResourceRequirements in k8s.io/kubernetes, pkg/apis/core/validation.
 */
export function checkResources(resources: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonObject(resources)) return;
  const limits = objectIn(resources.limits);
  const requests = objectIn(resources.requests);
  for (const [kind, quantities] of Object.entries({ limits, requests }))
    for (const [name, quantity] of Object.entries(quantities)) {
      const at = `${path}.${kind}.${name}`;
      const amount = quantityOf(quantity) ?? 0n;
      if (!RESOURCES.includes(name) && !isExtended(name)) report(at, noResource(name));
      else if (amount < 0n) report(at, "must not be negative");
      else if (isExtended(name) && (amount % 1000n !== 0n || amount > GREATEST_WHOLE))
        report(at, `must be a whole number, but is ${describeValue(quantity)}`);
    }
  for (const [name, quantity] of Object.entries(requests)) {
    const request = quantityOf(quantity);
    const limit = quantityOf(limits[name]);
    const at = `${path}.requests.${name}`;
    if (isExtended(name)) checkReserved(name, quantity, limits[name], path, report);
    else if (request !== undefined && limit !== undefined && request > limit)
      report(at, `${describeValue(quantity)} is more than the limit, ${describeValue(limits[name])}`);
  }
  if (isGiven(resources.claims)) report(`${path}.claims`, "is not for templates: a resource claim belongs to the pod");
}

/** Source: IsExtendedResourceName in k8s.io/kubernetes, pkg/apis/core/v1/helper. Its own domains mean more to Kubernetes. */
function isExtended(name: string): boolean {
  return (
    name.includes("/") &&
    !name.includes("kubernetes.io/") &&
    !name.startsWith(QUOTA_PREFIX) &&
    isQualifiedName(name) &&
    isQualifiedName(`${QUOTA_PREFIX}${name}`)
  );
}

/** What a ResourceQuota puts before the name of a resource. */
const QUOTA_PREFIX = "requests.";

/** In thousandths, of which the API server counts up to that many. */
const GREATEST_WHOLE = 2n ** 63n - 1n;

/** Nodes lend no more of an extended resource than they have. */
function checkReserved(
  name: string,
  request: JsonValue | undefined,
  limit: JsonValue | undefined,
  path: string,
  report: Report,
): void {
  if (!isGiven(limit)) report(`${path}.limits.${name}`, "is missing: what is no CPU, memory or disk needs a limit");
  else if (quantityOf(request) !== quantityOf(limit))
    report(
      `${path}.requests.${name}`,
      `must be equal to the limit, ${describeValue(limit)}, but is ${describeValue(request)}`,
    );
}

function noResource(name: string): string {
  if (name.startsWith("hugepages-")) return "is not for templates: no pod on Fargate has huge pages";
  return `is no resource of a container; known are ${RESOURCES.join(", ")} and devices such as example.com/gpu`;
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
