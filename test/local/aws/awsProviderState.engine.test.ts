import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { Provider } from "@pulumi/aws/provider";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { Repository } from "@pulumi/aws/ecr/repository";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import { getAuthorizationTokenOutput } from "@pulumi/aws/ecr/getAuthorizationToken";
import { Addon } from "@pulumi/aws/eks/addon";
import { startAwsAccount, type AwsAccount } from "../../../local/aws/awsAccount";
import { createPulumiEnvironment, type PulumiEnvironment } from "../../../local/pulumi/pulumiEnvironment";
import { createCluster, profileParameters, type SampleCluster } from "./accountInUse";
import { Json } from "../../../local/aws/json";

describe("the state that the stand-in for the aws plugin leaves", function () {
  this.timeout(20 * 60_000);
  let account: AwsAccount;
  let environment: PulumiEnvironment;

  before(async () => {
    account = await startAwsAccount();
    environment = await createPulumiEnvironment(() => undefined, { aws: account });
  });
  after(async () => {
    await environment.dispose();
    await account.stop();
  });

  const stackOf = async (name: string, program: () => object): Promise<Stack> =>
    LocalWorkspace.createStack(
      { stackName: name, projectName: "inline", program: () => Promise.resolve({ ...program() }) },
      await environment.workspaceOptions(),
    );
  const exported = async (stack: Stack): Promise<string> => JSON.stringify(await stack.exportStack());

  it("has what a program gave as a secret encrypted, inputs and outputs", async () => {
    const stack = await stackOf("secrets", () => {
      const group = new LogGroup("group", { tags: { note: pulumi.secret("nobody-may-read-this") } });
      return { tags: group.tags, name: group.name };
    });
    const { outputs } = await stack.up();
    assert.deepEqual(outputs.tags, { value: { note: "nobody-may-read-this" }, secret: true });
    assert.equal(outputs.name?.secret, false);
    // What is secret is shown here, but marked, and as JSON within JSON.
    assert.doesNotMatch(await exported(stack), /[^\\]"nobody-may-read-this/);
    assert.ok(account.list().some(({ tags }) => tags.note === "nobody-may-read-this"));
    await stack.destroy();
  });

  it("is that of a provider of the program's own, with the tags that it adds", async () => {
    const stack = await stackOf("provider", () => {
      const provider = new Provider("own", { region: "eu-west-1", defaultTags: { tags: { team: "platform" } } });
      const repository = new Repository("images", { forceDelete: true }, { provider });
      const token = getAuthorizationTokenOutput({}, { provider });
      return { tags: repository.tagsAll, region: getRegionOutput({}, { provider }).region, user: token.userName };
    });
    const { outputs } = await stack.up();
    assert.deepEqual(outputs.tags?.value, { team: "platform" });
    assert.deepEqual([outputs.region?.value, outputs.user?.value], ["eu-west-1", "AWS"]);
    assert.deepEqual((await stack.up()).summary.resourceChanges, { same: 3 });
    await stack.destroy();
  });

  it("has an add-on that failed to become active, which the next update takes as it is", async () => {
    const call = async (service: string, action: string, parameters: object = {}) =>
      new Json(await account.call(service, action, parameters));
    const sample: SampleCluster = await createCluster({ account, call });
    const stack = await stackOf("addon", () => ({
      id: new Addon("coredns", {
        clusterName: "sample",
        addonName: "coredns",
        configurationValues: JSON.stringify({ computeType: "Fargate" }),
      }).id,
    }));
    await assert.rejects(stack.up(), /InsufficientNumberOfReplicas/);
    assert.match(await exported(stack), /"id":"sample:coredns".*"initErrors":\[/);

    await call("eks", "CreateFargateProfile", profileParameters(sample));
    await account.settled();
    assert.deepEqual((await stack.up()).summary.resourceChanges, { same: 1, update: 1 });
    assert.deepEqual((await stack.up()).summary.resourceChanges, { same: 2 });
    await stack.destroy();
    assert.ok(!account.list().some(({ kind }) => kind === "eks:addon"));
  });
});
