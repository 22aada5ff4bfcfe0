import { isJsonObject, type JsonValue } from "../json";
import { LINT_LEVELS, type LintLevel, type LintLevels } from "../lint/lintRule";
import { LINT_RULES, lintRule } from "../lint/rules";
import { SETTINGS_KEY } from "../names";
import { isGiven } from "./commonRules";
import { describeValue, nearestName, type Problem, type Report } from "../problem";

/** Reads levels of lint rules, by the codes of the rules. YAML takes an `off` without quotes for false. */
export function parseLintLevels(value: JsonValue | undefined, path: string, report: Report): LintLevels {
  const levels = new Map<string, LintLevel>();
  if (!isGiven(value)) return levels;
  if (!isJsonObject(value)) {
    report(path, `must be a mapping of lint rules to levels, but is ${describeValue(value)}`);
    return levels;
  }
  for (const [rule, given] of Object.entries(value)) {
    const level = given === false ? "off" : LINT_LEVELS.find((known) => known === given);
    if (!Object.hasOwn(LINT_RULES, rule)) report(`${path}.${rule}`, unknownRule(rule));
    else if (level !== undefined) levels.set(rule, level);
    else if (isGiven(given))
      report(`${path}.${rule}`, `must be one of ${LINT_LEVELS.join(", ")}, but is ${describeValue(given)}`);
  }
  return levels;
}

/** Levels that a template sets for rules that are said of pods alone: they do nothing there. */
export function lintLevelWarnings(levels: LintLevels, template: string): readonly Problem[] {
  return [...levels.keys()].flatMap((rule) =>
    lintRule(rule)?.isOfPodsOnly === true
      ? [
          {
            path: `${template}.lint.${rule}`,
            message: `has no effect: it is said of pods alone; set it in ${SETTINGS_KEY}`,
          },
        ]
      : [],
  );
}

function unknownRule(rule: string): string {
  const known = Object.keys(LINT_RULES);
  const nearest = nearestName(rule, known);
  return `no lint rule; ${nearest === undefined ? `known are ${known.sort().join(", ")}` : `did you mean "${nearest}"?`}`;
}
