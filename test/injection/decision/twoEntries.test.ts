import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  compileConfiguration,
  decide,
  parseSidecarConfiguration,
  STATUS_ANNOTATION,
  type Decision,
  type Entry,
  type JsonObject,
} from "../../../injection";
import { valueAt } from "../../../injection/configuration/fieldPath";
import { isJsonObject } from "../../../injection/json";
import { injectedPod } from "../injectedPod";

describe("a pod that is asked about at both entries", () => {
  const configuration = compileConfiguration(
    parseSidecarConfiguration({
      labels: "{profiles: ['*'], metadata: {labels: {tier: gold}}}",
      other: "{profiles: ['*'], podSelector: {matchLabels: {tier: gold}}, spec: {containers: [{name: a, image: b}]}}",
      mesh: "{kind: appmesh, mesh: my-mesh, region: eu-west-1}",
    }),
    { nativeSidecars: true },
  );
  const ask = (pod: JsonObject, entry: Entry): Decision => decide(pod, "shop", configuration, entry);
  const pod = {
    metadata: {
      labels: { "eks.amazonaws.com/fargate-profile": "default" },
      annotations: { "appmesh.k8s.aws/virtualNode": "app" },
    },
    spec: { containers: [{ name: "app", image: "app:1", ports: [{ containerPort: 80 }] }] },
  };

  it("keeps in its status what the other entry has applied, also without a container", () => {
    const both = injectedPod(
      injectedPod(pod, ask(pod, "fargate")),
      ask(injectedPod(pod, ask(pod, "fargate")), "appmesh"),
    );
    const text = valueAt(both, ["metadata", "annotations", STATUS_ANNOTATION]);
    assert.ok(typeof text === "string");
    const status: unknown = JSON.parse(text);
    assert.ok(isJsonObject(status));
    assert.deepEqual(Object.keys(status), ["labels", "mesh", "size"]);
  });

  it("gets the same answers when both are asked again", () => {
    const first = injectedPod(pod, ask(pod, "fargate"));
    const both = injectedPod(first, ask(first, "appmesh"));
    for (const entry of ["fargate", "appmesh"] as const) {
      const again = ask(both, entry);
      assert.equal(again.patch, undefined, entry);
      assert.deepEqual(
        again.templates.map(({ template, reason }) => [template, reason]),
        ask(pod, entry).templates.map(({ template, reason }) => [template, reason]),
      );
    }
  });
});
