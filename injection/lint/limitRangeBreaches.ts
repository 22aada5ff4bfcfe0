import type { JsonObject } from "../json";
import type { LimitRangeAmounts, LimitRangeItem } from "./limitRange";
import {
  amountsOf,
  containersOf,
  formatAmount,
  podAmounts,
  readAmounts,
  type AmountKind,
  type Amounts,
} from "./limitRangeAmounts";

/** What the API server refuses a pod for. */
export interface Breach {
  /** `spec.containers[0].resources.limits.memory`, or `spec` for the pod as a whole. */
  readonly path: string;
  readonly resource: string;
  /** The bound, or `default` where a default does not go with what the pod names itself. */
  readonly rule: "min" | "max" | "maxLimitRequestRatio" | "default";
  readonly message: string;
}

/** Where a pod, with all defaults in it, is beyond the bounds. */
export function breachesOf(pod: JsonObject, items: readonly LimitRangeItem[]): readonly Breach[] {
  return items.flatMap((item) => {
    if (item.type === "Container")
      return containersOf(pod).flatMap(({ path, container }) => itemBreaches(item, containerSubject(path, container)));
    return item.type === "Pod" ? itemBreaches(item, podSubject(pod)) : [];
  });
}

/** What is held against an entry. */
interface Subject {
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** Where an amount is to be seen, and how a message about it begins: `is`, `memory limit of the pod is`. */
  readonly pathOf: (kind: AmountKind, resource: string) => string;
  readonly startOf: (kind: AmountKind, resource: string) => string;
}

function containerSubject(path: string, container: JsonObject): Subject {
  return {
    requests: amountsOf(container, "requests"),
    limits: amountsOf(container, "limits"),
    pathOf: (kind, resource) => `${path}.resources.${kind}.${resource}`,
    startOf: () => "is",
  };
}

function podSubject(pod: JsonObject): Subject {
  return {
    requests: podAmounts(pod, "requests"),
    limits: podAmounts(pod, "limits"),
    pathOf: () => "spec",
    startOf: (kind, resource) => `${resource} ${kind === "limits" ? "limit" : "request"} of the pod is`,
  };
}

function itemBreaches({ type, min, max, maxLimitRequestRatio }: LimitRangeItem, subject: Subject): readonly Breach[] {
  const wants = (bound: string): string => `the LimitRange wants ${bound} for each ${type.toLowerCase()}`;
  const breach = (rule: Breach["rule"], kind: AmountKind, resource: string, is: string, bound: string): Breach => ({
    path: subject.pathOf(kind, resource),
    resource,
    rule,
    message: `${subject.startOf(kind, resource)} ${is}, and ${wants(bound)}`,
  });
  const shown = (resource: string, amount: bigint | undefined): string =>
    amount === undefined ? "not given" : formatAmount(resource, amount);

  const tooSmall = entriesOf(min).flatMap(([resource, least]) => {
    const bound = `${formatAmount(resource, least)} at least`;
    const request = subject.requests.get(resource);
    const limit = subject.limits.get(resource);
    if (request === undefined || request < least)
      return [breach("min", "requests", resource, shown(resource, request), bound)];
    return limit !== undefined && limit < least
      ? [breach("min", "limits", resource, shown(resource, limit), bound)]
      : [];
  });
  const tooLarge = entriesOf(max).flatMap(([resource, most]) => {
    const bound = `${formatAmount(resource, most)} at most`;
    const request = subject.requests.get(resource);
    const limit = subject.limits.get(resource);
    if (limit === undefined || limit > most) return [breach("max", "limits", resource, shown(resource, limit), bound)];
    return request !== undefined && request > most
      ? [breach("max", "requests", resource, shown(resource, request), bound)]
      : [];
  });
  const tooFar = entriesOf(maxLimitRequestRatio).flatMap(([resource, ratio]) => {
    const request = subject.requests.get(resource) ?? 0n;
    const limit = subject.limits.get(resource) ?? 0n;
    const bound = `limits of ${formatAmount("", ratio)} times the request at most`;
    const missing = request === 0n ? "requests" : "limits";
    if (request === 0n || limit === 0n)
      return [breach("maxLimitRequestRatio", missing, resource, "not given or 0", bound)];
    const is = `${formatAmount(resource, limit)} for a request of ${formatAmount(resource, request)}`;
    return isBeyond(limit, request, ratio) ? [breach("maxLimitRequestRatio", "limits", resource, is, bound)] : [];
  });
  return [...tooSmall, ...tooLarge, ...tooFar];
}

/** In floating point numbers, as the API server reckons: a limit of exactly as many times the request may be beyond. */
function isBeyond(limit: bigint, request: bigint, ratioThousandths: bigint): boolean {
  return (Number(limit) / Number(request)) * 1000 > Number(ratioThousandths);
}

function entriesOf(amounts: LimitRangeAmounts | undefined): readonly (readonly [string, bigint])[] {
  return [...readAmounts(amounts)];
}
