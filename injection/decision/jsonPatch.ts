import type { JsonValue } from "../json";

/** The only operation of JSON Patch (RFC 6902) that an injection needs: nothing of the pod is moved or removed. */
export interface AddOperation {
  readonly op: "add";
  readonly path: string;
  readonly value: JsonValue;
}

export interface InjectionPatch {
  readonly operations: readonly AddOperation[];
  /** The operations as an AdmissionReview carries them: JSON, then base64. */
  readonly base64: string;
}

export function toPatch(operations: readonly AddOperation[]): InjectionPatch {
  return { operations, base64: Buffer.from(JSON.stringify(operations)).toString("base64") };
}

/** A part of patches that have it in common, encoded once for all of them. */
export interface PatchPart {
  readonly operations: readonly AddOperation[];
  /** Base64; no patch by itself. */
  readonly encoded: string;
}

/** Base64 makes four characters of three bytes, so that a start of whole triples can be put before any end. */
export function patchStart(operations: readonly AddOperation[]): PatchPart {
  const text = `[${operations.map((operation) => `${JSON.stringify(operation)},`).join("")}`;
  const spaces = (3 - (Buffer.byteLength(text) % 3)) % 3;
  return { operations, encoded: Buffer.from(text + " ".repeat(spaces)).toString("base64") };
}

/** What follows the start: at least one operation. */
export function patchEnd(operations: readonly AddOperation[]): PatchPart {
  return { operations, encoded: Buffer.from(JSON.stringify(operations).slice("[".length)).toString("base64") };
}

export function joinPatch(start: PatchPart, end: PatchPart): InjectionPatch {
  return { operations: [...start.operations, ...end.operations], base64: start.encoded + end.encoded };
}

/** Sets a field of an object that is there. A field of that name is replaced. */
export function set(path: string, field: string, value: JsonValue): AddOperation {
  return { op: "add", path: `${path}/${escapePointer(field)}`, value };
}

/**
 * Sets fields of an object; one that is not there is made. An `add` below a parent that is not there makes the API
 * server refuse the pod.
 */
export function setAll(path: string, isThere: boolean, fields: Readonly<Record<string, JsonValue>>): AddOperation[] {
  const entries = Object.entries(fields);
  if (entries.length === 0) return [];
  if (!isThere) return [{ op: "add", path, value: fields }];
  return entries.map(([field, value]) => set(path, field, value));
}

/** Puts items at the end of a list; one that is not there is made. */
export function append(path: string, isThere: boolean, items: readonly JsonValue[]): AddOperation[] {
  if (items.length === 0) return [];
  if (!isThere) return [{ op: "add", path, value: items }];
  return items.map((value) => ({ op: "add", path: `${path}/-`, value }));
}

/** Puts items before those of a list; one that is not there is made. */
export function prepend(path: string, isThere: boolean, items: readonly JsonValue[]): AddOperation[] {
  if (!isThere) return append(path, false, items);
  return items.map((value, index) => ({ op: "add", path: `${path}/${index}`, value }));
}

/** Source: RFC 6901, section 3. */
function escapePointer(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}
