import type { JsonObject } from "../json";

/** What all annotations of an object may have together. Source: k8s.io/apimachinery, pkg/api/validation, TotalAnnotationSizeLimitB. */
export const ANNOTATIONS_LIMIT_BYTES = 256 * 1024;

/** Bytes of all keys and values. */
export function annotationBytes(annotations: JsonObject): number {
  return Object.entries(annotations).reduce(
    (bytes, [key, value]) =>
      bytes + Buffer.byteLength(key) + (typeof value === "string" ? Buffer.byteLength(value) : 0),
    0,
  );
}

/** Most bytes that a character of a JavaScript string takes. */
const BYTES_OF_CHARACTER = 3;

/** Tells whether they are more than an object may have, with so many bytes more. Bytes are only counted where it is close. */
export function exceedAnnotationLimit(annotations: JsonObject, moreBytes = 0): boolean {
  let characters = 0;
  for (const key of Object.keys(annotations)) {
    const value = annotations[key];
    characters += key.length + (typeof value === "string" ? value.length : 0);
  }
  if (characters * BYTES_OF_CHARACTER + moreBytes <= ANNOTATIONS_LIMIT_BYTES) return false;
  return annotationBytes(annotations) + moreBytes > ANNOTATIONS_LIMIT_BYTES;
}
