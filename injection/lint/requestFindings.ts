import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import type { LintFinding } from "./lintRule";

/** Limits that differ from the requests of the same container. A limit alone is a request too. */
export function requestFindings({ resources }: JsonObject, path: string): readonly LintFinding[] {
  if (!isJsonObject(resources)) return [];
  const { limits, requests } = resources;
  if (!isJsonObject(limits) || !isJsonObject(requests)) return [];
  return ["cpu", "memory"].flatMap((name) => {
    const [limit, request] = [limits[name], requests[name]];
    if (!isQuantity(limit) || !isQuantity(request) || parseQuantity(limit) === parseQuantity(request)) return [];
    return [
      {
        rule: "requests-differ-from-limits",
        path: `${path}.resources.limits.${name}`,
        message: `is ${limit}, but ${request} is requested; make both the same, or leave the limit out`,
      },
    ];
  });
}

function isQuantity(value: JsonValue | undefined): value is string | number {
  return (typeof value === "string" || typeof value === "number") && parseQuantity(value) !== undefined;
}
