/** A value as JSON has it. Objects may lack a field, so reading one gives `undefined` too. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [field: string]: JsonValue | undefined;
}

/** An object that Kubernetes keys by name within its list: a container, a volume, a pull secret. */
export type NamedObject = JsonObject & { readonly name: string };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isNamedObject(value: JsonValue): value is NamedObject {
  return isJsonObject(value) && typeof value.name === "string";
}

/** The value where it is an object, else one without fields. */
export function objectIn(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The objects of a list; none where the value is no list. */
export function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

/** The strings of a list; none where the value is no list. */
export function stringsIn(value: JsonValue | undefined): readonly string[] {
  return isJsonArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The object's own field; never something that it inherits, whatever the field is called. */
export function ownField(object: JsonObject, field: string): JsonValue | undefined {
  return Object.hasOwn(object, field) ? object[field] : undefined;
}

/** JSON text with sorted keys: equal for equal values, whatever the order of their fields. */
export function canonicalJson(value: JsonValue): string {
  if (isJsonArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, field]) => (field === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(field)}`]));
  return `{${fields.join(",")}}`;
}

/** The value without the fields that are null, which Kubernetes reads as absent. */
export function withoutNulls(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) =>
      field === null || field === undefined ? [] : [[key, withoutNulls(field)]],
    ),
  );
}

/** The object without some of its fields. */
export function withoutKeys<Value>(
  object: Readonly<Record<string, Value>>,
  keys: ReadonlySet<string>,
): Readonly<Record<string, Value>> {
  if (keys.size === 0) return object;
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.has(key)));
}
