import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as k8s from "@pulumi/kubernetes";
import { describe, it } from "mocha";
import { WorkloadRole, type WorkloadRoleArgs } from "../../../components";
import { inputAt, recordStack, type RecordedStack } from "../recordedStack";

const ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/0123";
const XRAY = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";
const OWN = "arn:aws:iam::123456789012:policy/shop";

const ARGS: WorkloadRoleArgs = {
  oidcProviderArn: `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`,
  oidcIssuer: ISSUER,
  namespace: "shop",
  serviceAccountName: "web",
};

const roleOf = (args: Partial<WorkloadRoleArgs> = {}): Promise<RecordedStack> =>
  recordStack(() => new WorkloadRole("web", { ...ARGS, ...args }));

describe("WorkloadRole", () => {
  it("is for the tokens of one service account of one cluster, and for AWS STS", async () => {
    for (const oidcIssuer of [ISSUER, `https://${ISSUER}`]) {
      const trust: unknown = JSON.parse(String((await roleOf({ oidcIssuer })).only(":Role").inputs.assumeRolePolicy));
      assert.deepEqual(trust, {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: ARGS.oidcProviderArn },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: {
                [`${ISSUER}:aud`]: "sts.amazonaws.com",
                [`${ISSUER}:sub`]: "system:serviceaccount:shop:web",
              },
            },
          },
        ],
      });
    }
  });

  it("makes the service account that stands for the role, once the role has all its policies", async () => {
    const stack = await roleOf({ policyArns: [XRAY, OWN], policy: '{"Statement": []}' });
    const serviceAccount = stack.only(":ServiceAccount");
    assert.equal(
      inputAt(serviceAccount, "metadata", "annotations", "eks.amazonaws.com/role-arn"),
      "arn:aws:iam:eu-west-1:123456789012:web-role",
    );
    const policies = stack.resources.filter(({ type }) => type.startsWith("aws:iam/rolePolicy"));
    assert.equal(policies.length, 3);
    for (const { urn } of policies) assert.ok(serviceAccount.dependencies.includes(urn), urn);
  });

  it("lets a workload that uses its outputs wait for the policies and the service account", async () => {
    const stack = await recordStack(() => {
      const role = new WorkloadRole("web", { ...ARGS, policyArns: [XRAY] });
      new k8s.core.v1.ConfigMap("by-account", { data: { account: role.serviceAccountName } });
      new k8s.core.v1.ConfigMap("by-arn", { data: { arn: role.roleArn } });
    });
    const dependenciesOf = (name: string): readonly string[] =>
      stack.resources.find((resource) => resource.name === name)?.dependencies ?? [];
    assert.ok(dependenciesOf("by-account").includes(stack.only(":ServiceAccount").urn));
    assert.ok(dependenciesOf("by-arn").includes(stack.only(":RolePolicyAttachment").urn));
  });

  it("leaves the service account to others where it is told to, and lets its users wait for the role all the same", async () => {
    const stack = await recordStack(() => {
      const role = new WorkloadRole("web", { ...ARGS, policyArns: [XRAY], createServiceAccount: false });
      new k8s.core.v1.ConfigMap("user", { data: { account: role.serviceAccountName } });
    });
    assert.ok(!stack.has(":ServiceAccount"));
    assert.ok(stack.only(":ConfigMap").dependencies.includes(stack.only(":RolePolicyAttachment").urn));
  });

  it("names an attachment by its policy, so that the others stay when one is taken out", async () => {
    const namesOf = async (policyArns: string[]): Promise<string[]> =>
      (await roleOf({ policyArns })).resources
        .filter(({ type }) => type.endsWith(":RolePolicyAttachment"))
        .map(({ name }) => name);
    assert.deepEqual(await namesOf([XRAY, OWN]), ["web-aws-AWSXRayDaemonWriteAccess", "web-123456789012-shop"]);
    assert.deepEqual(await namesOf([OWN]), ["web-123456789012-shop"]);
  });

  it("is refused before anything is made where an argument is wrong", async () => {
    await assert.rejects(roleOf({ policy: "all" }), /WorkloadRole "web" cannot be made:\n {2}- policy: /);
    await assert.rejects(roleOf({ namespace: pulumi.output("shop"), policyArns: ["all"] }), /policyArns\[0\]/);
  });
});
