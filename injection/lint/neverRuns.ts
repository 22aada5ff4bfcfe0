import { levelOf } from "./levels";
import type { LintLevels, LintRule } from "./lintRule";
import { LINT_RULES } from "./rules";

const RULES: Readonly<Record<string, LintRule>> = LINT_RULES;

/** Tells whether a pod with what the rule has found can never run, unless the user says that the rule is no error. */
export function neverRuns(rule: string, ...levels: readonly LintLevels[]): boolean {
  return Object.hasOwn(RULES, rule) && RULES[rule]?.neverRuns === true && levelOf(rule, ...levels) === "error";
}
