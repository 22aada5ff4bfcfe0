import type { AppMeshTemplate } from "../appMesh/appMeshTemplate";
import type { JsonValue } from "../json";
import { ALL_PROFILES_KEY, SETTINGS_KEY } from "../names";
import { isDataKey } from "./commonRules";
import { parseTemplate, profilesOf, type ParsedTemplate, type SidecarTemplate } from "./parseTemplate";
import type { Problem } from "../problem";
import { presetsAmong, type Presets } from "./presetReference";
import { NO_SETTINGS, parseSettings, type Settings } from "./settings";
import { findingsIn, type LeveledFinding } from "./templateFindings";
import { findMeshOverlaps } from "./meshOverlap";
import { findOverlaps } from "./templateOverlap";
import { parseYamlText, type YamlResult } from "./yamlText";

/** All sidecar templates together: the data of the ConfigMap `fargate-injector-sidecar-config`, read and checked. */
export interface SidecarConfiguration {
  /** The templates without a problem, in the order in which they apply. */
  templates: readonly SidecarTemplate[];
  /** Likewise those of kind `appmesh`. */
  appMeshTemplates: readonly AppMeshTemplate[];
  /** The templates with a problem: they are left out, and the pods of their profiles are told so. */
  invalid: readonly InvalidTemplate[];
  /** Everything that is wrong, with its path. */
  problems: readonly Problem[];
  /** What is valid but hardly meant, with its path. */
  warnings: readonly Problem[];
  /** What lint rules have found in the templates without a problem, but for rules that are off. */
  findings: readonly LeveledFinding[];
  /** Those of the key `_settings`; none where that has a problem. */
  settings: Settings;
  /** Whether `_settings` has a problem. */
  hasInvalidSettings: boolean;
}

export type { LeveledFinding } from "./templateFindings";

/** The version of the format that this injector reads. It grows when fields are added. */
export const CONFIGURATION_FORMAT = 2;

export interface InvalidTemplate {
  name: string;
  kind: "fargate" | "appmesh";
  profiles: readonly string[];
}

export const EMPTY_SIDECAR_CONFIGURATION: SidecarConfiguration = {
  templates: [],
  appMeshTemplates: [],
  invalid: [],
  problems: [],
  warnings: [],
  findings: [],
  settings: NO_SETTINGS,
  hasInvalidSettings: false,
};

/**
 * Reads a sidecar configuration. Each key but `_settings` is a template; its value is YAML text, or the same already
 * read.
 * `presets` are templates that others may be built on, beside those of the configuration itself.
 * Never throws: what is wrong comes back as problems, and a template without problems does not suffer from another.
 */
export function parseSidecarConfiguration(
  data: Readonly<Record<string, JsonValue>>,
  presets: Presets = NO_PRESETS,
): SidecarConfiguration {
  const { [SETTINGS_KEY]: ofSettings = null, ...ofTemplates } = data;
  const { settings, problems: settingsProblems } = readSettings(ofSettings);
  const read = new Map(Object.entries(ofTemplates).map(([name, content]) => [name, readContent(content)] as const));
  const values = [...read].flatMap(([name, content]) => ("value" in content ? [[name, content.value] as const] : []));
  const known: Presets = new Map([...presets, ...presetsAmong(new Map(values))]);
  const templates: SidecarTemplate[] = [];
  const appMeshTemplates: AppMeshTemplate[] = [];
  const invalid: InvalidTemplate[] = [];
  const problems: Problem[] = [...settingsProblems];
  const warnings: Problem[] = [];
  for (const [name, content] of read) {
    const parsed =
      "error" in content
        ? wrong(name, `is not YAML: ${content.error}`)
        : withMisread(name, content.problems, parse(name, content.value, known));
    switch (parsed.kind) {
      case "fargate":
        templates.push(parsed.template);
        warnings.push(...parsed.warnings);
        break;
      case "appmesh":
        appMeshTemplates.push(parsed.template);
        warnings.push(...parsed.warnings);
        break;
      case "preset":
        break;
      case "invalid":
        problems.push(...parsed.problems);
        if (parsed.of !== "preset")
          invalid.push({
            name,
            kind: parsed.of,
            profiles: profilesOf(name, "value" in content ? content.value : undefined),
          });
    }
  }
  templates.sort(compareTemplates);
  appMeshTemplates.sort(compareTemplates);
  warnings.push(...findOverlaps(templates), ...findMeshOverlaps(appMeshTemplates));
  return {
    templates,
    appMeshTemplates,
    invalid: invalid.sort(compareNames),
    problems,
    warnings,
    findings: findingsIn(templates, settings),
    settings,
    hasInvalidSettings: settingsProblems.length > 0,
  };
}

