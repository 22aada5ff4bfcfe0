import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { FargateCluster, type FargateClusterArgs } from "../../../components";
import { inputAt, recordStack, type RecordedResource, type RecordedStack } from "../recordedStack";

const ARGS: FargateClusterArgs = { publicAccessCidrs: ["81.2.69.142/32"] };

const clusterOf = (args: Partial<FargateClusterArgs> = {}): Promise<RecordedStack> =>
  recordStack(() => new FargateCluster("fargate", { ...ARGS, ...args }));

const named = (stack: RecordedStack, name: string): RecordedResource => {
  const resource = stack.resources.find((each) => each.name === name);
  assert.ok(resource, name);
  return resource;
};

const profilesOf = (stack: RecordedStack): RecordedResource[] =>
  stack.resources.filter(({ type }) => type === "aws:eks/fargateProfile:FargateProfile");

describe("FargateCluster", () => {
  it("switches everything off that a cluster without nodes must not have", async () => {
    const cluster = (await clusterOf()).only("eks:index:Cluster");
    const { inputs } = cluster;
    assert.equal(inputs.skipDefaultNodeGroup, true);
    assert.equal(inputs.skipDefaultSecurityGroups, true);
    assert.equal(inputs.useDefaultVpcCni, true);
    assert.equal(inputs.bootstrapSelfManagedAddons, false);
    assert.equal(inputAt(cluster, "kubeProxyAddonOptions", "enabled"), false);
    assert.equal(inputAt(cluster, "corednsAddonOptions", "enabled"), false);
    assert.equal(inputs.authenticationMode, "API");
    assert.equal(inputs.fargate, undefined);
  });

  it("can be reached from inside always, and from outside by the given addresses or not at all", async () => {
    const open = (await clusterOf()).only("eks:index:Cluster").inputs;
    assert.deepEqual(
      [open.endpointPrivateAccess, open.endpointPublicAccess, open.publicAccessCidrs],
      [true, true, ["81.2.69.142/32"]],
    );
    const stack = await recordStack(() => new FargateCluster("fargate", { endpointPublicAccess: false }));
    const closed = stack.only("eks:index:Cluster").inputs;
    assert.deepEqual(
      [closed.endpointPrivateAccess, closed.endpointPublicAccess, closed.publicAccessCidrs],
      [true, false, undefined],
    );
  });

  it("lets only Fargate profiles of this very cluster use the pod execution role, which has no path", async () => {
    const role = named(await clusterOf({ clusterName: "mine" }), "fargate-pod-execution");
    const trust: unknown = JSON.parse(String(role.inputs.assumeRolePolicy));
    assert.deepEqual(trust, {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "eks-fargate-pods.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:eks:eu-west-1:123456789012:fargateprofile/mine/*" } },
        },
      ],
    });
    assert.equal(role.inputs.path, undefined);
  });

  it("has the profiles of system and default where none are given, under the names that pods carry", async () => {
    const profiles = profilesOf(await clusterOf());
    assert.deepEqual(
      profiles.map(({ inputs }) => [inputs.fargateProfileName, inputs.selectors]),
      [
        ["system", [{ namespace: "kube-system" }, { namespace: "fargate-sidecar-injector" }]],
        ["default", [{ namespace: "default" }]],
      ],
    );
  });

  it("lets each profile wait for every one before it", async () => {
    const selectors = [{ namespace: "x" }];
    const profiles = profilesOf(
      await clusterOf({ fargateProfiles: { c: { selectors }, a: { selectors }, b: { selectors } } }),
    );
    assert.deepEqual(
      profiles.map(({ inputs }) => inputs.fargateProfileName),
      ["system", "a", "b", "c"],
    );
    profiles.forEach((profile, index) => {
      for (const { urn } of profiles.slice(0, index)) assert.ok(profile.dependencies.includes(urn));
    });
  });

  it("keeps the system's profile on the first two zones, so that a third one does not stop its pods", async () => {
    const [system, other] = profilesOf(await clusterOf({ network: { zoneCount: 3 } }));
    assert.equal(inputAt(named(await clusterOf(), "fargate-profile-system"), "subnetIds", 2), undefined);
    assert.deepEqual(system?.inputs.subnetIds, ["fargate-private-1", "fargate-private-2"]);
    assert.deepEqual(other?.inputs.subnetIds, ["fargate-private-1", "fargate-private-2", "fargate-private-3"]);
  });

  it("gives a profile subnets and tags of its own, besides the tags of the cluster", async () => {
    const own = { selectors: [{ namespace: "x" }], subnetIds: ["subnet-0123456789abcdef0"], tags: { part: "x" } };
    const stack = await clusterOf({ fargateProfiles: { own }, tags: { owner: "platform" } });
    const [system, profile] = profilesOf(stack);
    assert.deepEqual(profile?.inputs.subnetIds, ["subnet-0123456789abcdef0"]);
    assert.deepEqual(profile.inputs.tags, { owner: "platform", part: "x" });
    assert.deepEqual(system?.inputs.tags, { owner: "platform" });
  });

  it("has a provider that waits for profiles, CoreDNS and administrators", async () => {
    const stack = await recordStack(() => {
      const administrators = { me: "arn:aws:iam::123456789012:role/me" };
      const { provider } = new FargateCluster("fargate", { ...ARGS, administrators });
      new k8s.core.v1.Namespace("mine", {}, { provider });
    });
    const provider = named(stack, "fargate-provider");
    assert.ok(named(stack, "mine").provider.startsWith(provider.urn));
    const awaited = [
      "fargate-profile-system",
      "fargate-profile-default",
      "fargate-coredns",
      "fargate-administrator-me",
    ];
    for (const name of awaited) assert.ok(provider.dependencies.includes(named(stack, name).urn), name);
    assert.equal(provider.inputs.clusterIdentifier, "arn:aws:eks:eu-west-1:123456789012:cluster/fargate-stack");
  });

  it("runs CoreDNS on Fargate, in the system's profile", async () => {
    const stack = await clusterOf();
    const coreDns = named(stack, "fargate-coredns");
    assert.equal(coreDns.inputs.configurationValues, '{"computeType":"Fargate"}');
    assert.ok(coreDns.dependencies.includes(named(stack, "fargate-profile-system").urn));
  });

  it("configures the log router before the first profile, with a role that cannot make log groups", async () => {
    const stack = await clusterOf({ logging: { retentionDays: 7 }, clusterName: "mine" });
    assert.equal(named(stack, "fargate-pod-logs").inputs.name, "/aws/eks/mine/fargate-pods");
    assert.equal(named(stack, "fargate-pod-logs").inputs.retentionInDays, 7);
    const policy = String(named(stack, "fargate-pod-logs-policy").inputs.policy);
    assert.ok(!policy.includes("CreateLogGroup"));
    assert.deepEqual(
      inputAt(named(stack, "fargate-log-router-namespace"), "metadata", "labels", "aws-observability"),
      "enabled",
    );
    const system = named(stack, "fargate-profile-system");
    for (const name of ["fargate-pod-logs", "fargate-pod-logs-policy", "fargate-log-router"])
      assert.ok(system.dependencies.includes(named(stack, name).urn), name);
  });

  it("refuses a configuration of the log router that Fargate would ignore", async () => {
    const filters = pulumi.output("x".repeat(6000));
    await assert.rejects(
      clusterOf({ logging: { filters } }),
      /logging: makes the log router's configuration \d+ characters/,
    );
  });

  it("lets AWS believe the tokens of its service accounts", async () => {
    const provider = (await clusterOf({ tags: { owner: "platform" } })).only(":OpenIdConnectProvider");
    assert.match(String(provider.inputs.url), /^https:\/\/oidc\.eks\./);
    assert.deepEqual(provider.inputs.clientIdLists, ["sts.amazonaws.com"]);
    assert.deepEqual(provider.inputs.tags, { owner: "platform" });
  });

  it("makes no network beside one of the user's own", async () => {
    const privateSubnetIds = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];
    const stack = await clusterOf({ vpcId: "vpc-0123456789abcdef0", privateSubnetIds });
    assert.deepEqual(
      stack.resources.filter(({ type }) => type.startsWith("aws:ec2/")),
      [],
    );
    assert.deepEqual(named(stack, "fargate-eks").inputs.privateSubnetIds, privateSubnetIds);
    assert.deepEqual(profilesOf(stack)[0]?.inputs.subnetIds, privateSubnetIds);
  });

  it("encrypts Secrets with a key of its own, with one that is given, or not with KMS", async () => {
    const keyOf = (stack: RecordedStack): unknown => named(stack, "fargate-eks").inputs.encryptionConfigKeyArn;
    assert.equal(keyOf(await clusterOf()), undefined);
    const made = await clusterOf({ secretsEncryption: { deletionWindowInDays: 7 } });
    assert.equal(made.only(":Key").inputs.deletionWindowInDays, 7);
    assert.equal(made.only(":Key").inputs.enableKeyRotation, true);
    assert.equal(keyOf(made), "arn:aws:kms:eu-west-1:123456789012:fargate-secrets-key");
    const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012";
    const given = await clusterOf({ secretsEncryption: { keyArn } });
    assert.ok(!given.has(":Key"));
    assert.equal(keyOf(given), keyArn);
  });

  it("checks values that come only later, and then makes nothing of them", async () => {
    const later = <T>(value: T): Promise<T> => Promise.resolve(value);
    await assert.rejects(clusterOf({ version: later("1.9") }), /version: /);
    await assert.rejects(clusterOf({ publicAccessCidrs: later(["nowhere"]) }), /publicAccessCidrs\[0\]: /);
    await assert.rejects(clusterOf({ clusterName: later("my cluster") }), /clusterName: /);
  });
});
