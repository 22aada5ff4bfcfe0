import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  describeProblems,
  flag,
  jsonText,
  listOf,
  mapOf,
  objectOf,
  oneOf,
  optional,
  setOf,
  text,
  UNKNOWN,
  wholeNumber,
} from "../../../local/aws/shape";

const shape = objectOf({
  name: text,
  size: optional(wholeNumber),
  isOn: optional(flag),
  kind: optional(oneOf("a", "b")),
  parts: optional(listOf(objectOf({ labels: mapOf(text) }))),
});

describe("a shape", () => {
  it("takes a value that has it", () => {
    assert.ok(shape.is({ name: "x" }));
    assert.ok(shape.is({ name: "x", size: 1, isOn: false, kind: "a", parts: [{ labels: { key: "value" } }] }));
  });

  it("names every place that is wrong", () => {
    const value = { size: 1.5, isOn: "yes", kind: "c", parts: [{ labels: { key: 1 } }, { labels: {}, more: 1 }] };
    assert.deepEqual(describeProblems(shape.problems(value, "")).split("; "), [
      "name is required",
      "size must be a whole number",
      "isOn must be true or false",
      "kind must be one of a, b",
      "parts[0].labels.key must be a text",
      "parts[1].more is not known to the stand-in",
    ]);
    assert.equal(shape.is(value), false);
  });

  it("takes what is not known yet, wherever it is", () => {
    assert.deepEqual(shape.problems({ name: "x", size: UNKNOWN, parts: [{ labels: UNKNOWN }] }, ""), []);
  });

  it("makes values alike that mean the same", () => {
    const alike = objectOf({ ids: setOf(text), document: jsonText, note: optional(text) });
    assert.deepEqual(
      alike.normalise({ ids: ["b", "a"], document: '{ "a": 1 }', note: null }),
      alike.normalise({ ids: ["a", "b"], document: '{"a":1}' }),
    );
    assert.notDeepEqual(
      alike.normalise({ ids: ["a"], document: "{}" }),
      alike.normalise({ ids: ["a", "b"], document: "{}" }),
    );
  });
});
