import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { findingWarnings } from "../../../injection/decision/warnings";

describe("the warnings of what is wrong with a pod itself", () => {
  const finding = (index: number) => ({ rule: "privileged", path: `spec.containers[${index}]`, message: "is wrong" });

  it("are one for each place, with its rule", () => {
    assert.deepEqual(findingWarnings([finding(0)]), ["spec.containers[0]: is wrong (privileged)"]);
  });

  it("are ten of a pod with many, and one that says how many more there are", () => {
    const warnings = findingWarnings(Array.from({ length: 300 }, (_, index) => finding(index)));
    assert.equal(warnings.length, 11);
    assert.equal(warnings.at(-1), "lint rules have found 290 more in the pod");
  });
});
