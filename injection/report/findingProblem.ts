import type { Problem } from "../configuration/problem";
import type { LintFinding } from "../lint/lintRule";

/** The page with a section for each lint rule, under the rule's code. */
const RULES_PAGE = "docs/lint-rules.md";

/** What a lint rule has found, with the rule's code and where to read of it. */
export function findingProblem({ rule, path, message }: LintFinding): Problem {
  return { path, message: `${message} (rule ${rule}, ${RULES_PAGE}#${rule})` };
}
