import { isDataKey } from "../../injection/configuration/commonRules";
import {
  EMPTY_SIDECAR_CONFIGURATION,
  type SidecarConfiguration,
} from "../../injection/configuration/sidecarConfiguration";
import { findingProblems } from "../../injection/lint/formatFinding";
import { SETTINGS_KEY } from "../../injection/names";
import { readSidecarConfiguration } from "../../presets/readSidecarConfiguration";
import { describeValue, type Problem } from "../../injection/problem";

/** Limit of the API server for the content of a ConfigMap. */
const CONFIG_MAP_BYTES = 1024 * 1024;

/** What there is to say to sidecar templates. */
export interface SidecarTemplateFindings {
  /** What the ConfigMap could not hold, what the webhook would leave out, and what lint rules of level `error` find. */
  problems: readonly Problem[];
  /** What is valid but hardly meant, and what lint rules of level `warn` find. */
  warnings: readonly Problem[];
  /** The templates in which nothing is wrong. */
  configuration: SidecarConfiguration;
}

/**
 * Checks sidecar templates. Those whose text is not known yet are passed over, and so are all findings of lint rules where
 * the settings are not: they say how loud each rule is.
 */
export function sidecarTemplateFindings(templates: unknown): SidecarTemplateFindings {
  if (typeof templates !== "object" || templates === null || Array.isArray(templates)) {
    const message = `${describeValue(templates)} where template names with YAML texts are expected`;
    return { problems: [{ path: "", message }], warnings: [], configuration: EMPTY_SIDECAR_CONFIGURATION };
  }
  const entries = Object.entries(templates);
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const parsed = readSidecarConfiguration(Object.fromEntries(texts.filter(([name]) => isDataKey(name))));
  const findings = entries.some(([name, content]) => name === SETTINGS_KEY && isPending(content))
    ? []
    : parsed.findings;
  const problems = [
    ...entries.flatMap(([name, content]) => entryProblems(name, content)),
    ...sizeProblems(texts),
    ...parsed.problems,
    ...findingProblems(findings, "error"),
  ];
  const warnings = [...parsed.warnings, ...findingProblems(findings, "warn")];
  return { problems, warnings, configuration: parsed };
}

function entryProblems(name: string, content: unknown): Problem[] {
  const problems: Problem[] = [];
  if (!isDataKey(name)) {
    problems.push({ path: name, message: 'cannot be a key of a ConfigMap; use letters, digits, "-", "_" and "."' });
  }
  if (typeof content !== "string" && !isPending(content)) {
    problems.push({ path: name, message: `${describeValue(content)} where the template as YAML text is expected` });
  }
  return problems;
}

/** Outputs and promises are objects with a function to come at the value; neither can occur in YAML or JSON. */
function isPending(content: unknown): boolean {
  return (
    typeof content === "object" &&
    content !== null &&
    (("apply" in content && typeof content.apply === "function") ||
      ("then" in content && typeof content.then === "function"))
  );
}

function sizeProblems(texts: readonly [string, string][]): Problem[] {
  const bytes = texts.reduce((sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text), 0);
  if (bytes <= CONFIG_MAP_BYTES) return [];
  return [
    { path: "", message: `${bytes} bytes of templates, more than the ${CONFIG_MAP_BYTES} that a ConfigMap holds` },
  ];
}
