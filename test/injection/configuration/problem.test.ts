import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { describeValue, formatProblem, nearestName, unknownField } from "../../../injection/configuration/problem";

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

  it("describes values in few words", () => {
    assert.deepEqual([null, undefined, [], [1], {}, 80, "80", true, "x".repeat(99)].map(describeValue), [
      "empty",
      "empty",
      "an empty list",
      "a list",
      "an object",
      "the number 80",
      'the string "80"',
      "the boolean true",
      `the string "${"x".repeat(56)}…`,
    ]);
  });
});
