import { formatProblem, type Problem } from "../problem";
import type { LintFinding, LintLevel } from "./lintRule";

/** The page with a section for each lint rule, under the rule's code. */
const RULES_PAGE = "docs/lint-rules.md";

/** The finding in one line, as short as a warning at admission has to be. */
export function formatFinding(finding: LintFinding): string {
  return `${formatProblem(finding)} (${finding.rule})`;
}

/** What a lint rule has found, with the rule's code and where to read of it. */
export function findingProblem({ rule, path, message }: LintFinding): Problem {
  return { path, message: `${message} (rule ${rule}, ${RULES_PAGE}#${rule})` };
}

/** The same of all findings that are as loud as this. */
export function findingProblems(
  findings: readonly (LintFinding & { readonly level: LintLevel })[],
  wanted: LintLevel,
): readonly Problem[] {
  return findings.filter(({ level }) => level === wanted).map(findingProblem);
}
