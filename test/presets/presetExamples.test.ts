import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatProblem } from "../../injection";
import { PRESETS } from "../../presets";
import { readSidecarConfiguration } from "../../presets/readSidecarConfiguration";
import { injectedExample, presetExamples } from "./presetExamples";
import { secretWarnings } from "./presetPods";

describe("the examples of presets", () => {
  const examples = presetExamples();

  it("are there for each preset", () => {
    assert.deepEqual(
      examples.map(({ name }) => name),
      [...PRESETS.keys()].sort(),
    );
  });

  for (const example of examples) {
    it(`${example.name} has a sidecar configuration that is accepted, and warned of nothing but its Secrets`, () => {
      const { problems, warnings } = readSidecarConfiguration(example.templates);
      assert.deepEqual([...problems, ...warnings].map(formatProblem), secretWarnings(example.name));
    });

    it(`${example.name} makes the expected pod of its app`, () => {
      const { decision, pod } = injectedExample(example);
      assert.deepEqual(
        decision.templates.map(({ reason }) => reason),
        ["injected"],
      );
      assert.deepEqual(pod, example.expectedPod);
    });
  }
});
