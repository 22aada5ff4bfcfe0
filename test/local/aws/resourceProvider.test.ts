import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { refusedCalls } from "../../../local/aws/callLog";
import { callFunction } from "../../../local/aws/provider/functions";
import { HalfMadeResource } from "../../../local/aws/provider/resourceProvider";
import { UNKNOWN } from "../../../local/aws/shape";
import { createCluster, trust } from "./accountInUse";
import { create, withProvider, type ProviderInUse } from "./providerInUse";

const ROLE = "aws:iam/role:Role";
const VPC = "aws:ec2/vpc:Vpc";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const PROFILE = "aws:eks/fargateProfile:FargateProfile";
const ADDON = "aws:eks/addon:Addon";

const roleInputs = { assumeRolePolicy: trust("eks.amazonaws.com") };

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
