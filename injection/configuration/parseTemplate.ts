import { createHash } from "node:crypto";
import {
  canonicalJson,
  isJsonArray,
  isJsonObject,
  objectIn,
  withoutKeys,
  withoutNulls,
  type JsonObject,
  type JsonValue,
} from "../json";
import { parseAppMeshSettings } from "../appMesh/parseAppMeshSettings";
import type { AppMeshTemplate } from "../appMesh/appMeshTemplate";
import { ALL_PROFILES_KEY, SETTINGS_KEY } from "../names";
import type { LintLevels } from "../lint/lintRule";
import { clarify } from "./clarify";
import { checkUnknownFields, isGiven, readBoolean } from "./commonRules";
import { parseLabelSelector, type LabelSelector } from "./labelSelector";
import { lintLevelWarnings, parseLintLevels } from "./lintLevels";
import {
  checkSpecimen,
  findParameters,
  parameterPlaces,
  placeholderWarnings,
  type ParameterizedBody,
} from "./parameterizedBody";
import { parseParameters } from "./parameters";
import { describeValue, wrongType, type Problem, type Report } from "../problem";
import { withPreset, type Presets } from "./presetReference";
import { missingDefaultWarnings, secretWarnings } from "./presetWarnings";
import { isLikeSettings } from "./settings";
import { parseSizing, sizingWarnings } from "./parseSizing";
import type { Sizing } from "./sizing";
import { addsNothing, parseTemplateBody, SPEC_ADDITIONS, type TemplateBody } from "./templateBody";
import type { TemplateFormat } from "./templateFormat";
import { byteWarnings, keyWarnings, patternWarnings } from "./templateWarnings";
import { wrapperFault } from "./templateWrapper";

/** One named entry of the sidecar configuration: which pods it is for, and what it adds to them. */
export interface SidecarTemplate extends TemplateBody {
  /** The key in the ConfigMap. */
  readonly name: string;
  /** Fargate profiles it is for; `*` and `?` are wildcards. */
  readonly profiles: readonly string[];
  /** Namespaces it is for, with wildcards. */
  readonly namespaces: readonly string[];
  /** Labels that a pod must have. */
  readonly podSelector: LabelSelector;
  /** Whether only those pods get it that ask for it. */
  readonly optIn: boolean;
  /** Templates apply from the lowest order to the highest, `_all` last among equals, then by name. */
  readonly order: number;
  /** Undefined where every pod gets the same. Otherwise `metadata` and `spec` are an example of what a pod gets. */
  readonly parameterized: ParameterizedBody | undefined;
  readonly sizing: Sizing;
  /** Levels of lint rules that hold for this template alone. */
  readonly lint: LintLevels;
  /** Hash of the template: the same for the same content, however it is written. */
  readonly hash: string;
}

/** A template with what is hardly meant in it, or everything that is wrong with it, not only the first thing. */
export type ParsedTemplate =
  | { readonly kind: "fargate"; readonly template: SidecarTemplate; readonly warnings: readonly Problem[] }
  | { readonly kind: "appmesh"; readonly template: AppMeshTemplate; readonly warnings: readonly Problem[] }
  /** It is there for others to be built on. */
  | { readonly kind: "preset" }
  | { readonly kind: "invalid"; readonly of: TemplateKind; readonly problems: readonly Problem[] };

const KINDS = ["fargate", "appmesh", "preset"] as const;
export type TemplateKind = (typeof KINDS)[number];

const FIELDS: Readonly<Record<keyof TemplateFormat, true>> = {
  kind: true,
  preset: true,
  profiles: true,
  namespaces: true,
  podSelector: true,
  optIn: true,
  order: true,
  parameters: true,
  metadata: true,
  spec: true,
  sizing: true,
  lint: true,
};

export function parseTemplate(name: string, value: JsonValue, presets: Presets): ParsedTemplate {
  const problems: Problem[] = [];
  const report: Report = (path, message) => void problems.push({ path, message });
  if (!isJsonObject(value)) {
    report(name, `must be a mapping with the field "spec", but is ${describeValue(value)}`);
    return { kind: "invalid", of: "fargate", problems };
  }
  const fault =
    wrapperFault(value) ?? (isLikeSettings(value) ? `holds settings; call the key "${SETTINGS_KEY}"` : undefined);
  if (fault !== undefined) return { kind: "invalid", of: "fargate", problems: [{ path: name, message: fault }] };
  const kind = kindOf(value);
  if (isGiven(value.kind) && kind !== value.kind)
    report(`${name}.kind`, `must be one of ${KINDS.join(", ")}, but is ${describeValue(value.kind)}`);
  const parsed = kind === "appmesh" ? parseAppMesh(name, value, report) : parseFargate(name, value, presets, report);
  if (problems.length > 0) return { kind: "invalid", of: kind, problems: clarify(problems, value, name) };
  return kind === "preset" ? { kind } : parsed;
}

/** What a template is for, even where the rest of it is wrong. */
function kindOf(value: JsonValue | undefined): TemplateKind {
  return KINDS.find((known) => isJsonObject(value) && known === value.kind) ?? "fargate";
}

