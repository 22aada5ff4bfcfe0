import assert from "node:assert/strict";
import { startAwsAccount, type AwsAccount } from "../../../local/aws/awsAccount";
import { refusedCalls } from "../../../local/aws/callLog";
import { isUnchanged } from "../../../local/pulumi/engineEvents";
import { createPulumiEnvironment, type PulumiEnvironment } from "../../../local/pulumi/pulumiEnvironment";
import { PulumiStack } from "../../../local/pulumi/pulumiStack";
import { TemporaryProject } from "../pulumi/temporaryProject";

const CLUSTER = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const tags = { owner: "platform" };
const zones = aws.getAvailabilityZonesOutput({ state: "available" });
const vpc = new aws.ec2.Vpc("network", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, tags });
const subnets = [0, 1].map(
  (index) =>
    new aws.ec2.Subnet(\`private-\${index}\`, {
      vpcId: vpc.id,
      cidrBlock: \`10.0.\${index}.0/24\`,
      availabilityZone: zones.names[index]!,
      tags,
    }),
);
const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });
const clusterRole = new aws.iam.Role("cluster", { assumeRolePolicy: trust("eks.amazonaws.com"), tags });
const clusterPolicy = new aws.iam.RolePolicyAttachment("cluster", {
  role: clusterRole.name,
  policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
});
const podRole = new aws.iam.Role("pods", { assumeRolePolicy: trust("eks-fargate-pods.amazonaws.com") });
new aws.iam.RolePolicy("pods", {
  role: podRole.name,
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" }] },
});
const logGroup = new aws.cloudwatch.LogGroup("cluster", { name: "/aws/eks/sample/cluster", retentionInDays: 30, tags });
const cluster = new aws.eks.Cluster(
  "sample",
  {
    name: "sample",
    version: "1.35",
    roleArn: clusterRole.arn,
    accessConfig: { authenticationMode: "API" },
    vpcConfig: { subnetIds: subnets.map(({ id }) => id), endpointPrivateAccess: true },
    enabledClusterLogTypes: config.requireObject("logTypes"),
    tags,
  },
  { dependsOn: [clusterPolicy, logGroup] },
);
const profile = new aws.eks.FargateProfile("system", {
  clusterName: cluster.name,
  fargateProfileName: "system",
  podExecutionRoleArn: podRole.arn,
  subnetIds: subnets.map(({ id }) => id),
  selectors: [{ namespace: config.require("namespace") }],
});
new aws.eks.Addon(
  "coredns",
  { clusterName: cluster.name, addonName: "coredns", configurationValues: JSON.stringify({ computeType: "Fargate" }) },
  { dependsOn: profile },
);
export const clusterName = cluster.name;
export const roleName = clusterRole.name;
export const issuer = cluster.identities[0]!.oidcs![0]!.issuer;
`;

/** Without checks, which would take longer than all the rest: the types of @pulumi/aws are many. */
const TSCONFIG = {
  compilerOptions: { target: "ES2022", module: "nodenext", rootDir: ".", types: ["node"], noCheck: true },
  files: ["index.ts"],
};

describe("the stand-in for AWS, with the real engine", function () {
  this.timeout(20 * 60_000);
  let account: AwsAccount;
  let environment: PulumiEnvironment;
  let project: TemporaryProject;
  let stack: PulumiStack;
  let output = "";
  const profiles: string[][] = [];

  before(async () => {
    account = await startAwsAccount({ onFargateProfiles: (all) => profiles.push(all.map(({ name }) => name)) });
    environment = await createPulumiEnvironment(() => undefined, { aws: account });
    project = new TemporaryProject(CLUSTER);
    project.write("tsconfig.json", JSON.stringify(TSCONFIG));
    stack = await PulumiStack.create(environment, {
      projectDirectory: project.directory,
      stackName: "test",
      config: { namespace: "kube-system", logTypes: ["api", "audit"] },
      onOutput: (text) => (output += text),
    });
  });
  after(async () => {
    await environment.dispose();
    await account.stop();
    project.remove();
  });

  it("creates nothing at preview", async () => {
    assert.deepEqual((await stack.preview()).changes, { create: 12 });
    assert.deepEqual(account.list(), []);
  });

  it("creates the resources of a program with an unchanged @pulumi/aws, without a warning", async () => {
    assert.deepEqual((await stack.up()).changes, { create: 12 });
    const { clusterName, roleName, issuer } = await stack.outputs();
    assert.equal(clusterName, "sample");
    assert.match(String(roleName), /^cluster-[0-9a-f]{7}$/);
    assert.match(String(issuer), /^https:\/\/oidc\.eks\.eu-west-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/);
    assert.doesNotMatch(output, /warning/i);
    assert.deepEqual(refusedCalls(account.calls), []);
    assert.deepEqual(profiles, [["system"]]);
  });

  it("puts tags on what it creates", () => {
    const tagged = account.list().filter(({ tags }) => tags.owner === "platform");
    assert.deepEqual(
      tagged.map(({ kind }) => kind),
      ["ec2:vpc", "ec2:subnet", "ec2:subnet", "iam:role", "logs:log-group", "eks:cluster"],
    );
  });

  it("changes nothing the second time, nor by a refresh", async () => {
    assert.ok(isUnchanged(await stack.up()));
    assert.ok(isUnchanged(await stack.refresh()));
    assert.ok(isUnchanged(await stack.up()));
  });

  it("updates a cluster in place", async () => {
    await stack.setConfig("logTypes", ["api"]);
    assert.deepEqual((await stack.up()).changes, { same: 11, update: 1 });
  });

  it("deletes a profile of a given name before its replacement is created", async () => {
    await stack.setConfig("namespace", "kube-*");
    const { changes, steps } = await stack.up();
    assert.deepEqual(changes, { same: 11, replace: 1 });
    const names = steps.filter(({ name }) => name === "system").map(({ operation }) => operation);
    assert.deepEqual(names, ["delete-replaced", "replace", "create-replacement"]);
    assert.deepEqual(profiles.slice(1), [[], ["system"]]);
  });

  it("takes what was changed by others into the state, by a refresh", async () => {
    const [vpc] = account.list().filter(({ kind }) => kind === "ec2:vpc");
    await account.call("ec2", "CreateTags", { Resources: [vpc?.id], Tags: [{ Key: "owner", Value: "somebody" }] });
    assert.deepEqual((await stack.refresh()).changes, { same: 11, update: 1 });
    assert.deepEqual((await stack.up()).changes, { same: 11, update: 1 });
    assert.equal(account.list().find(({ kind }) => kind === "ec2:vpc")?.tags.owner, "platform");
  });

  it("leaves what EKS has made for all clusters, and nothing else", async () => {
    assert.deepEqual((await stack.destroy()).changes, { delete: 12 });
    assert.deepEqual(
      account.list().map(({ kind }) => kind),
      ["iam:service-linked-role", "iam:service-linked-role"],
    );
    assert.deepEqual(refusedCalls(account.calls), []);
  });
});
