import assert from "node:assert/strict";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";
import { PRESETS } from "../../presets";

/**
 * A template with what its preset says under what it says itself: objects field by field, lists of named objects by
 * name, mounts by their path, all other lists replaced.
 */
export function expandPreset(template: JsonObject): JsonObject {
  const { preset: name, ...own } = template;
  if (name === undefined) return template;
  assert.ok(typeof name === "string");
  const base = asJson(PRESETS.get(name)?.template);
  assert.ok(isJsonObject(base), `no preset ${name}`);
  const merged = merge(base, own);
  assert.ok(isJsonObject(merged));
  return merged;
}

/** A value of the format as plain JSON. */
export function asJson(value: unknown): JsonValue {
  const json: unknown = JSON.parse(JSON.stringify(value));
  assert.ok(isJsonObject(json));
  return json;
}

function merge(base: JsonValue | undefined, own: JsonValue | undefined): JsonValue | undefined {
  if (own === undefined) return base;
  if (isJsonObject(base) && isJsonObject(own)) {
    const keys = new Set([...Object.keys(base), ...Object.keys(own)]);
    return Object.fromEntries([...keys].map((key) => [key, merge(base[key], own[key])]));
  }
  if (!isJsonArray(base) || !isJsonArray(own)) return own;
  const key = ["mountPath", "name"].find((field) =>
    [...base, ...own].every((item) => fieldOf(item, field) !== undefined),
  );
  if (key === undefined) return own;
  const kept = base.map(
    (item) =>
      merge(
        item,
        own.find((other) => fieldOf(other, key) === fieldOf(item, key)),
      ) ?? item,
  );
  const added = own.filter((item) => !base.some((other) => fieldOf(other, key) === fieldOf(item, key)));
  return [...kept, ...added];
}

function fieldOf(item: JsonValue, field: string): JsonValue | undefined {
  return isJsonObject(item) ? item[field] : undefined;
}
