import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { stringify } from "yaml";
import { parseYamlText, STATUS_ANNOTATION, type Decision } from "../../injection";
import { isJsonObject, type JsonObject } from "../../injection/json";
import { injectedPod } from "../injection/injectedPod";
import { decideFor, onFargate } from "./presetPods";

const FOLDER = join(__dirname, "..", "..", "examples", "presets");

/** A folder of `examples/presets`. */
export interface PresetExample {
  readonly name: string;
  /** The data of its ConfigMap. */
  readonly templates: Readonly<Record<string, string>>;
  /** Its app, as EKS leaves it for Fargate. */
  readonly pod: JsonObject;
  readonly expectedPod: JsonObject;
}

export function presetExamples(): readonly PresetExample[] {
  return readdirSync(FOLDER)
    .sort()
    .map((name) => ({ ...readExample(name), expectedPod: readYaml(name, "expected-pod.yaml") }));
}

/** What the example's app becomes, without the status: that has the hash of the configuration. */
export function injectedExample({ templates, pod }: Omit<PresetExample, "expectedPod">): {
  readonly decision: Decision;
  readonly pod: JsonObject;
} {
  const decision = decideFor(templates, pod, "shop");
  const injected = injectedPod(pod, decision);
  const { metadata } = injected;
  assert.ok(isJsonObject(metadata) && isJsonObject(metadata.annotations));
  const annotations = without(metadata.annotations, STATUS_ANNOTATION);
  const isEmpty = Object.keys(annotations).length === 0;
  return {
    decision,
    pod: { ...injected, metadata: isEmpty ? without(metadata, "annotations") : { ...metadata, annotations } },
  };
}

function without(object: JsonObject, field: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== field));
}

function readExample(name: string): Omit<PresetExample, "expectedPod"> {
  const { data } = readYaml(name, "configmap.yaml");
  assert.ok(isJsonObject(data));
  const templates = Object.entries(data).map(([key, text]) => {
    assert.ok(typeof text === "string");
    return [key, text] as const;
  });
  return { name, templates: Object.fromEntries(templates), pod: onFargate(readYaml(name, "app.yaml")) };
}

function readYaml(example: string, file: string): JsonObject {
  return readObject(readFileSync(join(FOLDER, example, file), "utf8"));
}

function readObject(text: string): JsonObject {
  const read = parseYamlText(text);
  assert.ok("value" in read && isJsonObject(read.value), "error" in read ? read.error : text);
  return read.value;
}

/** Writes every `expected-pod.yaml` anew; what it changes is to be read before it is committed. */
async function main(): Promise<void> {
  for (const name of readdirSync(FOLDER)) {
    const filepath = join(FOLDER, name, "expected-pod.yaml");
    const comment =
      "# The pod that becomes of app.yaml: what EKS and the injector add to it, without the injector's status.\n";
    const { pod } = injectedExample(readExample(name));
    const { apiVersion, kind, metadata, spec } = pod;
    const text =
      comment +
      stringify({ apiVersion, kind, metadata, spec }, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false });
    writeFileSync(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }));
  }
}

if (require.main === module) void main();
