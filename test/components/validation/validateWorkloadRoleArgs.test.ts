import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import type { WorkloadRoleArgs } from "../../../components/cluster/workloadRoleArgs";
import { validateWorkloadRoleArgs } from "../../../components/validation/validateWorkloadRoleArgs";
import { formatProblem } from "../../../injection/problem";

const RIGHT = {
  oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123",
  oidcIssuer: "oidc.eks.eu-west-1.amazonaws.com/id/0123",
  namespace: "shop",
  serviceAccountName: "web",
};

function problemsOf(args: object, name = "web"): string[] {
  const untyped: unknown = { ...RIGHT, ...args };
  return validateWorkloadRoleArgs(name, untyped as WorkloadRoleArgs).map(formatProblem);
}

function refuses(args: object, message: RegExp): void {
  const problems = problemsOf(args);
  assert.equal(problems.length, 1, problems.join("\n"));
  assert.match(problems[0] ?? "", message);
}

describe("validateWorkloadRoleArgs", () => {
  it("finds nothing wrong with the outputs of a cluster, with everything given, and with what comes later", () => {
    const later = pulumi.output("");
    const policyArns = ["arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess", later];
    assert.deepEqual(problemsOf({}), []);
    assert.deepEqual(problemsOf({ oidcProviderArn: later, oidcIssuer: later, namespace: later }), []);
    assert.deepEqual(
      problemsOf({
        createServiceAccount: false,
        policyArns,
        policy: '{"Version": "2012-10-17", "Statement": []}',
        permissionsBoundary: "arn:aws-cn:iam::123456789012:policy/path/boundary",
        tags: { team: "shop" },
      }),
      [],
    );
  });

  it("says which argument is wrong and what would be right", () => {
    refuses({ oidcProviderArn: "oidc.eks" }, /^oidcProviderArn: the string "oidc.eks".*give `oidcProviderArn` of/);
    refuses({ oidcIssuer: "https://" }, /^oidcIssuer: .*give `oidcIssuer` of the cluster/);
    refuses({ namespace: undefined }, /^namespace: empty is not a DNS label/);
    refuses({ serviceAccountName: "Web" }, /^serviceAccountName: the string "Web"/);
    refuses({ createServiceAccount: "no" }, /^createServiceAccount: /);
    refuses({ policyArns: "AWSXRayDaemonWriteAccess" }, /^policyArns: .*where a list of policy ARNs is expected/);
    refuses({ policyArns: ["AWSXRayDaemonWriteAccess"] }, /^policyArns\[0\]: .*such as "arn:aws:iam::aws:policy/);
    refuses({ policy: "s3:*" }, /^policy: .*where a policy as JSON text is expected/);
    refuses({ policy: "{}" }, /^policy: .*an object with `Statement`/);
    refuses({ permissionsBoundary: "none" }, /^permissionsBoundary: /);
    const twice = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"];
    refuses({ policyArns: twice }, /^policyArns\[1\]: .* is there already, at policyArns\[0\]/);
    refuses({ tags: { "aws:owner": "shop" } }, /^tags\./);
    assert.match(problemsOf({}, "w".repeat(52)).join(), /^name: .*longer than 51 characters/);
    refuses({ policyArn: [] }, /^policyArn: unknown field, did you mean "policyArns"\?/);
  });
});
