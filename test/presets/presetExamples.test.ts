import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatProblem, parseSidecarConfiguration } from "../../injection";
import { PRESETS } from "../../presets";
import { injectedExample, presetExamples } from "./presetExamples";

describe("the examples of presets", () => {
  const examples = presetExamples();

  it("are there for each preset", () => {
    assert.deepEqual(
      examples.map(({ name }) => name),
      [...PRESETS.keys()].sort(),
    );
  });

  for (const example of examples) {
    it(`${example.name} has a sidecar configuration without a problem or a warning`, () => {
      const { problems, warnings } = parseSidecarConfiguration(example.templates);
      assert.deepEqual([...problems, ...warnings].map(formatProblem), []);
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
