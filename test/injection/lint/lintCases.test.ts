import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { parseTemplateBody } from "../../../injection/configuration/templateBody";
import { isJsonObject, stringsIn, type JsonObject } from "../../../injection/json";
import { LINT_RULES, lintRule, type RuleCode } from "../../../injection/lint/rules";
import type { LintFinding } from "../../../injection/lint/lintRule";
import { lintTemplate } from "../../../injection/lint/lintTemplate";
import { lintWholePod } from "../../../injection/lint/lintWholePod";
import { readYaml } from "./readYaml";

const CASES = join(__dirname, "cases");

/** Rules that others find: helpers for a namespace that is known, and the decision where it fits sidecars. */
const FOUND_ELSEWHERE: ReadonlySet<string> = new Set<RuleCode>([
  "app-container-without-requests",
  "limit-range",
  "limit-range-defaults",
  "pod-security",
]);

describe("lint rules", () => {
  it("all have cases", () => {
    const wanted = Object.keys(LINT_RULES).filter((code) => !FOUND_ELSEWHERE.has(code));
    assert.deepEqual(readdirSync(CASES).sort(), wanted.map((code) => `${code}.yaml`).sort());
  });

  it("are said of pods alone where no template can break them", () => {
    for (const file of readdirSync(CASES)) {
      const rule = lintRule(file.replace(/\.yaml$/, ""));
      const ofTemplates = readYaml(`cases/${file}`).filter(({ template }) => template !== undefined);
      // A limit of a template's own container is held against each pod.
      if (file !== "limit-above-size.yaml") assert.equal(rule?.isOfPodsOnly === true, ofTemplates.length === 0, file);
    }
  });

  for (const file of readdirSync(CASES)) {
    const rule = file.replace(/\.yaml$/, "");
    for (const { what, ...entry } of readYaml(`cases/${file}`))
      it(`${rule} finds ${JSON.stringify(what)}, and no other rule anything`, () => {
        assert.deepEqual(
          findingsOf(entry)
            .map(({ rule: code, path }) => `${code} ${path}`)
            .sort(),
          [`${rule} ${placeOf(entry)}`, ...stringsIn(entry.also)].sort(),
        );
      });
  }
});

function findingsOf({ pod, owner, template, annotations }: JsonObject): readonly LintFinding[] {
  if (isJsonObject(pod)) {
    const ownerReferences =
      typeof owner === "string" ? [{ apiVersion: "apps/v1", kind: owner, name: "a", uid: "1" }] : [];
    return lintWholePod({ metadata: { name: "pod", ownerReferences }, spec: pod });
  }
  const body = { spec: template ?? {}, metadata: { annotations: annotations ?? {} } };
  return lintTemplate(
    parseTemplateBody(body, "default", () => undefined),
    "default",
  );
}

function placeOf({ at, template }: JsonObject): string {
  assert.ok(typeof at === "string");
  return template === undefined ? at : `default.${at}`;
}
