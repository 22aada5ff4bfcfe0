import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json";

/**
 * A template on top of another one: what it gives wins. Mappings are merged field by field, and a field without a value
 * takes the one below away. Lists whose items have a name are merged by it, those of mounts by their path; new items come
 * after those below. Any other list takes the place of the one below.
 */
export function mergeTemplates(base: JsonObject, top: JsonObject): JsonObject {
  const merged: Record<string, JsonValue | undefined> = { ...base };
  for (const [field, value] of Object.entries(top)) {
    if (value === undefined) continue;
    const below = Object.hasOwn(base, field) ? base[field] : undefined;
    Object.defineProperty(merged, field, {
      value: mergeValues(below, value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return merged;
}

function mergeValues(below: JsonValue | undefined, value: JsonValue): JsonValue {
  if (isJsonObject(below) && isJsonObject(value)) return mergeTemplates(below, value);
  if (!isJsonArray(below) || !isJsonArray(value)) return value;
  const key = keyOf([...below, ...value]);
  return key === undefined ? value : mergeLists(below, value, key);
}

/** The field by which every item of a list is known; undefined where there is none. */
function keyOf(items: readonly JsonValue[]): string | undefined {
  return ["mountPath", "name"].find((key) =>
    items.every((item) => isJsonObject(item) && typeof item[key] === "string"),
  );
}

function mergeLists(below: readonly JsonValue[], items: readonly JsonValue[], key: string): readonly JsonValue[] {
  const keyed = (item: JsonValue): JsonValue | undefined => (isJsonObject(item) ? item[key] : undefined);
  const merged = below.map((base) => {
    const top = items.find((item) => keyed(item) === keyed(base));
    return top === undefined ? base : mergeValues(base, top);
  });
  const added = items.filter((item) => !below.some((base) => keyed(base) === keyed(item)));
  return [...merged, ...added];
}
