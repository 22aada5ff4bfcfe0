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
