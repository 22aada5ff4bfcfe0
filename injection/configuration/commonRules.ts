import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json";
import { describeValue, type Report } from "./problem";

/** A DNS label, which Kubernetes wants as the name of a container or volume. Source: RFC 1123. */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

export function checkDnsLabel(value: JsonValue | undefined, path: string, report: Report): void {
  if (typeof value === "string" && !DNS_LABEL.test(value))
    report(path, `must be lower-case letters, digits and "-", at most 63, but is ${describeValue(value)}`);
}

/** Reports every name that stands a second time in a list, and where it stood first. */
export function checkUnique(
  names: Iterable<readonly [name: JsonValue | undefined, path: string]>,
  report: Report,
): void {
  const first = new Map<JsonValue, string>();
  for (const [name, path] of names) {
    if (typeof name !== "string") continue;
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, path);
    else report(path, `"${name}" stands already at ${earlier}`);
  }
}

/** Reports a value that is none of those that Kubernetes knows. */
export function checkOneOf(value: JsonValue | undefined, known: readonly string[], path: string, report: Report): void {
  if (typeof value === "string" && !known.includes(value))
    report(path, `must be one of ${known.join(", ")}, but is ${describeValue(value)}`);
}

export function checkNumberRange(
  value: JsonValue | undefined,
  [least, most]: readonly [number, number],
  path: string,
  report: Report,
): void {
  if (typeof value === "number" && (value < least || value > most))
    report(path, `must be from ${least} to ${most}, but is ${value}`);
}

/** Reports an object in which not exactly one of the possible fields is given. */
export function checkExactlyOne(choices: JsonObject, path: string, report: Report): void {
  const given = Object.keys(choices).filter((field) => choices[field] !== undefined && choices[field] !== null);
  if (given.length === 0) report(path, `must have one of ${Object.keys(choices).join(", ") || "its possible fields"}`);
  if (given.length > 1) report(path, `has ${given.join(" and ")}; give one of them`);
}

/** The objects of a list with the path of each; nothing where the value is no list. */
export function objectsAt(list: JsonValue | undefined, path: string): readonly (readonly [JsonObject, string])[] {
  if (!isJsonArray(list)) return [];
  return list.flatMap((item, index) => (isJsonObject(item) ? [[item, `${path}[${index}]`] as const] : []));
}
