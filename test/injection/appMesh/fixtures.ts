import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../../injection/json";

/** A pod side by side: what AWS's two injectors make of it, what we make of it, and why that differs. */
export interface Fixture {
  /** The name of its file, without the ending. */
  readonly name: string;
  /** What it proves. */
  readonly claim: string;
  readonly settings: JsonObject;
  /** Whether the cluster has them; `nativeSidecars` of the file, by default true. */
  readonly nativeSidecars: boolean;
  readonly namespace: string;
  readonly pod: JsonObject;
  /** What AWS's code documents, in words. */
  readonly aws: { readonly injector: string; readonly controller: string };
  /** Every deliberate difference, with its reason. */
  readonly differences: readonly string[];
  readonly ours: Expected;
}

export type Expected =
  /** The whole body. */
  | { readonly kind: "body"; readonly body: JsonObject; readonly podVolumes: readonly string[] }
  /** What the body shows, beside other things: see `assertShows`. */
  | { readonly kind: "shows"; readonly shows: JsonObject; readonly podVolumes: readonly string[] }
  | { readonly kind: "reason"; readonly reason: string; readonly detail: string };

export function fixtures(): readonly Fixture[] {
  const folder = join(__dirname, "fixtures");
  return readdirSync(folder)
    .sort()
    .map((file) => {
      try {
        return fixture(basename(file, ".yaml"), parse(readFileSync(join(folder, file), "utf8")));
      } catch (error) {
        throw new Error(`${file} is no fixture`, { cause: error });
      }
    });
}

function fixture(name: string, file: unknown): Fixture {
  const { claim, settings, nativeSidecars = true, namespace, pod, aws, differences, ours, ...rest } = object(file);
  const { injector, controller, ...others } = object(aws);
  assert.deepEqual([...Object.keys(rest), ...Object.keys(others)], []);
  return {
    name,
    claim: text(claim),
    settings: object(settings),
    nativeSidecars: nativeSidecars === true,
    namespace: text(namespace),
    pod: object(pod),
    aws: { injector: text(injector), controller: text(controller) },
    differences: texts(differences),
    ours: expected(object(ours)),
  };
}

function expected({ body, shows, podVolumes = [], reason, detail, ...rest }: JsonObject): Expected {
  assert.deepEqual(Object.keys(rest), []);
  if (reason !== undefined) return { kind: "reason", reason: text(reason), detail: text(detail) };
  return body === undefined
    ? { kind: "shows", shows: object(shows), podVolumes: texts(podVolumes) }
    : { kind: "body", body: object(body), podVolumes: texts(podVolumes) };
}

/**
 * Asserts what a body shows: each field as it is said, `~` where there must be none, a list of objects item by item, and
 * `env` as a mapping of some names to their values.
 */
export function assertShows(actual: JsonValue | undefined, shown: JsonValue | undefined, path: string): void {
  if (shown === null) assert.equal(actual, undefined, path);
  else if (path.endsWith(".env") && isJsonObject(shown)) assertVariables(actual, shown, path);
  else if (isJsonArray(shown) && shown.every(isJsonObject)) {
    assert.ok(isJsonArray(actual), `${path} is no list`);
    assert.equal(actual.length, shown.length, path);
    for (const [index, item] of shown.entries()) assertShows(actual[index], item, `${path}[${index}]`);
  } else if (isJsonObject(shown)) {
    assert.ok(isJsonObject(actual), `${path} is no mapping`);
    for (const [field, value] of Object.entries(shown)) assertShows(actual[field], value, `${path}.${field}`);
  } else assert.deepEqual(actual, shown, path);
}

function assertVariables(actual: JsonValue | undefined, shown: JsonObject, path: string): void {
  assert.ok(isJsonArray(actual), `${path} is no list`);
  const variables = actual.filter(isJsonObject);
  for (const [name, value] of Object.entries(shown)) {
    const found = variables.filter((variable) => variable.name === name);
    assert.deepEqual(
      found.map((variable) => variable.value ?? variable.valueFrom),
      value === null ? [] : [value],
      `${path}.${name}`,
    );
  }
}

function object(value: unknown): JsonObject {
  assert.ok(isJsonObject(value), `no mapping: ${JSON.stringify(value)}`);
  return value;
}

function text(value: JsonValue | undefined): string {
  assert.ok(typeof value === "string", `no text: ${JSON.stringify(value)}`);
  return value;
}

function texts(value: JsonValue | undefined): readonly string[] {
  assert.ok(isJsonArray(value), `no list: ${JSON.stringify(value)}`);
  return value.map(text);
}
