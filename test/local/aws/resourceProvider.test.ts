import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { AwsClient } from "../../../local/aws/provider/awsClient";
import { callFunction } from "../../../local/aws/provider/functions";
import { HalfMadeResource, ResourceProvider } from "../../../local/aws/provider/resourceProvider";
import { RESOURCE_TYPES } from "../../../local/aws/provider/resourceTypes";
import { refusedCalls } from "../../../local/aws/callLog";
import { UNKNOWN } from "../../../local/aws/shape";
import { createCluster, createRole, prepareCluster, trust, withAccount, type AccountInUse } from "./accountInUse";

const ROLE = "aws:iam/role:Role";
const VPC = "aws:ec2/vpc:Vpc";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const PROFILE = "aws:eks/fargateProfile:FargateProfile";
const ADDON = "aws:eks/addon:Addon";

const roleInputs = { assumeRolePolicy: trust("eks.amazonaws.com") };

interface ProviderInUse extends AccountInUse {
  provider: ResourceProvider;
  aws: AwsClient;
}

function withProvider(test: (inUse: ProviderInUse) => Promise<void>): Promise<void> {
  return withAccount(async (inUse) => {
    const aws = new AwsClient(inUse.account.environment.STAND_IN_AWS_URL ?? "", new AbortController().signal);
    await test({ ...inUse, aws, provider: new ResourceProvider(aws, RESOURCE_TYPES) });
  });
}

/** Checks and creates a resource, as the engine does. */
async function create({ provider }: ProviderInUse, type: string, given: object) {
  const { inputs, problems } = provider.check(type, "sample", {}, { ...given });
  assert.deepEqual(problems, []);
  return provider.create(type, inputs);
}

describe("the stand-in for the aws plugin, of inputs", () => {
  it("makes up a name that is not given, and keeps it", () =>
    withProvider(({ provider }) => {
      const { inputs } = provider.check(ROLE, "pods", {}, roleInputs);
      assert.match(String(inputs.name), /^pods-[0-9a-f]{7}$/);
      assert.equal(provider.check(ROLE, "pods", inputs, roleInputs).inputs.name, inputs.name);
      const { inputs: named } = provider.check(ROLE, "pods", inputs, { ...roleInputs, name: "mine" });
      assert.equal(named.name, "mine");
      return Promise.resolve();
    }));

  it("refuses those that it does not know, that are missing, and of another type", () =>
    withProvider(({ provider }) => {
      const { problems } = provider.check(PROFILE, "system", {}, { clusterName: 1, podExecutionRoleArn: "", sides: 1 });
      assert.deepEqual(
        problems.map(({ path, message }) => `${path} ${message}`),
        ["clusterName must be a text", "selectors is required", "sides is not known to the stand-in"],
      );
      return Promise.resolve();
    }));

  it("takes those that are not known yet", () =>
    withProvider(({ provider }) => {
      const given = { clusterName: UNKNOWN, podExecutionRoleArn: UNKNOWN, selectors: UNKNOWN, tags: UNKNOWN };
      const { inputs, problems } = provider.check(PROFILE, "system", {}, given);
      assert.deepEqual(problems, []);
      const preview = provider.previewCreate(PROFILE, inputs);
      assert.deepEqual([preview.arn, preview.status, preview.tagsAll], [UNKNOWN, UNKNOWN, UNKNOWN]);
      return Promise.resolve();
    }));

  it("takes policies as objects too", () =>
    withProvider(({ provider }) => {
      const check = (policy: unknown) =>
        provider.check("aws:iam/rolePolicy:RolePolicy", "logs", {}, { role: "pods", policy }).inputs.policy;
      assert.equal(check({ Version: "2012-10-17", Statement: [] }), '{"Version":"2012-10-17","Statement":[]}');
      assert.equal(check({ Statement: [{ Resource: UNKNOWN }] }), UNKNOWN);
      return Promise.resolve();
    }));

  it("adds the provider's tags to those of a resource", () =>
    withProvider(async (inUse) => {
      await inUse.provider.configure({ defaultTags: '{"tags":{"team":"one","stage":"test"}}' });
      const tags = { team: "two" };
      const { id, outputs, inputs } = await create(inUse, VPC, { cidrBlock: "10.0.0.0/16", tags });
      assert.deepEqual(outputs.tags, tags);
      assert.deepEqual(outputs.tagsAll, { team: "two", stage: "test" });
      assert.deepEqual((await inUse.provider.read(VPC, id, inputs))?.inputs, inputs);
    }));

  it("refuses types, functions and settings that it does not know, and other regions", () =>
    withProvider(async ({ provider, aws }) => {
      assert.throws(() => provider.check("aws:s3/bucket:Bucket", "b", {}, {}), /no resource aws:s3\/bucket:Bucket/);
      await assert.rejects(callFunction(aws, "aws:s3/getBucket:getBucket", {}), /no function aws:s3/);
      await assert.rejects(callFunction(aws, "aws:index/getRegion:getRegion", { colour: "" }), /colour is not known/);
      await assert.rejects(provider.configure({ ignoreTags: "{}" }), /does not know the setting aws:ignoreTags/);
      await assert.rejects(provider.configure({ region: "us-east-1" }), /only the region eu-west-1/);
    }));
});

