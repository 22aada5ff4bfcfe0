import { formatProblem } from "../configuration/problem";
import { levelOf } from "./levels";
import type { LintFinding, LintLevels } from "./lintRule";

export type { LintFinding };

/** The finding in one line, with its rule: under that name a page of the documentation says why, and what to do. */
export function formatFinding(finding: LintFinding): string {
  return `${formatProblem(finding)} (${finding.rule})`;
}

/** The findings of rules that the user has not switched off. */
export function heard(findings: readonly LintFinding[], lint: LintLevels): readonly LintFinding[] {
  return findings.length === 0 ? findings : findings.filter(({ rule }) => levelOf(rule, lint) !== "off");
}
