import { describe, it } from "mocha";
import { createRole, refuses, trust, withAccount } from "./accountInUse";

const RoleName = "cluster";
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" }],
});

describe("the stand-in for IAM", () => {
  it("refuses a second role of a name", () =>
    withAccount(async ({ call }) => {
      await createRole(call, RoleName, trust("eks.amazonaws.com"));
      const again = createRole(call, RoleName, trust("eks.amazonaws.com"));
      await refuses(again, "EntityAlreadyExists", /Role with name cluster already exists/);
    }));

  it("refuses to delete a role that has policies, attached or inside", () =>
    withAccount(async ({ call }) => {
      await createRole(call, RoleName, trust("eks.amazonaws.com"), ["AmazonEKSClusterPolicy"]);
      await call("iam", "PutRolePolicy", { RoleName, PolicyName: "own", PolicyDocument: POLICY });
      await refuses(call("iam", "DeleteRole", { RoleName }), "DeleteConflict", /detach all policies/);
      await call("iam", "DetachRolePolicy", {
        RoleName,
        PolicyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
      });
      await refuses(call("iam", "DeleteRole", { RoleName }), "DeleteConflict", /delete policies/);
      await call("iam", "DeleteRolePolicy", { RoleName, PolicyName: "own" });
      await call("iam", "DeleteRole", { RoleName });
    }));

  it("refuses policies that do not exist", () =>
    withAccount(async ({ call }) => {
      await createRole(call, RoleName, trust("eks.amazonaws.com"));
      const PolicyArn = "arn:aws:iam::aws:policy/AmazonEKSEverythingPolicy";
      await refuses(call("iam", "AttachRolePolicy", { RoleName, PolicyArn }), "NoSuchEntity", /does not exist/);
    }));

  it("refuses documents that are no policies", () =>
    withAccount(async ({ call }) => {
      const role = (AssumeRolePolicyDocument: string) =>
        call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument });
      await refuses(role("{"), "MalformedPolicyDocument", /invalid Json/);
      await refuses(role(POLICY), "MalformedPolicyDocument", /prohibited field Resource/);
      await createRole(call, RoleName, trust("eks.amazonaws.com"));
      const put = (PolicyDocument: string) =>
        call("iam", "PutRolePolicy", { RoleName, PolicyName: "own", PolicyDocument });
      await refuses(put(trust("eks.amazonaws.com")), "MalformedPolicyDocument", /should not specify a principal/);
      await refuses(put(POLICY.replace("Effect", "Efect")), "MalformedPolicyDocument", /Efect/);
      await refuses(put(POLICY.replace('"*"', "[]")), "MalformedPolicyDocument", /must contain resources/);
    }));

  it("refuses a second OpenID Connect provider for an issuer, and a thumbprint that is none", () =>
    withAccount(async ({ call }) => {
      const parameters = { Url: "https://oidc.example/id/1", ClientIDList: ["sts.amazonaws.com"] };
      const create = (more: object = {}) => call("iam", "CreateOpenIDConnectProvider", { ...parameters, ...more });
      await refuses(create({ ThumbprintList: ["abc"] }), "ValidationError", /40 hexadecimal digits/);
      await create();
      await refuses(create(), "EntityAlreadyExists", /already exists/);
    }));
});