describe("the stand-in for the aws plugin, of changes", () => {
  const diff = ({ provider }: ProviderInUse, type: string, old: object, now: object) => {
    const before = provider.check(type, "sample", {}, { ...old }).inputs;
    const { changes, replaces, deleteBeforeReplace } = provider.diff(
      type,
      before,
      provider.check(type, "sample", before, { ...now }).inputs,
    );
    return { changes, replaces, deleteBeforeReplace };
  };
  const profile = {
    clusterName: "sample",
    podExecutionRoleArn: "arn",
    selectors: [{ namespace: "a" }, { namespace: "b" }],
    subnetIds: ["subnet-1", "subnet-2"],
  };

  it("sees none where only the order of a set or the layout of a document is another", () =>
    withProvider((inUse) => {
      const turned = { ...profile, selectors: [...profile.selectors].reverse(), subnetIds: ["subnet-2", "subnet-1"] };
      assert.deepEqual(diff(inUse, PROFILE, profile, turned).changes, []);
      const spaced = { assumeRolePolicy: JSON.stringify(JSON.parse(roleInputs.assumeRolePolicy), null, 2) };
      assert.deepEqual(diff(inUse, ROLE, roleInputs, spaced).changes, []);
      return Promise.resolve();
    }));

  it("replaces a profile for everything but its tags, deleting it first where its name is given", () =>
    withProvider((inUse) => {
      const selectors = [{ namespace: "c" }];
      assert.deepEqual(diff(inUse, PROFILE, profile, { ...profile, selectors }), {
        changes: ["selectors"],
        replaces: ["selectors"],
        deleteBeforeReplace: false,
      });
      const named = { ...profile, fargateProfileName: "system" };
      assert.equal(diff(inUse, PROFILE, named, { ...named, selectors }).deleteBeforeReplace, true);
      const renamed = { ...named, fargateProfileName: "other" };
      assert.equal(diff(inUse, PROFILE, named, renamed).deleteBeforeReplace, false);
      assert.deepEqual(diff(inUse, PROFILE, named, { ...named, tags: { a: "b" } }), {
        changes: ["tags", "tagsAll"],
        replaces: [],
        deleteBeforeReplace: false,
      });
      return Promise.resolve();
    }));

  it("replaces a cluster for another encryption key, but not for the first one", () =>
    withProvider((inUse) => {
      const type = "aws:eks/cluster:Cluster";
      const cluster = { name: "sample", roleArn: "arn", vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] } };
      const withKey = (keyArn: string) => ({
        ...cluster,
        encryptionConfig: { provider: { keyArn }, resources: ["secrets"] },
      });
      assert.deepEqual(diff(inUse, type, cluster, withKey("one")).replaces, []);
      assert.deepEqual(diff(inUse, type, withKey("one"), withKey("two")).replaces, ["encryptionConfig"]);
      assert.deepEqual(diff(inUse, type, withKey("one"), cluster).replaces, ["encryptionConfig"]);
      return Promise.resolve();
    }));
});

