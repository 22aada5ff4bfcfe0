import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, it } from "mocha";
import { parseSidecarConfiguration } from "../../injection";
import { inputAt, recordStack, type RecordedStack } from "./recordedStack";

const PROGRAM = join(__dirname, "..", "..", "index.ts");

const load = createRequire(__filename);

/** Runs index.ts afresh with this stack configuration, as the engine does: texts, or JSON for objects. */
function runProgram(config: Readonly<Record<string, string>>): Promise<RecordedStack> {
  return recordStack(() => {
    const keys = Object.entries(config).map(([key, value]): [string, string] => [`project:${key}`, value]);
    pulumi.runtime.setAllConfig(Object.fromEntries(keys), ["project:kubeconfig"]);
    Reflect.deleteProperty(load.cache, PROGRAM);
    load(PROGRAM);
  });
}

describe("the Pulumi program of the whole stack", () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("installs the injector into the cluster of the kubeconfig, which stays a secret", async () => {
    const stack = await runProgram({ image: "example.com/webhook:1", kubeconfig: "/path", context: "here" });
    const provider = stack.only(":kubernetes");
    assert.equal(provider.hasSecrets, true);
    assert.deepEqual(provider.inputs, { kubeconfig: "/path", context: "here", enableConfigMapMutable: "true" });
    const objects = stack.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    assert.equal(objects.length, 10);
    for (const object of objects) assert.ok(object.provider.startsWith(provider.urn), object.type);
  });

  it("takes namespace and replicas from the configuration", async () => {
    const stack = await runProgram({ image: "webhook", namespace: "sidecars", replicas: "3" });
    const deployment = stack.only(":Deployment");
    assert.equal(inputAt(deployment, "metadata", "namespace"), "sidecars");
    assert.equal(inputAt(deployment, "spec", "replicas"), 3);
  });

  it("refuses a key that it does not know", async () => {
    await assert.rejects(
      runProgram({ image: "webhook", sidecar: "{}" }),
      /`sidecar` in the stack configuration: unknown field, did you mean "sidecars"\?/,
    );
  });

  it("leaves the content of the ConfigMap to kubectl where no sidecars are given", async () => {
    for (const sidecars of [{}, { sidecars: "{}" }]) {
      const stack = await runProgram({ image: "webhook", ...sidecars });
      assert.equal(stack.only(":ConfigMap").inputs.data, undefined);
    }
  });

  it("takes sidecars as YAML text, and as objects that mean the same to the webhook", async () => {
    const env = [
      { name: "A", value: "yes" },
      { name: "B", value: "0644" },
      { name: "C", value: "1:20" },
    ];
    const template = { spec: { containers: [{ name: "sidecar", image: "busybox", env }] } };
    const text = "spec: {containers: [{name: a, image: b}]}";
    const stack = await runProgram({ image: "webhook", sidecars: JSON.stringify({ text, template }) });
    const configMap = stack.only(":ConfigMap");
    assert.equal(inputAt(configMap, "data", "text"), text);
    const written = { template: String(inputAt(configMap, "data", "template")) };
    assert.deepEqual(parseSidecarConfiguration(written), parseSidecarConfiguration({ template }));
  });

  it("says how to come by an image where none is configured", async () => {
    await assert.rejects(
      runProgram({}),
      /`image` is not set: .*webhook\/Dockerfile.*`pulumi config set image REFERENCE`/,
    );
  });

  it("says what sidecars have to be", async () => {
    await assert.rejects(runProgram({ image: "webhook", sidecars: "[]" }), /`sidecars` has to be an object/);
  });
});
