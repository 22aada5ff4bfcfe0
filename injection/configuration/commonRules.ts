import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json";
import { unknownFieldOf } from "./misplacedFields";
import { describeValue, wrongType, type Report } from "../problem";

/** A DNS label, which Kubernetes wants as the name of a container or volume. Source: RFC 1123. */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Labels with dots between them, at most 253 characters: the name of a ConfigMap, a Secret or a CSI driver. */
const DNS_SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A key of a ConfigMap or Secret. */
const DATA_KEY = /^(?!\.\.)(?!\.$)[-._a-zA-Z0-9]{1,253}$/;

/** Tells whether a field is there. Kubernetes reads null as absent. */
export function isGiven(value: JsonValue | undefined): value is Exclude<JsonValue, null> {
  return value !== undefined && value !== null;
}

/** Reports a value that is empty where the API server wants one, though its type allows it to be absent. */
export function checkGiven(value: JsonValue | undefined, path: string, report: Report): void {
  if (!isGiven(value) || value === "") report(path, "is missing");
}

/** An empty name is not reported here: it counts as missing. */
export function checkDnsLabel(value: JsonValue | undefined, path: string, report: Report): void {
  if (typeof value === "string" && value !== "" && !DNS_LABEL.test(value))
    report(path, `must be lower-case letters, digits and "-", at most 63, but is ${describeValue(value)}`);
}

/** The name of another object, which must be given. */
export function checkObjectName(value: JsonValue | undefined, path: string, report: Report): void {
  if (typeof value === "string" && value !== "" && !DNS_SUBDOMAIN.test(value))
    report(path, `must be lower-case letters, digits, "-" and ".", but is ${describeValue(value)}`);
  else checkGiven(value, path, report);
}

export function isDnsSubdomain(name: string): boolean {
  return DNS_SUBDOMAIN.test(name);
}

export function isDataKey(key: string): boolean {
  return DATA_KEY.test(key);
}

/** Reports every name that stands a second time in a list, and where it stood first. */
export function checkUnique(
  names: Iterable<readonly [name: JsonValue | undefined, path: string]>,
  report: Report,
): void {
  const first = new Map<JsonValue, string>();
  for (const [name, path] of names) {
    if (typeof name !== "string" || name === "") continue;
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, path);
    else report(path, `"${name}" stands already at ${earlier}`);
  }
}

/** Reports a value that is none of those that Kubernetes knows; an empty one among them stands for the default. */
export function checkOneOf(value: JsonValue | undefined, known: readonly string[], path: string, report: Report): void {
  if (!isGiven(value) || (typeof value === "string" && known.includes(value))) return;
  const [only, ...others] = known.filter((name) => name !== "");
  const wanted = others.length === 0 ? String(only) : `one of ${[only, ...others].join(", ")}`;
  report(path, `must be ${wanted}, but is ${describeValue(value)}`);
}

/** True or false; false where it is not given. */
export function readBoolean(value: JsonValue | undefined, path: string, report: Report): boolean {
  if (isGiven(value) && typeof value !== "boolean") report(path, wrongType("true or false", value));
  return value === true;
}

/** What is no whole number was reported with its type. */
export function checkNumberRange(
  value: JsonValue | undefined,
  [least, most]: readonly [number, number],
  path: string,
  report: Report,
): void {
  if (typeof value === "number" && Number.isSafeInteger(value) && (value < least || value > most))
    report(path, `must be ${most === Infinity ? `at least ${least}` : `from ${least} to ${most}`}, but is ${value}`);
}

/** The permissions of a file. YAML reads a number as octal only where it starts with 0. */
export function checkFileMode(value: JsonValue | undefined, path: string, report: Report): void {
  if (typeof value === "number" && (value < 0 || value > 0o777))
    report(path, `must be from 0 to 0777, which is 511, but is ${value}`);
}

export function checkRelativePath(value: JsonValue | undefined, path: string, report: Report): void {
  if (typeof value === "string" && (value.startsWith("/") || hasBackstep(value)))
    report(path, `must be a relative path without "..", but is ${describeValue(value)}`);
}

/**
 * Tells whether the API server sees white space at an end of a text. For it U+0085 is some, unlike for JavaScript.
 * Source: unicode.IsSpace of Go.
 */
export function isPadded(text: string): boolean {
  return /^[\s\u0085]|[\s\u0085]$/.test(text);
}

export function hasBackstep(path: string): boolean {
  return path.split("/").includes("..");
}

/** Reports an object in which not exactly one of the possible fields is given. */
export function checkExactlyOne(choices: JsonObject, path: string, report: Report): void {
  const given = Object.keys(choices).filter((field) => isGiven(choices[field]));
  if (given.length === 0) report(path, `must have one of ${Object.keys(choices).join(", ") || "its possible fields"}`);
  if (given.length > 1) report(path, `has ${given.join(" and ")}; give one of them`);
}

/**
 * Reports every field that is none of the known ones.
 * @param type the table of `misplacedFields.ts` that knows where else such a field may belong. Default: none.
 */
export function checkUnknownFields(
  value: JsonObject,
  known: readonly string[],
  path: string,
  report: Report,
  type = "",
): void {
  for (const field of Object.keys(value))
    if (!known.includes(field)) report(`${path}.${field}`, unknownFieldOf(type, field, known));
}

/** The objects of a list with the path of each; nothing where the value is no list. */
export function objectsAt(list: JsonValue | undefined, path: string): readonly (readonly [JsonObject, string])[] {
  if (!isJsonArray(list)) return [];
  return list.flatMap((item, index) => (isJsonObject(item) ? [[item, `${path}[${index}]`] as const] : []));
}
