import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { SidecarInjector } from "../../../components";
import { inputAt, recordStack, type RecordedResource, type RecordedStack } from "../recordedStack";

describe("the ValidatingWebhookConfiguration", () => {
  let stack: RecordedStack;
  let configuration: RecordedResource;
  before(async () => {
    stack = await recordStack(
      () => new SidecarInjector("injector", { image: "example.com/webhook:1", namespace: "sidecars" }),
    );
    configuration = stack.only(":ValidatingWebhookConfiguration");
  });

  it("has one entry, which lets the ConfigMap through where the webhook cannot be reached", () => {
    assert.equal(inputAt(configuration, "metadata", "name"), "fargate-sidecar-injector");
    assert.equal(inputAt(configuration, "webhooks", 1), undefined);
    assert.equal(inputAt(configuration, "webhooks", 0, "name"), "validate.configuration.fargate-sidecar-injector");
    assert.equal(inputAt(configuration, "webhooks", 0, "failurePolicy"), "Ignore");
    assert.equal(inputAt(configuration, "webhooks", 0, "timeoutSeconds"), 5);
    assert.equal(inputAt(configuration, "webhooks", 0, "sideEffects"), "None");
    assert.deepEqual(inputAt(configuration, "webhooks", 0, "admissionReviewVersions"), ["v1"]);
  });

  it("is for the one ConfigMap that is created or changed in the injector's namespace, by names that no edit removes", () => {
    assert.deepEqual(inputAt(configuration, "webhooks", 0, "rules"), [
      {
        operations: ["CREATE", "UPDATE"],
        apiGroups: [""],
        apiVersions: ["v1"],
        resources: ["configmaps"],
        scope: "Namespaced",
      },
    ]);
    assert.deepEqual(inputAt(configuration, "webhooks", 0, "namespaceSelector"), {
      matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["sidecars"] }],
    });
    assert.deepEqual(inputAt(configuration, "webhooks", 0, "matchConditions"), [
      { name: "sidecar-configuration", expression: "object.metadata.name == 'fargate-injector-sidecar-config'" },
    ]);
    assert.equal(inputAt(configuration, "webhooks", 0, "objectSelector"), undefined);
    assert.equal(inputAt(configuration, "webhooks", 0, "matchPolicy"), "Equivalent");
  });

  it("calls the same Service as the MutatingWebhookConfiguration, at another path, and trusts the same authorities", () => {
    const mutating = stack.only(":MutatingWebhookConfiguration");
    const service = { name: "fargate-sidecar-injector", namespace: "sidecars", port: 443 };
    const clientConfig = (resource: RecordedResource) => inputAt(resource, "webhooks", 0, "clientConfig");
    const caBundle = inputAt(mutating, "webhooks", 0, "clientConfig", "caBundle");
    assert.ok(typeof caBundle === "string" && caBundle !== "");
    assert.deepEqual(clientConfig(configuration), { caBundle, service: { ...service, path: "/validate" } });
    assert.deepEqual(clientConfig(mutating), { caBundle, service: { ...service, path: "/mutate" } });
  });
});

describe("the sidecar ConfigMap", () => {
  it("declares the format that the webhook of the same version reads", async () => {
    const stack = await recordStack(() => new SidecarInjector("injector", { image: "example.com/webhook:1" }));
    const annotations = inputAt(stack.only(":ConfigMap"), "metadata", "annotations");
    assert.deepEqual(annotations, { "pulumi.com/patchForce": "true", "fargate-sidecar-injector/format": "2" });
  });
});
