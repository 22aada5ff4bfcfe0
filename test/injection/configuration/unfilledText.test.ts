import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { findTemplating, findVariable } from "../../../injection/configuration/unfilledText";

describe("what another tool should have filled in", () => {
  const found: readonly (readonly [text: string, templating: string | undefined, variable: string | undefined])[] = [
    ["agent:1", undefined, undefined],
    ["agent:{{ .Values.tag }}", "{{ .Values.tag }}", undefined],
    ["agent:{% if a %}", "{% if a %}", undefined],
    ["{{ default {} }}", "{{ default {} }}", undefined],
    ["{{ {% a %}", "{% a %}", undefined],
    ["{{{ a }}}", "{{{ a }}", undefined],
    ["{{ a", undefined, undefined],
    ["agent:${TAG}", undefined, "${TAG}"],
    ["agent:$TAG", undefined, "$TAG"],
    ["agent:${TAG:-${OTHER}}", undefined, "${OTHER}"],
    ["agent:${TAG", undefined, undefined],
  ];
  for (const [text, templating, variable] of found)
    it(`is ${templating ?? variable ?? "nothing"} in ${text}`, () => {
      assert.deepEqual([findTemplating(text), findVariable(text)], [templating, variable]);
    });

  it("is not looked for from each of many beginnings to the end", () => {
    for (const beginning of ["${", "$", "{{", "{%", "{", "{{{%"]) {
      const text = beginning.repeat(100_000);
      assert.deepEqual([findTemplating(text), findVariable(text)], [undefined, undefined]);
    }
  });
});
