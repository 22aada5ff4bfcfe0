import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { refusedCalls } from "../../../local/aws/callLog";
import { RESOURCE_TYPES } from "../../../local/aws/provider/resourceTypes";
import { createCluster, createRole, prepareCluster, trust } from "./accountInUse";
import { create, withProvider, type ProviderInUse } from "./providerInUse";

/** Inputs of a resource at first, and after an update in place where there is one. */
type InputsOf = (inUse: ProviderInUse) => Promise<{ first: object; then?: object }>;

const roleInputs = { assumeRolePolicy: trust("eks.amazonaws.com") };

const clusterResources = async (inUse: ProviderInUse): Promise<{ subnetIds: string[]; podRoleArn: string }> => {
  const { privateSubnetIds: subnetIds, podRoleArn } = await createCluster(inUse);
  return { subnetIds, podRoleArn };
};

const inVpc = async ({ call }: ProviderInUse): Promise<{ vpcId: string }> => {
  const vpc = await call("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" });
  return { vpcId: vpc.at("Vpc").at("VpcId").text };
};

const principalArn = "arn:aws:iam::444455556666:role/operators";

/** A resource of each type. */
const LIVES: Readonly<Record<string, InputsOf>> = {
  "aws:ec2/vpc:Vpc": () =>
    Promise.resolve({
      first: { cidrBlock: "10.0.0.0/16", tags: { a: "1", b: "2" } },
      then: { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, tags: { a: "2" } },
    }),
  "aws:ec2/subnet:Subnet": async (inUse) => {
    const subnet = { ...(await inVpc(inUse)), cidrBlock: "10.0.0.0/24", availabilityZone: "eu-west-1b" };
    return { first: subnet, then: { ...subnet, mapPublicIpOnLaunch: true, tags: { a: "1" } } };
  },
  "aws:ec2/internetGateway:InternetGateway": async (inUse) => {
    const gateway = await inVpc(inUse);
    return { first: gateway, then: { ...gateway, tags: { a: "1" } } };
  },
  "aws:ec2/eip:Eip": () =>
    Promise.resolve({ first: { domain: "vpc" }, then: { domain: "vpc", tags: { Name: "nat" } } }),
  "aws:ec2/natGateway:NatGateway": async ({ call }) => {
    const { publicSubnetId: subnetId } = await prepareCluster(call);
    const address = await call("ec2", "AllocateAddress", { Domain: "vpc" });
    const nat = { subnetId, allocationId: address.at("AllocationId").text };
    return { first: nat, then: { ...nat, tags: { Name: "nat" } } };
  },
  "aws:ec2/routeTable:RouteTable": async ({ call }) => {
    const { vpcId, internetGatewayId: gatewayId } = await prepareCluster(call);
    const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId }];
    return { first: { vpcId, routes }, then: { vpcId, routes: [{ cidrBlock: "81.2.69.0/24", gatewayId }] } };
  },
  "aws:ec2/route:Route": async ({ call }) => {
    const { vpcId, internetGatewayId: gatewayId, publicSubnetId: SubnetId } = await prepareCluster(call);
    const table = await call("ec2", "CreateRouteTable", { VpcId: vpcId });
    const AllocationId = (await call("ec2", "AllocateAddress")).at("AllocationId").text;
    const nat = await call("ec2", "CreateNatGateway", { SubnetId, AllocationId });
    const route = {
      routeTableId: table.at("RouteTable").at("RouteTableId").text,
      destinationCidrBlock: "0.0.0.0/0",
    };
    return {
      first: { ...route, gatewayId },
      then: { ...route, natGatewayId: nat.at("NatGateway").at("NatGatewayId").text },
    };
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": async ({ call }) => {
    const { vpcId, privateSubnetIds } = await prepareCluster(call);
    const table = await call("ec2", "CreateRouteTable", { VpcId: vpcId });
    return {
      first: { routeTableId: table.at("RouteTable").at("RouteTableId").text, subnetId: privateSubnetIds[0] },
    };
  },
  "aws:iam/role:Role": () =>
    Promise.resolve({
      first: { ...roleInputs, description: "one" },
      then: { assumeRolePolicy: trust("ec2.amazonaws.com"), description: "two", tags: { a: "1" } },
    }),
  "aws:iam/rolePolicy:RolePolicy": async ({ call }) => {
    await createRole(call, "pods", trust("eks-fargate-pods.amazonaws.com"));
    const policy = (Action: string): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
    return {
      first: { role: "pods", policy: policy("logs:PutLogEvents") },
      then: { role: "pods", policy: policy("logs:CreateLogStream") },
    };
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": async ({ call }) => {
    await createRole(call, "pods", trust("eks-fargate-pods.amazonaws.com"));
    const policyArn = "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy";
    return { first: { role: "pods", policyArn } };
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": () => {
    const provider = { url: "https://oidc.example/id/1", clientIdLists: ["sts.amazonaws.com"] };
    const thumbprint = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";
    return Promise.resolve({
      first: provider,
      then: { ...provider, thumbprintLists: [thumbprint], tags: { a: "1" } },
    });
  },
  "aws:kms/key:Key": () =>
    Promise.resolve({
      first: { description: "one", enableKeyRotation: true, deletionWindowInDays: 7 },
      then: { description: "two", deletionWindowInDays: 7, tags: { a: "1" } },
    }),
  "aws:kms/alias:Alias": async ({ call }) => {
    const key = async () => (await call("kms", "CreateKey")).at("KeyMetadata").at("KeyId").text;
    return { first: { targetKeyId: await key() }, then: { targetKeyId: await key() } };
  },
  "aws:cloudwatch/logGroup:LogGroup": () =>
    Promise.resolve({ first: { retentionInDays: 30, tags: { a: "1" } }, then: { tags: { b: "1" } } }),
  "aws:ecr/repository:Repository": () =>
    Promise.resolve({
      first: { imageTagMutability: "IMMUTABLE", imageScanningConfiguration: { scanOnPush: true } },
      then: { imageScanningConfiguration: { scanOnPush: false }, forceDelete: true, tags: { a: "1" } },
    }),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": async ({ call }) => {
    await call("ecr", "CreateRepository", { repositoryName: "webhook" });
    const selection = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1000 };
    const policy = { rules: [{ rulePriority: 1, description: "all", selection, action: { type: "expire" } }] };
    return { first: { repository: "webhook", policy } };
  },
  "aws:eks/cluster:Cluster": async ({ call }) => {
    const { clusterRoleArn: roleArn, privateSubnetIds: subnetIds } = await prepareCluster(call);
    const key = await call("kms", "CreateKey");
    const keyArn = key.at("KeyMetadata").at("Arn").text;
    const first = {
      version: "1.34",
      roleArn,
      vpcConfig: { subnetIds, endpointPrivateAccess: true, publicAccessCidrs: ["81.2.69.0/24"] },
      accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" },
      enabledClusterLogTypes: ["api", "audit"],
    };
    return {
      first,
      then: {
        ...first,
        version: "1.35",
        vpcConfig: { subnetIds, endpointPrivateAccess: true, endpointPublicAccess: false },
        accessConfig: { authenticationMode: "API" },
        enabledClusterLogTypes: ["audit"],
        encryptionConfig: { provider: { keyArn }, resources: ["secrets"] },
        upgradePolicy: { supportType: "STANDARD" },
        tags: { a: "1" },
      },
    };
  },
  "aws:eks/fargateProfile:FargateProfile": async (inUse) => {
    const { podRoleArn: podExecutionRoleArn, subnetIds } = await clusterResources(inUse);
    const profile = {
      clusterName: "sample",
      podExecutionRoleArn,
      subnetIds,
      selectors: [{ namespace: "shop-*", labels: { tier: "front" } }, { namespace: "kube-system" }],
    };
    return { first: profile, then: { ...profile, tags: { a: "1" } } };
  },
  "aws:eks/addon:Addon": async (inUse) => {
    const { podRoleArn: podExecutionRoleArn, subnetIds } = await clusterResources(inUse);
    const selectors = [{ namespace: "kube-system" }];
    await create(inUse, "aws:eks/fargateProfile:FargateProfile", {
      clusterName: "sample",
      podExecutionRoleArn,
      subnetIds,
      selectors,
    });
    const addon = { clusterName: "sample", addonName: "coredns" };
    const configured = (more: object): string => JSON.stringify({ computeType: "Fargate", ...more });
    return {
      first: { ...addon, configurationValues: configured({}), resolveConflictsOnCreate: "OVERWRITE" },
      then: { ...addon, configurationValues: configured({ replicaCount: 3 }), resolveConflictsOnUpdate: "OVERWRITE" },
    };
  },
  "aws:eks/accessEntry:AccessEntry": async (inUse) => {
    await createCluster(inUse);
    const entry = { clusterName: "sample", principalArn };
    return { first: entry, then: { ...entry, kubernetesGroups: ["operators"], tags: { a: "1" } } };
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": async (inUse) => {
    await createCluster(inUse);
    await inUse.call("eks", "CreateAccessEntry", { clusterName: "sample", principalArn });
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
    return { first: { clusterName: "sample", principalArn, policyArn, accessScope: { type: "cluster" } } };
  },
};

