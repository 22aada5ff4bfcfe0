import { canonicalJson, isJsonArray, isJsonObject, type JsonValue, type NamedObject } from "../json";

/**
 * Tells whether two volumes of one name can be one: they are equal but for the defaults that the API server writes
 * out, or both are an emptyDir, which each side only needs to exist.
 */
export function sameVolume(a: NamedObject, b: NamedObject): boolean {
  if (isEmptyDir(a) && isEmptyDir(b)) return true;
  return canonicalJson(withoutDefaults(a)) === canonicalJson(withoutDefaults(b));
}

/** A volume without a source is an emptyDir: the API server makes it one. */
function isEmptyDir(volume: NamedObject): boolean {
  const hasNoSource = Object.entries(volume).every(([field, value]) => field === "name" || value === null);
  return hasNoSource || isJsonObject(volume.emptyDir);
}

/** Defaults of volume sources, beside false for every boolean; what is empty is left out. Source: k8s.io/kubernetes, pkg/apis/core/v1/defaults.go. */
const DEFAULTS: Readonly<Record<string, JsonValue>> = {
  defaultMode: 0o644,
  expirationSeconds: 3600,
  apiVersion: "v1",
  divisor: "0",
};

function withoutDefaults(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(withoutDefaults);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, item]) =>
      item === undefined ||
      item === null ||
      item === false ||
      item === "" ||
      (isJsonArray(item) && item.length === 0) ||
      (Object.hasOwn(DEFAULTS, field) && DEFAULTS[field] === item)
        ? []
        : [[field, withoutDefaults(item)]],
    ),
  );
}
