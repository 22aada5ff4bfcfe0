import type { JsonValue } from "../json";
import { ALL_PROFILES_KEY } from "../names";
import { isDataKey } from "./commonRules";
import { parseTemplate, profilesOf, type ParsedTemplate, type SidecarTemplate } from "./parseTemplate";
import type { Problem } from "./problem";
import { findOverlaps } from "./templateOverlap";
import { parseYamlText } from "./yamlText";

/** All sidecar templates together: the data of the ConfigMap `fargate-injector-sidecar-config`, read and checked. */
export interface SidecarConfiguration {
  /** The templates without a problem, in the order in which they apply. */
  templates: readonly SidecarTemplate[];
  /** The templates with a problem: they are left out, and the pods of their profiles are told so. */
  invalid: readonly InvalidTemplate[];
  /** Everything that is wrong, with its path. */
  problems: readonly Problem[];
  /** What is valid but hardly meant, with its path. */
  warnings: readonly Problem[];
}

/** The version of the format that this injector reads. It grows with every field that is added. */
export const CONFIGURATION_FORMAT = 1;

export interface InvalidTemplate {
  name: string;
  profiles: readonly string[];
}

export const EMPTY_SIDECAR_CONFIGURATION: SidecarConfiguration = {
  templates: [],
  invalid: [],
  problems: [],
  warnings: [],
};

/**
 * Reads a sidecar configuration. Each key is a template; its value is YAML text, or the same already read.
 * Never throws: what is wrong comes back as problems, and a template without problems does not suffer from another.
 */
export function parseSidecarConfiguration(data: Readonly<Record<string, JsonValue>>): SidecarConfiguration {
  const templates: SidecarTemplate[] = [];
  const invalid: InvalidTemplate[] = [];
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  for (const [name, content] of Object.entries(data)) {
    const read = typeof content === "string" ? parseYamlText(content) : { value: content };
    const parsed = "error" in read ? wrong(name, `is not YAML: ${read.error}`) : parse(name, read.value);
    if ("template" in parsed) {
      templates.push(parsed.template);
      warnings.push(...parsed.warnings);
    } else {
      problems.push(...parsed.problems);
      invalid.push({ name, profiles: profilesOf(name, "value" in read ? read.value : undefined) });
    }
  }
  templates.sort(compareTemplates);
  warnings.push(...findOverlaps(templates));
  return { templates, invalid: invalid.sort(compareNames), problems, warnings };
}

/** A name with a comma, say, could not be told from two names in the annotations that list them. */
function parse(name: string, value: JsonValue): ParsedTemplate {
  if (isDataKey(name)) return parseTemplate(name, value);
  return wrong(name, 'is no key of a ConfigMap, which has letters, digits, "-", "_" and "."');
}

function wrong(path: string, message: string): ParsedTemplate {
  return { problems: [{ path, message }] };
}

/**
 * The next configuration, in which every template that became invalid is replaced by its last good version, if there
 * was one: a typing error must not take sidecars away from new pods. The problems stay.
 */
export function keepLastGood(previous: SidecarConfiguration, next: SidecarConfiguration): SidecarConfiguration {
  const kept = previous.templates.filter((template) => next.invalid.some(({ name }) => name === template.name));
  return {
    templates: [...next.templates, ...kept].sort(compareTemplates),
    invalid: next.invalid.filter(({ name }) => !kept.some((template) => template.name === name)),
    problems: next.problems,
    warnings: next.warnings,
  };
}

function compareTemplates(a: SidecarTemplate, b: SidecarTemplate): number {
  const last = (template: SidecarTemplate): number => (template.name === ALL_PROFILES_KEY ? 1 : 0);
  return a.order - b.order || last(a) - last(b) || compareNames(a, b);
}

function compareNames(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
