import type { LintRule } from "./lintRule";

/** What is known of Fargate and of the mistakes that sidecars make there: one rule an entry. */
export const LINT_RULES = {
  privileged: {
    level: "error",
    neverRuns: true,
    title: "Privileged containers",
    explanation: "Fargate runs no privileged container: the pod stays Pending for ever.",
    fix: "Leave `securityContext.privileged` out.",
    source: { text: "EKS User Guide, AWS Fargate considerations", sureness: "documented" },
  },
} as const satisfies Readonly<Record<string, LintRule>>;

export type RuleCode = keyof typeof LINT_RULES;
