import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { describeValue, formatProblem, nearestName, unknownField, wrongType } from "../../../injection/problem";

describe("a problem", () => {
  it("is told with its path", () => {
    assert.equal(formatProblem({ path: "default.spec", message: "is missing" }), "default.spec: is missing");
    assert.equal(formatProblem({ path: "", message: "is empty" }), "is empty");
  });

  it("names the known field that is meant most likely", () => {
    const known = ["containers", "initContainers", "volumes", "image", "imagePullPolicy"];
    assert.equal(nearestName("imagee", known), "image");
    assert.equal(nearestName("iamge", known), "image");
    assert.equal(nearestName("InitContainer", known), "initContainers");
    assert.equal(nearestName("conatiners", known), "containers");
    assert.equal(nearestName("nodeSelector", known), undefined);
  });

  it("lists the known fields where they are few and none is like it", () => {
    assert.equal(unknownField("x", ["spec", "order"]), "unknown field; known are order, spec");
    assert.equal(
      unknownField(
        "x",
        Array.from({ length: 17 }, (_, index) => `field${index}`),
      ),
      "unknown field",
    );
  });

  it("tells what quotes have to do with a wrong type", () => {
    const messages: readonly (readonly [wanted: string, value: unknown, message: string])[] = [
      ["a string", true, "must be a string, but is the boolean true; write it in quotes"],
      ["a string", [], "must be a string, but is an empty list"],
      ["a whole number", "-5", 'must be a whole number, but is the string "-5"; leave the quotes out'],
      ["a whole number", "5s", 'must be a whole number, but is the string "5s"'],
      ["true or false", "No", 'must be true or false, but is the string "No"; leave the quotes out'],
      ["true or false", "1", 'must be true or false, but is the string "1"'],
    ];
    for (const [wanted, value, message] of messages) assert.equal(wrongType(wanted, value), message);
  });

  it("shows no number that JavaScript has rounded", () => {
    const rounded = Number("9223372036854775808");
    assert.equal(
      wrongType("a whole number", rounded),
      "must be a whole number, but is a number too large to be read exactly",
    );
  });

  it("describes values in few words", () => {
    const values = [null, undefined, [], [1], {}, 80, "80", true, "x".repeat(99), 0.5];
    assert.deepEqual(values.map(describeValue), [
      "empty",
      "empty",
      "an empty list",
      "a list",
      "a mapping",
      "the number 80",
      'the string "80"',
      "the boolean true",
      `the string "${"x".repeat(56)}…`,
      "the number 0.5",
    ]);
  });
});
