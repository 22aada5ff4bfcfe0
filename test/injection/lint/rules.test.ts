import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { parseYamlText } from "../../../injection";
import { parseTemplateBody } from "../../../injection/configuration/templateBody";
import { isJsonObject } from "../../../injection/json";
import { levelOf } from "../../../injection/lint/levels";
import type { LintLevel, LintRule } from "../../../injection/lint/lintRule";
import { lintTemplate } from "../../../injection/lint/lintTemplate";
import { lintWholePod } from "../../../injection/lint/lintWholePod";
import { LINT_RULES } from "../../../injection/lint/rules";
import { generatedLintRules } from "../../../schema/generateLintRules";

const RULES: readonly (readonly [string, LintRule])[] = Object.entries(LINT_RULES);

describe("the list of lint rules", () => {
  it("has codes that can be written as they are in YAML, in an annotation and as the anchor of a page", () => {
    for (const [code] of RULES) assert.match(code, /^[a-z]+(-[a-z]+)*$/);
  });

  it("says of each rule what it is about, why, what to do and where that is from", () => {
    for (const [code, { title, explanation, fix, source }] of RULES) {
      assert.ok(title.length > 0 && title.length <= 60 && !title.endsWith("."), code);
      for (const text of [explanation, fix]) assert.match(text, /\.$/, code);
      assert.ok(source.text.length > 0, code);
      assert.match(source.url ?? "", /^https:\/\//, code);
    }
  });

  it("says of no rule that the pod never runs for which there is neither a document nor a report", () => {
    for (const [code, { neverRuns, source }] of RULES) assert.ok(!neverRuns || source.sureness !== "unverified", code);
  });

  it("shows for each rule how it is right, in which that rule finds nothing", () => {
    for (const [code, { example }] of RULES) {
      const read = parseYamlText(example);
      assert.ok("value" in read && isJsonObject(read.value), code);
      const spec = read.value;
      const body = parseTemplateBody({ spec }, "", () => undefined);
      const findings = [...lintTemplate(body, ""), ...lintWholePod({ spec })].map(({ rule }) => rule);
      assert.ok(!findings.includes(code), code);
    }
  });

  it("is what docs/lint-rules.md is made of", async () => {
    const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "lint-rules.md"), "utf8");
    assert.equal(page, await generatedLintRules());
    for (const [code] of RULES) assert.ok(page.includes(`\n## ${code}\n`), code);
  });
});

describe("levelOf", () => {
  const levels = (level: LintLevel): ReadonlyMap<string, LintLevel> => new Map([["privileged", level]]);

  it("is the rule's own where nobody says another one", () => {
    assert.equal(levelOf("privileged"), "error");
    assert.equal(levelOf("image-tag", new Map(), levels("off")), "warn");
  });

  it("goes by the first levels that name the rule", () => {
    assert.equal(levelOf("privileged", levels("off"), levels("warn")), "off");
    assert.equal(levelOf("privileged", new Map(), levels("warn")), "warn");
  });
});
