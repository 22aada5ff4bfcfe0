import assert from "node:assert/strict";
import { applyPatch } from "fast-json-patch";
import { STATUS_ANNOTATION, type Decision } from "../../injection";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";
import { ADDED_LISTS, type AddedList } from "./goldenPods";

/** The pod after the decision's patch, applied as RFC 6902 says: a missing parent or a wrong path is an error. */
export function injectedPod(pod: JsonObject, decision: Decision): JsonObject {
  if (decision.patch === undefined) return pod;
  const operations = structuredClone(decision.patch.operations).map(({ op, path, value }) => ({ op, path, value }));
  const changed: unknown = applyPatch<unknown>(structuredClone(pod), operations, true).newDocument;
  assert.ok(isJsonObject(changed));
  return changed;
}

/** The items that a list of `spec` has beyond those that it had before. */
export function addedTo(list: AddedList, before: JsonObject, after: JsonObject): readonly JsonObject[] {
  return listOf(after, list).slice(listOf(before, list).length);
}

/**
 * Proves that nothing of the pod was lost or moved: the changed pod without what stands at the end of its lists and
 * without the status annotation is the pod that it was.
 */
export function assertNothingLost(before: JsonObject, after: JsonObject): void {
  const metadata = fieldsOf(after.metadata);
  const annotations = fieldsOf(metadata.annotations);
  const oldAnnotations = fieldsOf(before.metadata).annotations;
  const oldStatus = fieldsOf(oldAnnotations)[STATUS_ANNOTATION];
  const spec = fieldsOf(after.spec);
  const oldSpec = fieldsOf(before.spec);
  const undone = {
    ...after,
    metadata: restore(
      metadata,
      "annotations",
      isJsonObject(oldAnnotations) ? restore(annotations, STATUS_ANNOTATION, oldStatus) : oldAnnotations,
    ),
    spec: ADDED_LISTS.reduce((fields, list) => {
      const old = oldSpec[list];
      return restore(fields, list, isJsonArray(old) ? listOf(after, list).slice(0, old.length) : old);
    }, spec),
  };
  assert.deepEqual(undone, before);
}

function listOf(pod: JsonObject, list: AddedList): readonly JsonObject[] {
  const value = fieldsOf(pod.spec)[list];
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

function fieldsOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The object with the field as it was, also where it was not there. */
function restore(object: JsonObject, field: string, old: JsonValue | undefined): JsonObject {
  const others = Object.entries(object).filter(([key]) => key !== field);
  return Object.fromEntries(old === undefined ? others : [...others, [field, old]]);
}
