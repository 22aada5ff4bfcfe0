import type { LintFinding, LintLevel, LintLevels } from "./lintRule";
import { lintRule } from "./rules";

/**
 * How loud a rule is: as the first of the given levels says that names it, else as the rule itself does. Give the
 * template's own levels first, then those of the settings.
 */
export function levelOf(code: string, ...levels: readonly LintLevels[]): LintLevel {
  for (const each of levels) {
    const level = each.get(code);
    if (level !== undefined) return level;
  }
  return lintRule(code)?.level ?? "warn";
}

/** Tells whether a pod with what the rule has found can never run, unless the user says that the rule is no error. */
export function neverRuns(code: string, ...levels: readonly LintLevels[]): boolean {
  return lintRule(code)?.neverRuns === true && levelOf(code, ...levels) === "error";
}

/** The findings of rules that are not off. */
export function heard(findings: readonly LintFinding[], levels: LintLevels): readonly LintFinding[] {
  return findings.length === 0 ? findings : findings.filter(({ rule }) => levelOf(rule, levels) !== "off");
}