describe("the stand-in for the aws plugin, of resources", () => {
  it("knows of an add-on that exists but never became active", () =>
    withProvider(async (inUse) => {
      await createCluster(inUse);
      const failed = await create(inUse, ADDON, { clusterName: "sample", addonName: "coredns" }).catch(
        (error: unknown) => error,
      );
      assert.ok(failed instanceof HalfMadeResource);
      assert.match(failed.message, /last state: 'DEGRADED'.*InsufficientNumberOfReplicas/);
      const { id, inputs, outputs } = failed.state;
      assert.equal(id, "sample:coredns");
      assert.match(String(outputs.arn), /:addon\/sample\/coredns\//);
      assert.equal((await inUse.provider.update(ADDON, id, inputs, inputs)).addonName, "coredns");
      await inUse.provider.delete(ADDON, id, inputs);
      assert.equal(await inUse.provider.read(ADDON, id, inputs), undefined);
    }));

  it("does not know of what was refused", () =>
    withProvider(async (inUse) => {
      await create(inUse, LOG_GROUP, { name: "taken" });
      const again = await create(inUse, LOG_GROUP, { name: "taken" }).catch((error: unknown) => error);
      assert.ok(again instanceof Error && !(again instanceof HalfMadeResource));
      assert.match(again.message, /already exists/);
    }));

  it("finds what others have changed, and what they have deleted", () =>
    withProvider(async (inUse) => {
      const { id, inputs } = await create(inUse, LOG_GROUP, { name: "group", retentionInDays: 30 });
      await inUse.call("logs", "PutRetentionPolicy", { logGroupName: id, retentionInDays: 7 });
      assert.deepEqual((await inUse.provider.read(LOG_GROUP, id, inputs))?.inputs.retentionInDays, 7);
      await inUse.call("logs", "DeleteLogGroup", { logGroupName: id });
      assert.equal(await inUse.provider.read(LOG_GROUP, id, inputs), undefined);
      await inUse.provider.delete(LOG_GROUP, id, inputs);
    }));

  it("deletes an internet gateway, a route table and a role with what belongs to them", () =>
    withProvider(async (inUse) => {
      const vpc = await create(inUse, VPC, { cidrBlock: "10.0.0.0/16" });
      const gateway = await create(inUse, "aws:ec2/internetGateway:InternetGateway", { vpcId: vpc.id });
      const table = await create(inUse, "aws:ec2/routeTable:RouteTable", {
        vpcId: vpc.id,
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
      });
      const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "logs:*", Resource: "*" }] };
      const role = await create(inUse, ROLE, {
        ...roleInputs,
        inlinePolicies: [{ name: "logs", policy: JSON.stringify(policy) }],
      });
      for (const [type, { id, inputs }] of [
        [ROLE, role],
        ["aws:ec2/routeTable:RouteTable", table],
        ["aws:ec2/internetGateway:InternetGateway", gateway],
        [VPC, vpc],
      ] as const)
        await inUse.provider.delete(type, id, inputs);
      assert.deepEqual(inUse.account.list(), []);
      assert.deepEqual(refusedCalls(inUse.account.calls), []);
    }));
});

interface Life {
  /** Inputs at first, and after an update in place where there is one. */
  inputs: (inUse: ProviderInUse) => Promise<{ first: object; then?: object }>;
}

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
const LIVES: Readonly<Record<string, Life["inputs"]>> = {
  [VPC]: () =>
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
  [ROLE]: () =>
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
  [LOG_GROUP]: () => Promise.resolve({ first: { retentionInDays: 30, tags: { a: "1" } }, then: { tags: { b: "1" } } }),
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
  [PROFILE]: async (inUse) => {
    const { podRoleArn: podExecutionRoleArn, subnetIds } = await clusterResources(inUse);
    const profile = {
      clusterName: "sample",
      podExecutionRoleArn,
      subnetIds,
      selectors: [{ namespace: "shop-*", labels: { tier: "front" } }, { namespace: "kube-system" }],
    };
    return { first: profile, then: { ...profile, tags: { a: "1" } } };
  },
  [ADDON]: async (inUse) => {
    const { podRoleArn: podExecutionRoleArn, subnetIds } = await clusterResources(inUse);
    const selectors = [{ namespace: "kube-system" }];
    await create(inUse, PROFILE, { clusterName: "sample", podExecutionRoleArn, subnetIds, selectors });
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
