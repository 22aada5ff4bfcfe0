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

/** The items that a list of `spec` has beyond those that it had before, be it before them or behind them. */
export function addedTo(list: AddedList, before: JsonObject, after: JsonObject): readonly JsonObject[] {
  const old = listOf(before, list);
  const now = listOf(after, list);
  const start = startOf(old, now);
  return [...now.slice(0, start), ...now.slice(start + old.length)];
}

/**
 * Proves that nothing of the pod was lost, changed or moved: the changed pod without what stands before and behind the
 * items of its lists, without the status annotation and with the fields that may differ as they were is the pod before.
 */
export function assertNothingLost(before: JsonObject, after: JsonObject, mayDiffer: JsonObject = {}): void {
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
      if (!isJsonArray(old)) return restore(fields, list, old);
      const now = listOf(after, list);
      const start = startOf(listOf(before, list), now);
      return restore(fields, list, now.slice(start, start + old.length));
    }, spec),
  };
  assert.deepEqual(asBefore(undone, before, mayDiffer), before);
}

/** The value with what `mayDiffer` names as it was before: whole lists and scalars, but field by field in objects. */
function asBefore(value: JsonObject, before: JsonObject, mayDiffer: JsonObject): JsonObject {
  return Object.entries(mayDiffer).reduce((object, [field, inner]) => {
    const [now, old] = [object[field], before[field]];
    const deeper = isJsonObject(inner) && isJsonObject(now) && isJsonObject(old);
    return restore(object, field, deeper ? asBefore(now, old, inner) : old);
  }, value);
}

/** Where the old items begin in the new list. */
function startOf(old: readonly JsonObject[], now: readonly JsonObject[]): number {
  const [first] = old;
  const start = now.findIndex((item) => item.name === first?.name);
  return first === undefined ? now.length : Math.max(start, 0);
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
