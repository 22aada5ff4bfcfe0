import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { refusedCalls } from "../../local/aws/callLog";
import { isUnchanged, type UpdateSummary } from "../../local/pulumi/engineEvents";
import type { RecordedOperation } from "../../local/pulumi/providerProxy/operationRecorder";
import type { PulumiStack } from "../../local/pulumi/pulumiStack";
import { itWithApiModels } from "../awsApi/withApiModels";
import { admittedPod, imagesOf, podsAdmittedDuring } from "./appPods";
import { operationsOn, orderProblems, overlaps, type OperationMatcher } from "./newCluster/operationOrder";
import { isDocumentedAction } from "./newCluster/permissions";
import { CONFIGURATION, createStack } from "./newCluster/stack";
import { NEXT_WEBHOOK_IMAGE, startStandIns, type StandIns } from "./newCluster/standIns";

const PROFILE = "aws:eks/fargateProfile:FargateProfile";
const CLUSTER = "aws:eks/cluster:Cluster";
const ADD_ON = "aws:eks/addon:Addon";
const WEBHOOK_CONFIGURATION = "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** Whatever is made in the cluster itself. */
const inKubernetes: OperationMatcher = ({ type }) => type.startsWith("kubernetes:");
const ofInjector: OperationMatcher = (operation) => inKubernetes(operation) && operation.name.includes("-injector-");
const anything: OperationMatcher = ({ operation }) => operation !== "read" && operation !== "construct";