function parseFargate(name: string, value: JsonObject, presets: Presets, report: Report): ParsedTemplate {
  checkUnknownFields(value, Object.keys(FIELDS), name, report, "Template");
  const problems: Problem[] = [];
  const { template: whole, secrets } = withPreset(value, presets, name, (path, message) => {
    problems.push({ path, message });
  });
  for (const { path, message } of problems) report(path, message);
  const hint = typeof value.preset === "string" ? ` (with preset ${value.preset})` : "";
  const reportWhole: Report = (path, message) => {
    if (problems.length === 0) report(path, `${message}${hint}`);
  };
  const selection = {
    profiles: parseGlobs(whole.profiles, `${name}.profiles`, reportWhole) ?? ownProfiles(name),
    ...parseSelection(name, whole, reportWhole),
  };
  const parameters = parseParameters(whole.parameters, `${name}.parameters`, reportWhole);
  const source = bodyOf(whole, name, reportWhole);
  const parameterized = findParameters(source, parameters, name);
  const body =
    parameterized === undefined
      ? parseTemplateBody(source, name, reportWhole)
      : checkSpecimen(parameterized, name, reportWhole);
  const places = parameterPlaces(parameterized, name);
  const ownParameters = objectIn(value.parameters);
  const template = {
    name,
    ...selection,
    parameterized,
    ...body,
    sizing: parseSizing(whole.sizing, body.spec, places, name, reportWhole),
    lint: parseLintLevels(whole.lint, `${name}.lint`, reportWhole),
    hash: hashOf(withoutKeys(whole, NOT_IN_PODS)),
  };
  const warnings = [
    ...(isGiven(whole.profiles) ? [] : keyWarnings(name)),
    ...placeholderWarnings(source, parameters, (parameter) => Object.hasOwn(ownParameters, parameter), name),
    ...patternWarnings(parameters, name),
    ...byteWarnings(source, name),
    ...missingDefaultWarnings(value, parameterized?.parameters ?? [], name),
    ...secretWarnings(source, secrets, name),
    ...sizingWarnings(template.sizing, template.spec, places, name),
    ...lintLevelWarnings(template.lint, name),
  ];
  return { kind: "fargate", template, warnings };
}

/** What makes no difference to the pods that have got a template. */
const NOT_IN_PODS: ReadonlySet<string> = new Set(["lint"]);

function parseAppMesh(name: string, value: JsonObject, report: Report): ParsedTemplate {
  if (isGiven(value.sizing)) report(`${name}.sizing`, "is not for kind appmesh: each pod says what Envoy asks for");
  const own = withoutKeys(value, new Set([...COMMON_FIELDS, "sizing"]));
  const template = {
    name,
    ...parseSelection(name, value, report),
    settings: parseAppMeshSettings(own, name, report),
    lint: parseLintLevels(value.lint, `${name}.lint`, report),
    hash: hashOf(withoutKeys(value, NOT_IN_PODS)),
  };
  return { kind: "appmesh", template, warnings: lintLevelWarnings(template.lint, name) };
}

/** Fields of every kind of template. */
export const COMMON_FIELDS: ReadonlySet<string> = new Set([
  "kind",
  "namespaces",
  "podSelector",
  "optIn",
  "order",
  "lint",
]);

/** Which pods a template is for, beside their Fargate profile, and when it goes. */
function parseSelection(
  name: string,
  value: JsonObject,
  report: Report,
): Pick<SidecarTemplate, "namespaces" | "podSelector" | "optIn" | "order"> {
  return {
    namespaces: parseGlobs(value.namespaces, `${name}.namespaces`, report) ?? ["*"],
    podSelector: isGiven(value.podSelector)
      ? (parseLabelSelector(value.podSelector, `${name}.podSelector`, report) ?? {})
      : {},
    optIn: readBoolean(value.optIn, `${name}.optIn`, report),
    order: parseOrder(value.order, `${name}.order`, report),
  };
}

/** The profiles that a template is for, even where the rest of it is wrong: so that its pods can be told about it. */
export function profilesOf(name: string, value: JsonValue | undefined): readonly string[] {
  const given = isJsonObject(value) ? (parseGlobs(value.profiles, "", () => undefined) ?? []) : [];
  return given.length > 0 ? given : ownProfiles(name);
}

function ownProfiles(name: string): readonly string[] {
  return [name === ALL_PROFILES_KEY ? "*" : name];
}

function bodyOf(template: JsonObject, path: string, report: Report): JsonObject {
  const { metadata, spec } = template;
  if (!isGiven(spec) && !isGiven(metadata)) {
    // What has no place beside spec is what should stand in it: one thing to mend, not two.
    if (Object.keys(template).every((field) => Object.hasOwn(FIELDS, field))) report(`${path}.spec`, "is missing");
    return {};
  }
  const body: JsonObject = { ...(isGiven(metadata) ? { metadata } : {}), ...(isGiven(spec) ? { spec } : {}) };
  if (addsNothing(body) && (isJsonObject(spec) || !isGiven(spec)))
    report(`${path}.spec`, `adds nothing; give at least one of ${SPEC_ADDITIONS.join(", ")}`);
  return body;
}

function parseGlobs(value: JsonValue | undefined, path: string, report: Report): readonly string[] | undefined {
  if (!isGiven(value)) return undefined;
  const wanted = (what: string, given: JsonValue): string =>
    `must be ${what}, which may hold "*" and "?", but is ${describeValue(given)}`;
  if (!isJsonArray(value) || value.length === 0) {
    report(path, wanted("a list of names", value));
    return undefined;
  }
  return value.flatMap((item, index) => {
    if (typeof item === "string" && item !== "") return [item];
    report(`${path}[${index}]`, wanted("a name", item));
    return [];
  });
}

function parseOrder(value: JsonValue | undefined, path: string, report: Report): number {
  if (!isGiven(value)) return 0;
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  report(path, wrongType("a whole number", value));
  return 0;
}

function hashOf(value: JsonObject): string {
  return createHash("sha256")
    .update(canonicalJson(withoutNulls(value)))
    .digest("hex")
    .slice(0, 12);
}
