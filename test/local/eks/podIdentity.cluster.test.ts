import assert from "node:assert/strict";
import { AdmissionregistrationV1Api, CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import type { LocalCluster } from "../../../local/localCluster";
import { apply, CLUSTER_TIMEOUT_MS, startTestCluster } from "../testCluster";

describe("the stand-in for pod-identity-webhook, asked by the real API server", function () {
  this.timeout(CLUSTER_TIMEOUT_MS);
  let cluster: LocalCluster;
  before(async () => {
    cluster = await startTestCluster();
    await apply(cluster, serviceAccount("plain", {}), serviceAccount("shop", { "eks.amazonaws.com/role-arn": "role" }));
  });
  after(() => cluster.stop());

  const create = (serviceAccountName: string, labels: Record<string, string> = {}): Promise<V1Pod> =>
    cluster.kubeConfig.makeApiClient(CoreV1Api).createNamespacedPod({
      namespace: "default",
      dryRun: "All",
      body: {
        metadata: { generateName: "pod-", labels },
        spec: {
          serviceAccountName,
          initContainers: [{ name: "setup", image: "setup" }],
          containers: [{ name: "app", image: "app" }],
        },
      },
    });

  it("gives a pod the role that its service account names", async () => {
    const { spec } = await create("shop");
    const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
    assert.deepEqual(
      containers.map(({ env }) => env?.find(({ name }) => name === "AWS_ROLE_ARN")?.value),
      ["role", "role"],
    );
    assert.equal(spec?.volumes?.[0]?.name, "aws-iam-token");
  });

  it("finds a role that the service account was given just now", async () => {
    const { spec } = await create("plain");
    assert.equal(spec?.containers[0]?.env, undefined);
    await cluster.kubectl(["annotate", "serviceaccount", "plain", "eks.amazonaws.com/role-arn=late"]);
    const later = await create("plain");
    assert.ok(later.spec?.containers[0]?.env?.some(({ value }) => value === "late"));
  });

  it("is not asked about a pod with the label that opts out", async () => {
    const { spec } = await create("shop", { "eks.amazonaws.com/skip-pod-identity-webhook": "true" });
    assert.equal(spec?.containers[0]?.env, undefined);
    assert.ok(!spec?.volumes?.some(({ name }) => name === "aws-iam-token"));
  });

  it("is registered as on EKS", async () => {
    const admission = cluster.kubeConfig.makeApiClient(AdmissionregistrationV1Api);
    const name = "pod-identity-webhook";
    const [webhook] = (await admission.readMutatingWebhookConfiguration({ name })).webhooks ?? [];
    assert.equal(webhook?.name, "iam-for-pods.amazonaws.com");
    assert.deepEqual(webhook.admissionReviewVersions, ["v1beta1"]);
    assert.equal(webhook.failurePolicy, "Ignore");
    assert.equal(webhook.reinvocationPolicy, "Never");
  });
});

function serviceAccount(name: string, annotations: Record<string, string>): object {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: "default", annotations } };
}
