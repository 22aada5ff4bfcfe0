import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { SidecarInjector } from "../../../components";
import { inputAt, recordStack, type RecordedResource } from "../recordedStack";

describe("the MutatingWebhookConfiguration", () => {
  let configuration: RecordedResource;
  before(async () => {
    const stack = await recordStack(
      () => new SidecarInjector("injector", { image: "example.com/webhook:1", namespace: "sidecars" }),
    );
    configuration = stack.only(":MutatingWebhookConfiguration");
  });

  it("sorts after EKS's Fargate webhook and before the one that brings IAM roles, in byte order", () => {
    const names = [
      "0500-amazon-eks-fargate-mutation.amazonaws.com",
      inputAt(configuration, "metadata", "name"),
      "pod-identity-webhook",
    ].map((name) => Buffer.from(String(name)));
    assert.deepEqual(
      [...names].sort((a, b) => Buffer.compare(a, b)),
      names,
    );
  });

  it("has one entry, which lets pods through where the webhook cannot be reached", () => {
    assert.equal(inputAt(configuration, "webhooks", 1), undefined);
    assert.equal(inputAt(configuration, "webhooks", 0, "name"), "ignore.pods.fargate-sidecar-injector");
    assert.equal(inputAt(configuration, "webhooks", 0, "failurePolicy"), "Ignore");
    assert.equal(inputAt(configuration, "webhooks", 0, "timeoutSeconds"), 5);
  });

  it("is for pods that are created on Fargate and have not opted out", () => {
    assert.deepEqual(inputAt(configuration, "webhooks", 0, "rules"), [
      { operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], scope: "Namespaced" },
    ]);
    assert.deepEqual(inputAt(configuration, "webhooks", 0, "objectSelector"), {
      matchExpressions: [
        { key: "eks.amazonaws.com/fargate-profile", operator: "Exists" },
        { key: "fargate-sidecar-injector/inject", operator: "NotIn", values: ["false"] },
      ],
    });
    assert.deepEqual(inputAt(configuration, "webhooks", 0, "matchConditions"), [
      { name: "scheduled-on-fargate", expression: "object.spec.schedulerName == 'fargate-scheduler'" },
    ]);
    assert.equal(inputAt(configuration, "webhooks", 0, "matchPolicy"), "Equivalent");
  });

  it("leaves out Kubernetes' own namespaces and the injector's, by the label that nobody can remove", () => {
    assert.deepEqual(inputAt(configuration, "webhooks", 0, "namespaceSelector"), {
      matchExpressions: [
        {
          key: "kubernetes.io/metadata.name",
          operator: "NotIn",
          values: ["kube-system", "kube-node-lease", "sidecars"],
        },
      ],
    });
  });

  it("promises no side effects, and asks to be called again where others change the pod", () => {
    assert.equal(inputAt(configuration, "webhooks", 0, "sideEffects"), "None");
    assert.equal(inputAt(configuration, "webhooks", 0, "reinvocationPolicy"), "IfNeeded");
    assert.deepEqual(inputAt(configuration, "webhooks", 0, "admissionReviewVersions"), ["v1"]);
  });

  it("calls the Service and trusts the authorities of its certificate, this one and the other", () => {
    assert.deepEqual(inputAt(configuration, "webhooks", 0, "clientConfig", "service"), {
      name: "fargate-sidecar-injector",
      namespace: "sidecars",
      path: "/mutate",
      port: 443,
    });
    const caBundle = Buffer.from(String(inputAt(configuration, "webhooks", 0, "clientConfig", "caBundle")), "base64");
    assert.match(caBundle.toString(), /^(certPem of injector-certificates-ca-\d+){2}$/);
  });

  describe("with `appMesh`", () => {
    before(async () => {
      const args = { image: "example.com/webhook:1", namespace: "sidecars", appMesh: true };
      configuration = (await recordStack(() => new SidecarInjector("injector", args))).only(
        ":MutatingWebhookConfiguration",
      );
    });

    it("has a second entry, with a path of its own, which lets pods through too", () => {
      assert.equal(inputAt(configuration, "webhooks", 1, "name"), "appmesh.pods.fargate-sidecar-injector");
      assert.equal(inputAt(configuration, "webhooks", 1, "failurePolicy"), "Ignore");
      assert.equal(inputAt(configuration, "webhooks", 1, "clientConfig", "service", "path"), "/mutate/appmesh");
      assert.equal(inputAt(configuration, "webhooks", 2), undefined);
    });

    it("is for pods of labelled namespaces, on Fargate or not, but never for Kubernetes' own or the injector's", () => {
      assert.deepEqual(inputAt(configuration, "webhooks", 1, "namespaceSelector"), {
        matchLabels: { "appmesh.k8s.aws/sidecarInjectorWebhook": "enabled" },
        matchExpressions: [
          {
            key: "kubernetes.io/metadata.name",
            operator: "NotIn",
            values: ["kube-system", "kube-node-lease", "sidecars"],
          },
        ],
      });
      assert.deepEqual(inputAt(configuration, "webhooks", 1, "objectSelector"), {
        matchExpressions: [{ key: "fargate-sidecar-injector/inject", operator: "NotIn", values: ["false"] }],
      });
      assert.equal(inputAt(configuration, "webhooks", 1, "matchConditions"), undefined);
    });
  });
});