const NO_PRESETS: Presets = new Map();

function readSettings(content: JsonValue): { readonly settings: Settings; readonly problems: readonly Problem[] } {
  const read = readContent(content);
  if ("error" in read)
    return { settings: NO_SETTINGS, problems: [{ path: SETTINGS_KEY, message: `is not YAML: ${read.error}` }] };
  const problems = read.problems.map(({ path, message }) => ({ path: `${SETTINGS_KEY}.${path}`, message }));
  const settings = parseSettings(read.value, (path, message) => void problems.push({ path, message }));
  return problems.length > 0 ? { settings: NO_SETTINGS, problems } : { settings, problems };
}

function readContent(content: JsonValue): YamlResult {
  return typeof content === "string" ? parseYamlText(content) : { value: content, problems: [] };
}

/** A name with a comma, say, could not be told from two names in the annotations that list them. */
function parse(name: string, value: JsonValue, presets: Presets): ParsedTemplate {
  if (isDataKey(name)) return parseTemplate(name, value, presets);
  return wrong(name, 'is no key of a ConfigMap, which has letters, digits, "-", "_" and "."');
}

/** Adds the problems of the text, whose paths begin below the template. */
function withMisread(name: string, misread: readonly Problem[], parsed: ParsedTemplate): ParsedTemplate {
  if (misread.length === 0) return parsed;
  const ofText = misread.map(({ path, message }) => ({ path: `${name}.${path}`, message }));
  return parsed.kind === "invalid"
    ? { ...parsed, problems: [...ofText, ...parsed.problems] }
    : { kind: "invalid", of: parsed.kind, problems: ofText };
}

function wrong(path: string, message: string): ParsedTemplate {
  return { kind: "invalid", of: "fargate", problems: [{ path, message }] };
}

/**
 * The next configuration, in which every template that became invalid is replaced by its last good version, if there
 * was one: a typing error must not take sidecars away from new pods. So are the settings. The problems stay.
 */
export function keepLastGood(previous: SidecarConfiguration, next: SidecarConfiguration): SidecarConfiguration {
  const isInvalid = ({ name }: { readonly name: string }): boolean => next.invalid.some((each) => each.name === name);
  const kept = { fargate: previous.templates.filter(isInvalid), appmesh: previous.appMeshTemplates.filter(isInvalid) };
  const isKept = (name: string): boolean =>
    [...kept.fargate, ...kept.appmesh].some((template) => template.name === name);
  const templates = [...next.templates, ...kept.fargate].sort(compareTemplates);
  const settings = next.hasInvalidSettings ? previous.settings : next.settings;
  return {
    ...next,
    templates,
    findings: findingsIn(templates, settings),
    settings,
    appMeshTemplates: [...next.appMeshTemplates, ...kept.appmesh].sort(compareTemplates),
    invalid: next.invalid.filter(({ name }) => !isKept(name)),
  };
}

/** What two templates of either kind are ordered by. */
interface Ordered {
  readonly name: string;
  readonly order: number;
}

function compareTemplates(a: Ordered, b: Ordered): number {
  const last = (template: Ordered): number => (template.name === ALL_PROFILES_KEY ? 1 : 0);
  return a.order - b.order || last(a) - last(b) || compareNames(a, b);
}

function compareNames(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
