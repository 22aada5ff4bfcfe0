import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { compileConfiguration, decide, parseSidecarConfiguration } from "../../../injection";

describe("the API server takes no more than 256 KiB of annotations, so", () => {
  const configuration = compileConfiguration(
    parseSidecarConfiguration({ default: 'spec: {containers: [{name: a, image: "b"}]}' }),
    { nativeSidecars: true },
  );
  const pod = (bytes: number) => ({
    metadata: {
      labels: { "eks.amazonaws.com/fargate-profile": "default" },
      annotations: { note: "é".repeat((bytes - "note".length) / 2) },
    },
    spec: { containers: [{ name: "app", image: "app" }] },
  });

  it("a pod in which the status has no room is left as it is", () => {
    const decision = decide(pod(256 * 1024 - 50), "shop", configuration);
    assert.equal(decision.podReason, "unsafe-result");
    assert.equal(decision.patch, undefined);
    assert.match(decision.warnings.join(), /annotations are more than 262144 bytes/);
  });

  it("a pod that has more itself is not looked at any further", () => {
    const decision = decide(pod(300 * 1024), "shop", configuration);
    assert.equal(decision.podReason, "unsafe-result");
    assert.match(decision.warnings.join(), /more annotations than a pod may have/);
  });

  it("a pod with little less is injected", () => {
    assert.notEqual(decide(pod(256 * 1024 - 500), "shop", configuration).patch, undefined);
  });
});
