import assert from "node:assert/strict";
import { applyPatch } from "fast-json-patch";
import { STATUS_ANNOTATION, type Decision } from "../../injection";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";
import type { AddedList } from "./goldenPods";

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
  const [old, now] = [listAt(before, list), listAt(after, list)];
  const start = startOf(old, now);
  return [...now.slice(0, start), ...now.slice(start + old.length)];
}

/**
 * Proves that nothing of the pod was lost, changed or moved: the changed pod without what a template may add is the pod
 * before. What it may add stands in `takenBack` and the functions that it names; every other difference is an error.
 */
export function assertNothingLost(before: JsonObject, after: JsonObject): void {
  assert.deepEqual(takenBack(before, after), before);
}

type Undo = (old: JsonValue | undefined, now: JsonValue | undefined) => JsonValue | undefined;

function takenBack(before: JsonObject, after: JsonObject): JsonValue | undefined {
  return fields({
    metadata: fields({ labels: newKeys, annotations: annotations }),
    spec: fields({
      containers: items(
        "anywhere",
        fields({ env: items("last"), envFrom: items("first"), volumeMounts: items("last") }),
      ),
      initContainers: items("anywhere"),
      volumes: items("last"),
      imagePullSecrets: items("last"),
      securityContext: newKeys,
      shareProcessNamespace: whereUnset,
      hostAliases: items("last", fields({ hostnames: items("last") })),
      dnsConfig: fields({ options: items("last") }),
      terminationGracePeriodSeconds: longer,
    }),
  })(before, after);
}

const same: Undo = (_old, now) => now;

/** An object that may get the fields that it had not, or null; the named ones by their own rules. */
function fields(rules: Readonly<Record<string, Undo>>): Undo {
  return (old, now) => {
    if (!isJsonObject(now)) return now;
    if (!isJsonObject(old)) return old === null ? null : undefined;
    const undone = Object.keys(now).map((key) => {
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
      return [key, (rule ?? same)(own(old, key), own(now, key))] as const;
    });
    return Object.fromEntries(undone.filter(([, value]) => value !== undefined));
  };
}

/** An object that may get keys that it had not, or that were null. */
const newKeys: Undo = (old, now) => {
  if (!isJsonObject(now)) return now;
  if (!isJsonObject(old)) return old === null ? null : undefined;
  return Object.fromEntries(
    Object.entries(now).flatMap(([key, value]) =>
      !Object.hasOwn(old, key) ? [] : [[key, old[key] === null ? null : value]],
    ),
  );
};

/** The status may replace an older one. */
const annotations: Undo = (old, now) => {
  const undone = newKeys(old, now);
  if (!isJsonObject(undone) || !isJsonObject(old) || !Object.hasOwn(old, STATUS_ANNOTATION)) return undone;
  return { ...undone, [STATUS_ANNOTATION]: old[STATUS_ANNOTATION] };
};

const whereUnset: Undo = (old, now) => (old === undefined || old === null ? old : now);

const longer: Undo = (old, now) =>
  typeof now === "number" && now > (typeof old === "number" ? old : 30) ? (typeof old === "object" ? null : old) : now;

/** A list that may grow at an end, and whose own items may change by their own rule. */
function items(where: "first" | "last" | "anywhere", item: Undo = same): Undo {
  return (old, now) => {
    if (!isJsonArray(now)) return now;
    if (!isJsonArray(old)) return old === null ? null : undefined;
    const start =
      where === "last" ? 0 : where === "first" ? now.length - old.length : startOf(objects(old), objects(now));
    return old.map((each, index) => item(each, now[start + index]) ?? null);
  };
}

/** Where the old items begin in the new list. */
function startOf(old: readonly JsonObject[], now: readonly JsonObject[]): number {
  const [first] = old;
  const start = now.findIndex((item) => item.name === first?.name);
  return first === undefined ? now.length : Math.max(start, 0);
}

/** The objects in a list of `spec`. */
export function listAt(pod: JsonObject, list: string): readonly JsonObject[] {
  const { spec } = pod;
  return objects(isJsonObject(spec) ? spec[list] : undefined);
}

function objects(list: JsonValue | undefined): readonly JsonObject[] {
  return isJsonArray(list) ? list.filter(isJsonObject) : [];
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
