import assert from "node:assert/strict";
import { it } from "mocha";
import { formatProblem, parseYamlText, type JsonValue, type Problem } from "../../../injection";
import type { Report } from "../../../injection/problem";

/** A value as YAML, and everything that a rule says of it. */
export type RuleRow = readonly [claim: string, yaml: string, ...problems: readonly string[]];

/** One test a row: what the rule says of the value, path first. */
export function testRule(rule: (value: JsonValue, report: Report) => void, rows: readonly RuleRow[]): void {
  for (const [claim, yaml, ...expected] of rows)
    it(claim, () => {
      const read = parseYamlText(yaml);
      assert.ok("value" in read, yaml);
      const problems: Problem[] = [];
      rule(read.value, (path, message) => void problems.push({ path, message }));
      assert.deepEqual(problems.map(formatProblem), expected);
    });
}
