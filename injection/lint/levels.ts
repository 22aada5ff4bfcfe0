import type { LintLevel, LintLevels } from "./lintRule";
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

/** Whether a template with such a finding is left out of pods: the rule says that they would never run, and is an error. */
export function keepsFromRunning(code: string, ...levels: readonly LintLevels[]): boolean {
  return lintRule(code)?.neverRuns === true && levelOf(code, ...levels) === "error";
}
