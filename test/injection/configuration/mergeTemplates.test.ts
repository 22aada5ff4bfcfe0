import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { mergeTemplates } from "../../../injection/configuration/mergeTemplates";
import { isJsonObject, type JsonObject } from "../../../injection/json";
import { parseYamlText } from "../../../injection";

describe("a template on top of another one", () => {
  const rows: readonly (readonly [claim: string, base: string, top: string, merged: string])[] = [
    ["adds its fields to those below", "{order: 1}", "{optIn: true}", "{order: 1, optIn: true}"],
    [
      "wins where both give a field",
      "{order: 1, spec: {native: auto}}",
      "{order: 2}",
      "{order: 2, spec: {native: auto}}",
    ],
    [
      "merges containers by name, and puts new ones behind",
      "{spec: {containers: [{name: a, image: one, args: [x, y]}, {name: b, image: two}]}}",
      "{spec: {containers: [{name: c, image: three}, {name: a, image: four, args: [z]}]}}",
      "{spec: {containers: [{name: a, image: four, args: [z]}, {name: b, image: two}, {name: c, image: three}]}}",
    ],
    [
      "merges mounts by their path",
      "{volumeMounts: [{name: a, mountPath: /a}, {name: a, mountPath: /b}]}",
      "{volumeMounts: [{name: a, mountPath: /b, readOnly: true}]}",
      "{volumeMounts: [{name: a, mountPath: /a}, {name: a, mountPath: /b, readOnly: true}]}",
    ],
    [
      "takes away what it leaves empty",
      "{metadata: {labels: {a: b}}}",
      "{metadata: {labels: ~}}",
      "{metadata: {labels: ~}}",
    ],
    ["replaces a list of plain values", "{profiles: [a, b]}", "{profiles: [c]}", "{profiles: [c]}"],
    ["replaces a value of another kind", "{spec: {containers: []}}", "{spec: text}", "{spec: text}"],
    [
      "changes one field of a parameter",
      "{parameters: {level: {annotation: x/y, default: info}}}",
      "{parameters: {level: {default: debug}}}",
      "{parameters: {level: {annotation: x/y, default: debug}}}",
    ],
  ];
  for (const [claim, base, top, merged] of rows)
    it(claim, () => {
      assert.deepEqual(mergeTemplates(yaml(base), yaml(top)), yaml(merged));
    });

  it("keeps a field of any name as a field", () => {
    const top: unknown = JSON.parse('{"__proto__": {"order": 1}}');
    assert.ok(isJsonObject(top));
    const merged = mergeTemplates({}, top);
    assert.deepEqual(Object.keys(merged), ["__proto__"]);
  });
});

function yaml(text: string): JsonObject {
  const read = parseYamlText(text);
  assert.ok("value" in read && isJsonObject(read.value));
  return read.value;
}
