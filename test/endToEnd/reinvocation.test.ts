import assert from "node:assert/strict";
import { CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import { WEBHOOK_CONFIGURATION_NAME } from "../../components/names";
import { STATUS_ANNOTATION } from "../../injection";
import { isJsonObject } from "../../injection/json";
import { createCertificateAuthority } from "../../local/controlPlane/certificateAuthority";
import { startPodWebhooks } from "../../local/eks/admissionWebhooks";
import { eventually } from "../../local/eventually";
import { startLocalCluster, type LocalCluster } from "../../local/localCluster";
import { apply, CLUSTER_TIMEOUT_MS } from "../local/testCluster";
import { startWebhook, type WebhookUnderTest } from "../webhook/webhookUnderTest";
import { createNamespace } from "./enforcingNamespace";
import { meeting, otherWebhooks, type Doing, type Order, type ReinvocationPolicy } from "./reinvocation/otherWebhooks";
import { answersDuring, register } from "./reinvocation/ownWebhook";
import {
  assertRole,
  containersOf,
  imagesIn,
  namesIn,
  podOf,
  ROLE,
  valuesIn,
  type StringMap,
} from "./reinvocation/pods";

/** An ordinary sidecar with a volume, and a native one; and, on request, one with all that changes more of a pod. */
const CONFIGURATION = {
  router: `
    profiles: ["default"]
    spec:
      containers: [{name: log-router, image: ours, volumeMounts: [{name: buffer, mountPath: /buffer}]}]
      volumes: [{name: buffer, emptyDir: {}}]`,
  tracer: `
    profiles: ["default"]
    spec:
      initContainers: [{name: tracer, image: ours, restartPolicy: Always}]`,
  whole: `
    profiles: ["default"]
    optIn: true
    parameters: {level: {annotation: example.com/level, default: info}}
    metadata: {labels: {level: "\${level}"}}
    spec:
      position: first
      sidecars: [{name: watcher, image: ours, env: [{name: LEVEL, value: "\${level}"}]}]
      securityContext: {fsGroup: 1337}
      dnsConfig: {options: [{name: ndots, value: "1"}]}
      appContainers: [{names: ["app"], env: [{name: LEVEL, value: "\${level}"}], envFrom: [{configMapRef: {name: a}}]}]`,
};

/** A registration of our webhook that sorts after `pod-identity-webhook`; pods with the label `late` go there. */
const LATE_NAME = "zz-fargate-sidecar-injector";
const LATE = { late: "true" };

describe("our webhook among others, called by the real API server", function () {
  this.timeout(CLUSTER_TIMEOUT_MS);
  let cluster: LocalCluster;
  let webhook: WebhookUnderTest;
  const stops: (() => Promise<void>)[] = [];
  /** How often another webhook was asked about a pod that meets it. */
  let meetings = 0;

  before(async () => {
    cluster = await startLocalCluster({
      fargateProfiles: [{ name: "default", selectors: [{ namespace: "default" }, { namespace: "limited" }] }],
    });
    stops.push(() => cluster.stop());
    webhook = await startWebhook(CONFIGURATION, "1.36");
    stops.push(() => webhook.stop());
    await register(webhook, cluster, WEBHOOK_CONFIGURATION_NAME, { key: "late", operator: "DoesNotExist" });
    await register(webhook, cluster, LATE_NAME, { key: "late", operator: "Exists" });
    await apply(cluster, {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "shop", namespace: "default", annotations: { "eks.amazonaws.com/role-arn": ROLE } },
    });
    const met = otherWebhooks(() => meetings++);
    const others = await startPodWebhooks(cluster.kubeConfig, await createCertificateAuthority("others"), met);
    stops.push(others.stop);
    for (const labels of [{}, LATE])
      await eventually({
        what: "our webhook to act",
        condition: async () => (await admitted(labels)).spec?.containers.length === 2,
      });
  });
  after(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  /** The pod as the API server would store it. It has no token, which else is one more change after ours. */
  const admitted = (
    labels: StringMap,
    spec: Partial<V1Pod["spec"]> = {},
    annotations: StringMap = {},
  ): Promise<V1Pod> =>
    core().createNamespacedPod({
      namespace: "default",
      dryRun: "All",
      body: podOf({ name: "app", labels, annotations }, spec),
    });
  const core = () => cluster.kubeConfig.makeApiClient(CoreV1Api);
  /** What our webhook said of the last pod that it did not only see again. */
  const lastDecision = () => webhook.logged.findLast(({ templates }) => templates !== undefined)?.templates;

  it("is called once about a pod that nobody changes afterwards", async () => {
    assert.deepEqual(await answersDuring(webhook, () => admitted({})), { injected: 1, repeated: 0, unchanged: 0 });
  });

  it("says at its second call what size the pod has with the requests that a LimitRange has given to sidecars", async () => {
    await createNamespace(core(), "limited");
    await apply(cluster, {
      apiVersion: "v1",
      kind: "LimitRange",
      metadata: { name: "memory", namespace: "limited" },
      spec: { limits: [{ type: "Container", default: { memory: "1Gi" } }] },
    });
    const created = () =>
      core().createNamespacedPod({ namespace: "limited", dryRun: "All", body: podOf({ name: "app" }, {}) });
    await eventually({
      what: "the LimitRange to act",
      condition: async () => (await created()).spec?.containers[0]?.resources?.requests?.memory === "1Gi",
    });
    const { metadata, spec } = await created();
    assert.deepEqual(
      [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map(
        ({ resources }) => resources?.requests?.memory,
      ),
      ["1Gi", "1Gi", "1Gi"],
    );
    const status: unknown = JSON.parse(metadata?.annotations?.[STATUS_ANNOTATION] ?? "");
    assert.ok(isJsonObject(status));
    assert.deepEqual(status.size, { before: "0.25vCPU 2GB", after: "0.5vCPU 4GB" });
  });

  for (const policy of ["Never", "IfNeeded"] as const)
    describe(`beside another webhook with reinvocationPolicy ${policy}`, () => {
      const pod = (order: Order, doing: Doing) => admitted(meeting(order, policy, doing));

      it("is called again about what a webhook after it has added, and adds nothing twice", async () => {
        let spec: V1Pod["spec"];
        const answers = await answersDuring(webhook, async () => {
          ({ spec } = await pod("after", "add a proxy"));
        });
        assert.deepEqual(answers, { injected: 1, repeated: 1, unchanged: 0 });
        assert.deepEqual(namesIn(spec?.containers), ["app", "log-router", "proxy"]);
        assert.deepEqual(namesIn(spec?.initContainers), ["tracer", "proxy-setup"]);
        assert.deepEqual(namesIn(spec?.volumes), ["buffer", "proxy-state"]);
      });

      it("adds its sidecars beside what a webhook before it has added, at the first call", async () => {
        let spec: V1Pod["spec"];
        meetings = 0;
        const answers = await answersDuring(webhook, async () => {
          ({ spec } = await pod("before", "add a proxy"));
        });
        assert.deepEqual(answers, { injected: 1, repeated: 0, unchanged: 0 });
        assert.equal(meetings, policy === "IfNeeded" ? 2 : 1);
        assert.deepEqual(namesIn(spec?.containers), ["app", "proxy", "log-router"]);
        assert.deepEqual(namesIn(spec?.initContainers), ["proxy-setup", "tracer"]);
        assert.deepEqual(namesIn(spec?.volumes), ["proxy-state", "buffer"]);
      });

      it("changes labels, pod fields and app containers once, too", async () => {
        const annotations = { "fargate-sidecar-injector/use": "whole", "example.com/level": "debug" };
        let pods: V1Pod[] = [];
        const answers = await answersDuring(webhook, async () => {
          pods = [await admitted(meeting("after", policy, "add a proxy"), {}, annotations)];
        });
        assert.deepEqual(answers, { injected: 1, repeated: 1, unchanged: 0 });
        const [{ metadata, spec } = {}] = pods;
        assert.equal(metadata?.labels?.level, "debug");
        assert.deepEqual(namesIn(spec?.initContainers), ["watcher", "tracer", "proxy-setup"]);
        assert.deepEqual(namesIn(spec?.dnsConfig?.options), ["ndots"]);
        const [app] = spec?.containers ?? [];
        assert.deepEqual(valuesIn(app?.env), { LEVEL: "debug" });
        assert.equal(app?.envFrom?.length, 1);
        assert.equal(spec?.securityContext?.fsGroup, 1337);
      });

      it("loses nothing where a webhook after it puts an app container before all others", async () => {
        const { spec } = await pod("after", "add an app container");
        assert.deepEqual(namesIn(spec?.containers), ["second-app", "app", "log-router"]);
        assert.deepEqual(namesIn(spec?.initContainers), ["tracer"]);
        assert.deepEqual(namesIn(spec?.volumes), ["buffer"]);
      });

      it("leaves a container of its sidecar's name alone that a webhook before it has added", async () => {
        const { spec } = await pod("before", "add our container");
        assert.deepEqual(imagesIn(spec?.containers), { app: "app", "log-router": "theirs" });
        assert.deepEqual(namesIn(spec?.initContainers), ["tracer"]);
        assert.equal(spec?.volumes, undefined);
        assert.equal(lastDecision(), "router=already-present,tracer=injected,whole=not-opted-in");
      });

      it("has its sidecar to itself where a webhook after it looks before it adds one of that name", async () => {
        const { spec } = await pod("after", "add our container");
        assert.deepEqual(imagesIn(spec?.containers), { app: "app", "log-router": "ours" });
      });

      it("does not insist where a webhook after it puts its own in the place of the sidecar", async () => {
        const { spec } = await pod("after", "put its own in the place of our container");
        assert.deepEqual(imagesIn(spec?.containers), { app: "app", "log-router": "theirs" });
      });

      it("shares a volume of its sidecar's name with a webhook on either side, where it is an emptyDir too", async () => {
        for (const order of ["before", "after"] as const) {
          const { spec } = await pod(order, "add our volume");
          assert.deepEqual(imagesIn(spec?.containers), { app: "app", "log-router": "ours" });
          assert.deepEqual(namesIn(spec?.volumes), ["buffer"]);
          assert.equal(lastDecision(), "router=injected,tracer=injected,whole=not-opted-in");
        }
      });

      it("leaves out the one template whose volume's name a webhook before it has given to another volume", async () => {
        const { spec } = await pod("before", "add another volume under the name of ours");
        assert.deepEqual(imagesIn(spec?.containers), { app: "app" });
        assert.deepEqual(namesIn(spec?.initContainers), ["tracer"]);
        assert.equal(spec?.volumes?.[0]?.configMap?.name, "theirs");
        assert.equal(lastDecision(), "router=conflict,tracer=injected,whole=not-opted-in");
      });

      it("lets a pod be whose volume a webhook after it has changed into another one", async () => {
        const { spec } = await pod("after", "put its own in the place of our volume");
        assert.deepEqual(imagesIn(spec?.containers), { app: "app", "log-router": "ours" });
        assert.deepEqual(namesIn(spec?.volumes), ["buffer"]);
        assert.equal(spec?.volumes?.[0]?.configMap?.name, "theirs");
      });
    });

  it("cannot save a pod to which a webhook after it adds a container of the same name without a look", async () => {
    await assert.rejects(
      admitted(meeting("after", "Never", "add our container without a look")),
      /containers\[2\]\.name: Duplicate value: \\*"log-router/,
    );
  });

  describe("and EKS's pod-identity-webhook", () => {
    const shop = { serviceAccountName: "shop" };

    it("has both kinds of sidecars stored with the role of the pod's service account, as the app", async () => {
      const api = core();
      const name = "stored";
      const body = podOf({ name }, shop);
      const answers = await answersDuring(webhook, () => api.createNamespacedPod({ namespace: "default", body }));
      assert.deepEqual(answers, { injected: 1, repeated: 1, unchanged: 0 });
      const { spec } = await api.readNamespacedPod({ namespace: "default", name });
      assert.deepEqual(namesIn(spec?.volumes), ["aws-iam-token", "buffer"]);
      assert.equal(spec?.initContainers?.[0]?.restartPolicy, "Always");
      for (const container of containersOf(spec, ["tracer", "app", "log-router"])) assertRole(container);
    });

    it("would have its sidecars without a role under a name that sorts after that webhook", async () => {
      const { spec } = await admitted(LATE, shop);
      const [tracer, app, router] = containersOf(spec, ["tracer", "app", "log-router"]);
      assertRole(app);
      for (const sidecar of [tracer, router]) {
        assert.equal(sidecar?.env, undefined);
        assert.ok(!namesIn(sidecar?.volumeMounts).includes("aws-iam-token"));
      }
    });

    it("needs no such name where EKS calls that webhook again, and still gets everything once", async () => {
      const policy: ReinvocationPolicy = "IfNeeded";
      const patch = [{ op: "replace", path: "/webhooks/0/reinvocationPolicy", value: policy }];
      const configuration = ["mutatingwebhookconfiguration", "pod-identity-webhook"];
      await cluster.kubectl(["patch", ...configuration, "--type=json", `--patch=${JSON.stringify(patch)}`]);
      await eventually({
        what: "pod-identity-webhook to be called again",
        condition: async () => (await admitted(LATE, shop)).spec?.containers[1]?.env !== undefined,
      });
      for (const labels of [LATE, {}]) {
        const { spec } = await admitted(labels, shop);
        for (const container of containersOf(spec, ["tracer", "app", "log-router"])) assertRole(container);
      }
    });
  });
});
