import { isJsonObject, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { checkOneOf } from "./commonRules";
import { describeValue, type Report } from "../problem";
import { isQualifiedName } from "./qualifiedName";

/** Checks a reference to a field of the pod: one of those known here, or one label or annotation. */
export function checkFieldRef(
  reference: JsonValue | undefined,
  known: readonly string[],
  path: string,
  report: Report,
): void {
  if (!isJsonObject(reference)) return;
  checkOneOf(reference.apiVersion, ["", "v1"], `${path}.apiVersion`, report);
  const { fieldPath } = reference;
  if (typeof fieldPath !== "string" || fieldPath === "" || isSubscripted(fieldPath)) return;
  const all = [...known, "metadata.labels['KEY']", "metadata.annotations['KEY']"];
  checkOneOf(fieldPath, all, `${path}.fieldPath`, report);
}

/** `metadata.labels['app']`: one label or annotation of the pod. Case does not matter in the key of an annotation. */
function isSubscripted(fieldPath: string): boolean {
  const [, list, key = ""] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(fieldPath) ?? [];
  return list !== undefined && isQualifiedName(list === "annotations" ? key.toLowerCase() : key);
}

const RESOURCE = /^(limits|requests)\.(cpu|memory|ephemeral-storage)$/;

/** Checks a reference to what a container requests or is limited to. */
export function checkResourceFieldRef(reference: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonObject(reference)) return;
  const { resource, divisor } = reference;
  if (typeof resource !== "string" || resource === "") return;
  const kind = RESOURCE.exec(resource)?.[2];
  if (kind === undefined)
    report(
      `${path}.resource`,
      `must be limits or requests of cpu, memory or ephemeral-storage, but is ${describeValue(resource)}`,
    );
  else if (!isDivisor(divisor, kind === "cpu"))
    report(
      `${path}.divisor`,
      `must be ${kind === "cpu" ? "1 or 1m" : "1 with or without a unit, such as 1Mi"}, but is ${describeValue(divisor)}`,
    );
}

function isDivisor(divisor: JsonValue | undefined, ofCpu: boolean): boolean {
  if (typeof divisor !== "string" && typeof divisor !== "number") return true;
  if (parseQuantity(divisor) === 0n) return true;
  return (ofCpu ? /^1m?$/ : /^1([kMGTPE]|[KMGTPE]i)?$/).test(String(divisor));
}
