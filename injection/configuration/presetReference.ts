import { isJsonObject, withoutKeys, type JsonObject, type JsonValue } from "../json";
import { isGiven } from "./commonRules";
import { checkKubernetesType } from "./kubernetesObject";
import { mergeTemplates } from "./mergeTemplates";
import { describeValue, nearestName, type Report } from "../problem";

/** A template that others are built on. */
export interface Preset {
  readonly template: JsonObject;
  /** What it needs in the namespace of each pod. */
  readonly secrets: readonly NeededSecret[];
}

export interface NeededSecret {
  readonly name: string;
  readonly keys: readonly string[];
}

/** By the name that stands behind `preset:`. */
export type Presets = ReadonlyMap<string, Preset>;

/**
 * The template on top of its preset, if it names one: what it gives wins. What is misspelt in the template's own part is
 * reported here, at its own place; in the whole an item may stand at another one.
 */
export function withPreset(template: JsonObject, presets: Presets, path: string, report: Report): Preset {
  const { preset, ...own } = template;
  if (!isGiven(preset)) return withoutSecrets(own);
  const base = findPreset(preset, presets, `${path}.preset`, report);
  if (base === undefined) return withoutSecrets(own);
  const { metadata, spec } = own;
  checkKubernetesType(definedFields({ metadata, spec }), "TemplateBody", path, (at, message) => {
    if (message.startsWith("unknown field")) report(at, message);
  });
  return onTopOf(base, withoutSecrets(own));
}

/** A preset may be built on another one. */
function findPreset(
  name: JsonValue,
  presets: Presets,
  path: string,
  report: Report,
  seen: readonly string[] = [],
): Preset | undefined {
  if (typeof name !== "string") {
    report(path, `must be the name of a preset, but is ${describeValue(name)}`);
    return undefined;
  }
  const found = presets.get(name);
  if (found === undefined) {
    const nearest = nearestName(name, [...presets.keys()]);
    const known = `known are ${[...presets.keys()].sort().join(", ") || "none"}`;
    report(path, `no preset "${name}"; ${nearest === undefined ? known : `did you mean "${nearest}"?`}`);
    return undefined;
  }
  if (seen.includes(name)) {
    report(path, `is built on itself: ${[...seen, name].join(", ")}`);
    return undefined;
  }
  const { preset, ...template } = found.template;
  const own = { ...found, template };
  if (!isGiven(preset)) return own;
  const base = findPreset(preset, presets, path, report, [...seen, name]);
  return base === undefined ? undefined : onTopOf(base, own);
}

function onTopOf(base: Preset, top: Preset): Preset {
  return { template: mergeTemplates(base.template, top.template), secrets: [...base.secrets, ...top.secrets] };
}

function withoutSecrets(template: JsonObject): Preset {
  return { template, secrets: [] };
}

function definedFields(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isGiven(value)));
}

/** The templates of a configuration that are only there for others to be built on. */
export function presetsAmong(templates: ReadonlyMap<string, JsonValue>): Presets {
  const own = new Map<string, Preset>();
  for (const [name, value] of templates) {
    if (!isJsonObject(value) || value.kind !== "preset") continue;
    own.set(name, withoutSecrets(withoutKeys(value, new Set(["kind"]))));
  }
  return own;
}
