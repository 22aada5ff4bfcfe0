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