describe("the stand-in for the aws plugin creates, reads, changes and deletes", () => {
  it("a resource of each type that it has", () => {
    assert.deepEqual(Object.keys(LIVES).sort(), [...RESOURCE_TYPES.keys()].sort());
  });

  for (const [type, inputsOf] of Object.entries(LIVES))
    it(type, () =>
      withProvider(async (inUse) => {
        const { provider, account } = inUse;
        const { first, then } = await inputsOf(inUse);
        const made = await create(inUse, type, first);
        assert.deepEqual(await provider.read(type, made.id, made.inputs), made);

        let { inputs } = made;
        if (then !== undefined) {
          ({ inputs } = provider.check(type, "sample", made.inputs, { ...then }));
          const { changes, replaces } = provider.diff(type, made.inputs, inputs);
          assert.ok(changes.length > 0);
          assert.deepEqual(replaces, []);
          const outputs = await provider.update(type, made.id, made.inputs, inputs);
          assert.deepEqual(await provider.read(type, made.id, inputs), { id: made.id, inputs, outputs });
        }

        await provider.delete(type, made.id, inputs);
        assert.equal(await provider.read(type, made.id, inputs), undefined);
        assert.deepEqual(refusedCalls(account.calls), []);
        // What is gone already can be deleted: an earlier destroy may not have come to its end.
        await provider.delete(type, made.id, inputs);
      }),
    );
});
