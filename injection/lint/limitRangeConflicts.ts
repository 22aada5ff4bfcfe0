import { isJsonObject, type JsonObject } from "../json";
import { amountsOf, containersOf, containerSum, formatAmount } from "./limitRangeAmounts";
import type { Breach } from "./limitRangeBreaches";

/**
 * Where defaults do not go with what the pod names itself: a default limit below a container's own request, or defaults
 * of containers beyond what the pod names as a whole. Source: validateResourceRequirements and
 * validatePodResourceConsistency in k8s.io/kubernetes, pkg/apis/core/validation.
 *
 * @param completed The pod without the defaults of LimitRanges.
 * @param defaulted The pod with them.
 */
export function conflictsOf(completed: JsonObject, defaulted: JsonObject): readonly Breach[] {
  const known = new Set(inconsistenciesOf(completed).map(({ path }) => path));
  return inconsistenciesOf(defaulted).filter(({ path }) => !known.has(path));
}

function inconsistenciesOf(pod: JsonObject): readonly Breach[] {
  const { spec } = pod;
  if (!isJsonObject(spec)) return [];
  const found: Breach[] = [];
  const note = (path: string, resource: string, amount: bigint, than: string, other: bigint): void => {
    const message = `is ${formatAmount(resource, amount)} with the LimitRange, and ${than} ${formatAmount(resource, other)}`;
    found.push({ path: `${path}.${resource}`, resource, rule: "default", message });
  };

  const wholeLimits = amountsOf(spec, "limits");
  for (const { path, container } of containersOf(pod)) {
    const requests = amountsOf(container, "requests");
    for (const [resource, limit] of amountsOf(container, "limits")) {
      const request = requests.get(resource);
      const whole = wholeLimits.get(resource);
      const limits = `${path}.resources.limits`;
      if (request !== undefined && request > limit) note(limits, resource, limit, "the request is", request);
      else if (path.startsWith("spec.containers[") && whole !== undefined && limit > whole)
        note(limits, resource, limit, "the limit of the whole pod is", whole);
    }
  }
  const wholeRequests = amountsOf(spec, "requests");
  for (const [resource, sum] of containerSum(spec, "requests")) {
    const whole = wholeRequests.get(resource);
    if (whole !== undefined && sum > whole)
      note("spec.resources.requests", resource, whole, "its containers request", sum);
  }
  return found;
}
