import { isJsonArray, isJsonObject, isNamedObject, type JsonObject } from "../json";
import type { LintFinding } from "./lintRule";

/**
 * What is found in a pod with sidecars and not in the pod without them. Containers and volumes are told apart by name,
 * because sidecars may move the others along.
 */
export function newFindings(
  before: JsonObject,
  after: JsonObject,
  findingsOf: (pod: JsonObject) => readonly LintFinding[],
): readonly LintFinding[] {
  const keyOf = (pod: JsonObject, { rule, path }: LintFinding): string => `${rule} ${namesInPlaceOfIndexes(pod, path)}`;
  const known = new Set(findingsOf(before).map((finding) => keyOf(before, finding)));
  return findingsOf(after).filter((finding) => !known.has(keyOf(after, finding)));
}

const ITEM = /^spec\.([A-Za-z]+)\[(\d+)\]/;

/** The path with the name of the container or volume in it: `spec.containers[app].image`. */
export function namesInPlaceOfIndexes({ spec }: JsonObject, path: string): string {
  const [matched, list, index] = ITEM.exec(path) ?? [];
  if (matched === undefined || list === undefined || !isJsonObject(spec)) return path;
  const items = spec[list];
  const item = isJsonArray(items) ? items[Number(index)] : undefined;
  return item !== undefined && isNamedObject(item) ? `spec.${list}[${item.name}]${path.slice(matched.length)}` : path;
}
