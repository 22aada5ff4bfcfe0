import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  compileConfiguration,
  decide,
  parseSidecarConfiguration,
  type CompiledConfiguration,
  type JsonObject,
} from "../../../injection";
import { podBefore } from "../../../injection/decision/podBefore";
import { readPod } from "../../../injection/kubernetes/readPod";
import { selectTemplates } from "../../../injection/decision/selectTemplates";
import type { Plan } from "../../../injection/decision/plan";

/** A pod may bring a megabyte in an annotation or a name: the API server refuses it only after its webhooks. */
describe("a pod with huge values", () => {
  const template = `parameters: { x: { annotation: example.com/x } }
metadata: { labels: { example.com/seen: "true" } }
spec: { appContainers: [{ env: [{ name: X, value: "\${x}" }] }] }`;

  it("leaves nothing of them in the memory of the injector", () => {
    const configuration = compile(template);
    assert.equal(planOf(configuration, "a"), planOf(configuration, "a"));
    const huge = "a".repeat(2_000);
    assert.notEqual(planOf(configuration, huge), planOf(configuration, huge));
  });

  it("gets them all the same", () => {
    const value = "a".repeat(200_000);
    const { patch } = decide(podWith(value), "shop", compile(template));
    assert.deepEqual(patch?.operations.at(-1)?.value, [{ name: "X", value }]);
  });

  it("gets nothing for a container whose name no pattern is held against", () => {
    const configuration = compile(
      'spec: { appContainers: [{ names: ["*a*a*a*a*a*b"], env: [{ name: X, value: x }] }], volumes: [{ name: v }] }',
    );
    const { patch } = decide(podWith("x", "a".repeat(100_000)), "shop", configuration);
    assert.deepEqual(
      patch?.operations.map(({ path }) => path),
      ["/spec/volumes", "/metadata/annotations/fargate-sidecar-injector~1status"],
    );
  });
});

function compile(template: string): CompiledConfiguration {
  return compileConfiguration(parseSidecarConfiguration({ default: template }), { nativeSidecars: true });
}

function podWith(value: string, container = "app"): JsonObject {
  return {
    metadata: {
      labels: { "eks.amazonaws.com/fargate-profile": "default" },
      annotations: { "example.com/x": value },
    },
    spec: { containers: [{ name: container, image: "app:1" }] },
  };
}

function planOf(configuration: CompiledConfiguration, value: string): Plan {
  const view = readPod(podWith(value));
  assert.ok(!("fault" in view));
  const before = podBefore(view, { namespace: "shop", fargateProfile: "default" });
  const { selected } = selectTemplates(configuration.templatesFor("default"), before);
  assert.equal(selected.length, 1);
  return configuration.planFor(selected);
}
