import type { LintRule } from "./lintRule";
import { AWS_RULES } from "./rules/aws";
import { ISOLATION_RULES } from "./rules/isolation";
import { MACHINE_RULES } from "./rules/machine";
import { NAMESPACE_RULES } from "./rules/namespace";
import { PRACTICE_RULES } from "./rules/practice";
import { RESOURCE_RULES } from "./rules/resources";

/** What is known of Fargate and of the mistakes that sidecars make there: one rule an entry, by its code. */
export const LINT_RULES = {
  ...ISOLATION_RULES,
  ...MACHINE_RULES,
  ...RESOURCE_RULES,
  ...AWS_RULES,
  ...PRACTICE_RULES,
  ...NAMESPACE_RULES,
} as const satisfies Readonly<Record<string, LintRule>>;

export type RuleCode = keyof typeof LINT_RULES;

/** The same by a code of any origin, such as a user's settings or a finding. */
export function lintRule(code: string): LintRule | undefined {
  return isRuleCode(code) ? LINT_RULES[code] : undefined;
}

export function isRuleCode(code: string): code is RuleCode {
  return Object.hasOwn(LINT_RULES, code);
}