describe("a new cluster with everything, with the real engine on stand-ins for AWS", function () {
  this.timeout(300_000);
  let standIns: StandIns;
  let stack: PulumiStack;
  let stop: (() => Promise<void>) | undefined;

  before(async () => {
    standIns = await startStandIns();
    ({ stop } = standIns);
    stack = await createStack(standIns, "new");
  });
  after(() => stop?.());

  /** What the account has refused so far. */
  const refusals = (): string[] => refusedCalls(standIns.account.calls);

  /** What the work made the plugins do. */
  const operationsOf = async <T>(work: () => Promise<T>): Promise<{ result: T; operations: RecordedOperation[] }> => {
    const before = standIns.recorder.operations.length;
    const result = await work();
    return { result, operations: standIns.recorder.operations.slice(before) };
  };

  describe("pulumi up", () => {
    let operations: RecordedOperation[];
    const inOrder = (first: OperationMatcher, second: OperationMatcher): void => {
      assert.deepEqual(orderProblems(operations, first, second), []);
    };
    before(async () => {
      ({ operations } = await operationsOf(() => stack.up()));
    });

    it("makes no call that the service refuses", () => {
      assert.deepEqual(refusals(), []);
    });

    it("makes the log group before the control plane that writes to it, and the pods' before their profiles", () => {
      inOrder(operationsOn("create", LOG_GROUP, "fargate-control-plane-logs"), operationsOn("create", CLUSTER));
      inOrder(operationsOn("create", LOG_GROUP, "fargate-pod-logs"), operationsOn("create", PROFILE));
      inOrder(
        operationsOn("create", "kubernetes:core/v1:ConfigMap", "fargate-log-router"),
        operationsOn("create", PROFILE),
      );
    });

    it("lets the cluster wait for the routes of its subnets, and the profiles for what their pods need", () => {
      inOrder(operationsOn("create", "aws:ec2/natGateway:NatGateway"), operationsOn("create", CLUSTER));
      inOrder(
        operationsOn("create", "aws:ec2/routeTableAssociation:RouteTableAssociation"),
        operationsOn("create", CLUSTER),
      );
      inOrder(
        operationsOn("create", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"),
        operationsOn("create", PROFILE),
      );
    });

    it("makes the profiles one after another, the system's first", () => {
      assert.deepEqual(overlaps(operations, operationsOn("create", PROFILE)), []);
      inOrder(operationsOn("create", PROFILE, "fargate-profile-system"), operationsOn("create", PROFILE));
      assert.equal(operations.filter(operationsOn("create", PROFILE)).length, 4);
    });

    it("installs the injector when all profiles are active and CoreDNS runs", () => {
      inOrder(operationsOn("create", PROFILE), ofInjector);
      inOrder(operationsOn("create", ADD_ON), ofInjector);
    });

    it("makes the webhook configuration last of all", () => {
      inOrder(
        (operation) => anything(operation) && operation.type !== WEBHOOK_CONFIGURATION,
        operationsOn("create", WEBHOOK_CONFIGURATION),
      );
    });

    it("gives all that can have tags those of the stack, and nothing else has none but what AWS makes by itself", () => {
      const untagged = standIns.account.list().filter(({ tags }) => tags.owner !== "platform");
      assert.deepEqual(untagged.map(({ kind }) => kind).sort(), [
        "ec2:network-acl",
        ...Array<string>(3).fill("ec2:network-interface"),
        "ec2:route-table",
        ...Array<string>(2).fill("ec2:security-group"),
        ...Array<string>(2).fill("eks:access-entry"),
        ...Array<string>(2).fill("iam:service-linked-role"),
      ]);
    });

    it("tells how to reach the cluster, what it has, and how long the certificate lasts", async () => {
      const { kubeconfig, certificateExpiresAt, ...outputs } = await stack.outputs();
      assert.match(String(kubeconfig), /clusters/);
      assert.ok(Date.parse(String(certificateExpiresAt)) > Date.now() + 180 * 24 * 3_600_000);
      assert.deepEqual(outputs, {
        clusterName: "fargate-new",
        fargateProfileNames: ["system", "default", "shop", "tools"],
        imageDigest: "",
        webhookConfigurationName: "0600-fargate-sidecar-injector",
      });
    });

    it("has pods of a profile with sidecars injected from then on", async () => {
      assert.deepEqual(imagesOf(await admittedPod(standIns.cluster, "default")), ["app", "sidecar:1"]);
    });

    it("has nothing to do the second time", async () => {
      assert.ok(isUnchanged(await stack.up()), JSON.stringify(stack.lastSummary?.changes));
    });
  });

  describe("an update", () => {
    /** Sets the configuration and gives what preview and update change, which has to be the same. */
    const changesOf = async (config: Parameters<PulumiStack["setConfig"]>): Promise<string[]> => {
      await stack.setConfig(...config);
      const preview = changed(await stack.preview());
      const { result, operations } = await operationsOf(() => stack.up());
      assert.deepEqual(
        overlaps(operations, (operation) => operation.type === PROFILE),
        [],
      );
      assert.deepEqual(changed(result), preview);
      return preview;
    };

    it("of a sidecar changes the ConfigMap alone, while every pod is injected", async () => {
      const sidecars = { default: { spec: { containers: [{ name: "sidecar", image: "sidecar:2" }] } } };
      const { result, pods } = await podsAdmittedDuring(standIns.cluster, "default", changesOf(["sidecars", sidecars]));
      assert.deepEqual(result, ["update fargate-injector-sidecar-configuration"]);
      assert.deepEqual(
        pods.filter((pod) => !/^app,sidecar:[12]$/.test(imagesOf(pod).join())),
        [],
      );
    });

    it("of the image rolls the webhook out, while every pod is injected", async () => {
      const { result, pods } = await podsAdmittedDuring(
        standIns.cluster,
        "default",
        changesOf(["image", NEXT_WEBHOOK_IMAGE]),
      );
      assert.deepEqual(result, ["update fargate-injector-webhook"]);
      assert.deepEqual(
        pods.filter((pod) => imagesOf(pod).join() !== "app,sidecar:2"),
        [],
      );
    });

    it("of the public CIDRs changes the control plane alone", async () => {
      assert.deepEqual(await changesOf(["publicAccessCidrs", ["81.2.70.0/24"]]), ["update fargate-eks-eksCluster"]);
    });

    it("of the version changes the control plane alone, by one minor version", async () => {
      assert.deepEqual(await changesOf(["version", "1.36"]), ["update fargate-eks-eksCluster"]);
    });

    it("of a profile's selectors deletes that profile and makes it again, and leaves the others alone", async () => {
      const profiles = {
        ...(CONFIGURATION.fargateProfiles as object),
        shop: { selectors: [{ namespace: "store-*" }] },
      };
      assert.deepEqual(await changesOf(["fargateProfiles", profiles]), [
        "delete-replaced fargate-profile-shop",
        "replace fargate-profile-shop",
        "create-replacement fargate-profile-shop",
      ]);
    });

    it("of two profiles' selectors never has two of them on their way", async () => {
      const profiles = {
        ...(CONFIGURATION.fargateProfiles as object),
        default: { selectors: [{ namespace: "default", labels: { app: "*" } }] },
      };
      const changes = await changesOf(["fargateProfiles", profiles]);
      assert.deepEqual(changes.filter((change) => change.startsWith("delete-replaced")).sort(), [
        "delete-replaced fargate-profile-default",
        "delete-replaced fargate-profile-shop",
      ]);
    });

    it("that takes the first and the last profile out never deletes two at once", async () => {
      const { shop } = CONFIGURATION.fargateProfiles as { shop: object };
      assert.deepEqual((await changesOf(["fargateProfiles", { shop }])).sort(), [
        "delete fargate-profile-default",
        "delete fargate-profile-tools",
      ]);
    });

    it("that protects the cluster lets Pulumi refuse to destroy it at the preview", async () => {
      await changesOf(["deletionProtection", true]);
      await assert.rejects(stack.previewDestroy(), /fargate-eks-[^]*cannot be deleted\s+because it is protected/);
      await changesOf(["deletionProtection", false]);
    });

    it("that does nothing to a profile never leaves the webhook configuration without a webhook", () => {
      const updates = standIns.recorder.operations.filter(
        ({ type, operation }) => type === WEBHOOK_CONFIGURATION && operation !== "create",
      );
      assert.deepEqual(updates, []);
    });
  });

  describe("pulumi destroy", () => {
    let operations: RecordedOperation[];
    const inOrder = (first: OperationMatcher, second: OperationMatcher): void => {
      assert.deepEqual(orderProblems(operations, first, second), []);
    };
    before(async () => {
      ({ operations } = await operationsOf(() => stack.destroy()));
    });

    it("makes no call that the service refuses, nor did any update", () => {
      assert.deepEqual(refusals(), []);
    });

    it("takes the webhook configuration away first of all", () => {
      inOrder(
        operationsOn("delete", WEBHOOK_CONFIGURATION),
        (operation) => anything(operation) && operation.type !== WEBHOOK_CONFIGURATION,
      );
    });

    it("takes the injector away before CoreDNS, CoreDNS before its profile, the profiles before the cluster", () => {
      inOrder(operationsOn("delete", DEPLOYMENT), operationsOn("delete", ADD_ON));
      inOrder(ofInjector, operationsOn("delete", PROFILE));
      inOrder(operationsOn("delete", ADD_ON), operationsOn("delete", PROFILE, "fargate-profile-system"));
      inOrder(operationsOn("delete", PROFILE), operationsOn("delete", CLUSTER));
      assert.deepEqual(overlaps(operations, operationsOn("delete", PROFILE)), []);
    });

    it("lets the administrators in until the last Kubernetes object is gone", () => {
      inOrder(inKubernetes, operationsOn("delete", "aws:eks/accessEntry:AccessEntry"));
    });

    it("takes roles, routes and log groups away after whoever needs them", () => {
      inOrder(operationsOn("delete", PROFILE), operationsOn("delete", "aws:iam/role:Role", "fargate-pod-execution"));
      inOrder(operationsOn("delete", PROFILE), operationsOn("delete", LOG_GROUP, "fargate-pod-logs"));
      inOrder(operationsOn("delete", CLUSTER), operationsOn("delete", LOG_GROUP, "fargate-control-plane-logs"));
      inOrder(operationsOn("delete", CLUSTER), operationsOn("delete", "aws:ec2/natGateway:NatGateway"));
    });

    itWithApiModels("has sent AWS, as all before it, parameters that AWS's own API models accept", (models) => {
      assert.deepEqual(models.problems(standIns.account.calls), []);
    });

    it("has called nothing, as all before it, that docs/aws-permissions.json does not allow", () => {
      const actions = standIns.account.calls.map(({ service, action }) => `${service}:${action}`);
      assert.deepEqual(
        [...new Set(actions)].filter((action) => !isDocumentedAction(action)),
        [],
      );
    });

    it("leaves nothing but what AWS keeps for itself", async () => {
      assert.deepEqual(await standIns.leftovers(), []);
    });
  });
});

/** What an update changes, but for what Pulumi keeps account of for itself: stack and components. */
function changed({ steps }: UpdateSummary): string[] {
  return steps
    .filter(({ operation, type }) => operation !== "same" && !/^(pulumi:|eks:|fargate-sidecar-injector:)/.test(type))
    .map(({ operation, name }) => `${operation} ${name}`);
}
