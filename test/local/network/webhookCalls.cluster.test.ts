import assert from "node:assert/strict";
import { CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import { createCertificateAuthority } from "../../../local/controlPlane/certificateAuthority";
import { eventually } from "../../../local/eventually";
import type { LocalCluster } from "../../../local/localCluster";
import type { NetworkFault } from "../../../local/network/podNetwork";
import { apply, CLUSTER_TIMEOUT_MS, isReady, serverContainer, startTestCluster } from "../testCluster";

const HOST = "hook.default.svc";

describe("a webhook behind a Service", function () {
  this.timeout(CLUSTER_TIMEOUT_MS);
  let cluster: LocalCluster;
  let core: CoreV1Api;
  let replicas: V1Pod[];

  before(async () => {
    cluster = await startTestCluster();
    core = cluster.kubeConfig.makeApiClient(CoreV1Api);
    const authority = await createCertificateAuthority("hook-ca");
    const { certificate, key } = await authority.issue({ commonName: HOST, dnsNames: [HOST] });
    await apply(cluster, ...webhookManifests(certificate, key));
    await cluster.kubectl(["rollout", "status", "deployment/hook", "--timeout=60s"]);
    await apply(cluster, webhookConfiguration(authority.certificate));
    const pods = await core.listNamespacedPod({ namespace: "default", labelSelector: "app=hook" });
    replicas = pods.items.filter(isReady);
    await eventually({ what: "the webhook to act", condition: async () => (await answeredBy()) !== undefined });
  });
  after(() => cluster.stop());
  afterEach(() => {
    breakAll(undefined);
  });

  /** Name of the replica that answered for a new pod, or undefined where none did in time. */
  const answeredBy = async (): Promise<string | undefined> => {
    const pod = await core.createNamespacedPod({
      namespace: "default",
      dryRun: "All",
      body: { metadata: { generateName: "asking-" }, spec: { containers: [{ name: "app", image: "app" }] } },
    });
    return pod.metadata?.labels?.["answered-by"];
  };
  const address = (pod: V1Pod | undefined) => pod?.status?.podIP ?? "";
  const breakAll = (fault: NetworkFault | undefined) => {
    for (const replica of replicas) cluster.network.setFault(address(replica), fault);
  };

  it("has as many ready endpoints as replicas", () => {
    assert.equal(replicas.length, 2);
    assert.notEqual(address(replicas[0]), address(replicas[1]));
  });

  it("is called through each replica, where the other one refuses", async () => {
    const [first, second] = replicas;
    for (const [broken, whole] of [
      [first, second],
      [second, first],
    ]) {
      cluster.network.setFault(address(broken), { kind: "refuse" });
      // The API server chooses an endpoint for each connection at random, and does not try the other one.
      await eventually({
        what: "the whole replica to answer",
        condition: async () => (await answeredBy()) === whole?.metadata?.name,
      });
      cluster.network.setFault(address(broken), undefined);
    }
  });

  for (const fault of [
    { kind: "refuse" },
    { kind: "black-hole" },
    { kind: "cut" },
    { kind: "delay", delayMs: 1500 },
  ] as const) {
    it(`is passed over (failurePolicy Ignore) while the way to it has the fault ${fault.kind}, and called again after`, async () => {
      breakAll(fault);
      assert.equal(await answeredBy(), undefined);
      breakAll(undefined);
      await eventually({ what: "an answer", condition: async () => (await answeredBy()) !== undefined });
    });
  }

  it("is called in spite of a short delay", async () => {
    breakAll({ kind: "delay", delayMs: 20 });
    assert.notEqual(await answeredBy(), undefined);
  });
});

function webhookManifests(certificate: string, key: string): object[] {
  const labels = { app: "hook" };
  const container = serverContainer({
    args: ["--port=8080", "--tls=/tls"],
    ports: [{ name: "https", containerPort: 8080 }],
    volumeMounts: [{ name: "tls", mountPath: "/tls" }],
    readinessProbe: { httpGet: { path: "/ready", port: "https", scheme: "HTTPS" }, periodSeconds: 1 },
  });
  const template = {
    metadata: { labels },
    spec: { containers: [container], volumes: [{ name: "tls", secret: { secretName: "hook" } }] },
  };
  const metadata = { name: "hook", namespace: "default" };
  return [
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata,
      type: "kubernetes.io/tls",
      stringData: { "tls.crt": certificate, "tls.key": key },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: { replicas: 2, selector: { matchLabels: labels }, template },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: labels, ports: [{ port: 443, targetPort: "https" }] },
    },
  ];
}

function webhookConfiguration(caBundle: string): object {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: { name: "hook" },
    webhooks: [
      {
        name: "hook.pods.test",
        admissionReviewVersions: ["v1"],
        clientConfig: {
          caBundle: Buffer.from(caBundle).toString("base64"),
          service: { name: "hook", namespace: "default", path: "/mutate" },
        },
        failurePolicy: "Ignore",
        objectSelector: { matchExpressions: [{ key: "app", operator: "NotIn", values: ["hook"] }] },
        rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
        sideEffects: "None",
        timeoutSeconds: 1,
      },
    ],
  };
}
