import assert from "node:assert/strict";
import { AdmissionregistrationV1Api, CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import { FARGATE_PROFILE_LABEL } from "../../../injection/names";
import { eventually } from "../../../local/eventually";
import type { FargateProfile, LocalCluster } from "../../../local/localCluster";
import { apply, CLUSTER_TIMEOUT_MS, podWhen, isReady, startTestCluster } from "../testCluster";

const PROFILES: FargateProfile[] = [
  { name: "shop", selectors: [{ namespace: "shop" }] },
  { name: "teams", selectors: [{ namespace: "team-?", labels: { "tier*": "web-*" } }] },
  { name: "zebra", selectors: [{ namespace: "shop" }, { namespace: "default" }] },
];

/** The part of a pod that EKS's webhook decides. */
interface Placement {
  profile: string | undefined;
  scheduler: string | undefined;
  priorityClass: string | undefined;
  priority: number | undefined;
}

const OFF_FARGATE: Placement = {
  profile: undefined,
  scheduler: "default-scheduler",
  priorityClass: undefined,
  priority: 0,
};

function onFargate(profile: string): Placement {
  return {
    profile,
    scheduler: "fargate-scheduler",
    priorityClass: "system-node-critical",
    priority: 2_000_001_000,
  };
}

describe("the stand-in for EKS's Fargate webhook, asked by the real API server", function () {
  this.timeout(CLUSTER_TIMEOUT_MS);
  let cluster: LocalCluster;
  let core: CoreV1Api;
  before(async () => {
    cluster = await startTestCluster({ fargateProfiles: PROFILES });
    core = cluster.kubeConfig.makeApiClient(CoreV1Api);
    const namespaces = ["shop", "team-a", "team-long"];
    await apply(cluster, ...namespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })));
    await eventually({
      what: "the service accounts",
      condition: async () => {
        await Promise.all(
          namespaces.map((namespace) => core.readNamespacedServiceAccount({ name: "default", namespace })),
        );
        return true;
      },
    });
  });
  after(() => cluster.stop());

  const create = (namespace: string, labels: Record<string, string> = {}, spec: object = {}): Promise<V1Pod> =>
    core.createNamespacedPod({
      namespace,
      body: {
        metadata: { generateName: "pod-", labels },
        spec: { containers: [{ name: "app", image: "app" }], ...spec },
      },
    });
  const placement = async (namespace: string, labels?: Record<string, string>, spec?: object): Promise<Placement> => {
    const pod = await create(namespace, labels, spec);
    return {
      profile: pod.metadata?.labels?.[FARGATE_PROFILE_LABEL],
      scheduler: pod.spec?.schedulerName,
      priorityClass: pod.spec?.priorityClassName,
      priority: pod.spec?.priority,
    };
  };

  it("gives a pod to the first profile by name that selects its namespace", async () => {
    assert.deepEqual(await placement("shop"), onFargate("shop"));
  });

  it("lets a label choose another profile that selects the pod", async () => {
    assert.deepEqual(await placement("shop", { [FARGATE_PROFILE_LABEL]: "zebra" }), onFargate("zebra"));
  });

  it("leaves a pod off Fargate whose label names a profile that does not select it", async () => {
    assert.deepEqual(await placement("shop", { [FARGATE_PROFILE_LABEL]: "teams" }), {
      ...OFF_FARGATE,
      profile: "teams",
    });
  });

  it("understands wildcards in namespaces, label keys and label values", async () => {
    assert.deepEqual(await placement("team-a", { "tier-1": "web-shop" }), onFargate("teams"));
    assert.deepEqual(await placement("team-a", { "tier-1": "batch" }), OFF_FARGATE);
    assert.deepEqual(await placement("team-long", { "tier-1": "web-shop" }), OFF_FARGATE);
  });

  it("keeps a priority class that the pod names itself", async () => {
    const spec = { priorityClassName: "system-cluster-critical" };
    assert.deepEqual(await placement("shop", {}, spec), {
      ...onFargate("shop"),
      priorityClass: "system-cluster-critical",
      priority: 2_000_000_000,
    });
  });

  it("decides by the profiles that there are when the pod comes", async () => {
    assert.deepEqual(await placement("team-long"), OFF_FARGATE);
    cluster.setFargateProfiles([...PROFILES, { name: "late", selectors: [{ namespace: "team-*" }] }]);
    assert.deepEqual(await placement("team-long"), onFargate("late"));
    cluster.setFargateProfiles(PROFILES);
    assert.deepEqual(await placement("team-long"), OFF_FARGATE);
  });

  it("is registered as on EKS", async () => {
    const admission = cluster.kubeConfig.makeApiClient(AdmissionregistrationV1Api);
    const name = "0500-amazon-eks-fargate-mutation.amazonaws.com";
    const [webhook] = (await admission.readMutatingWebhookConfiguration({ name })).webhooks ?? [];
    assert.equal(webhook?.name, name);
    assert.deepEqual(webhook.admissionReviewVersions, ["v1beta1"]);
    assert.equal(webhook.failurePolicy, "Ignore");
    assert.equal(webhook.reinvocationPolicy, "Never");
  });

  it("makes pods run on a Fargate node, and the others on the EC2 node, without touching these", async () => {
    const bare = { containers: [{ name: "app", image: "app" }] };
    for (const name of ["fargate", "ec2"]) {
      if (name === "ec2") cluster.setFargateProfiles([]);
      await core.createNamespacedPod({ namespace: "default", body: { metadata: { name }, spec: bare } });
    }
    cluster.setFargateProfiles(PROFILES);
    const fargate = await podWhen(cluster, "fargate", "to be ready", isReady);
    const ec2 = await podWhen(cluster, "ec2", "to be ready", isReady);
    assert.equal(fargate.spec?.nodeName, "fargate-ip-10-97-0-1.ec2.internal");
    assert.equal(ec2.spec?.nodeName, "ip-10-97-0-2.ec2.internal");
    assert.deepEqual(ec2.spec.tolerations, fargate.spec.tolerations);
    assert.equal(ec2.metadata?.labels?.[FARGATE_PROFILE_LABEL], undefined);
  });
});
