import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { createRole, refuses, trust, withAccount, type Call } from "./accountInUse";

const logGroupName = "/fargate/sample";

describe("the stand-in for CloudWatch Logs", () => {
  it("refuses a second group of a name", () =>
    withAccount(async ({ call }) => {
      await call("logs", "CreateLogGroup", { logGroupName });
      const again = call("logs", "CreateLogGroup", { logGroupName });
      await refuses(again, "ResourceAlreadyExistsException", /already exists/);
    }));

  it("refuses days of retention that are not on its list", () =>
    withAccount(async ({ call }) => {
      await call("logs", "CreateLogGroup", { logGroupName });
      const keep = (retentionInDays: number) => call("logs", "PutRetentionPolicy", { logGroupName, retentionInDays });
      await refuses(keep(31), "InvalidParameterException", /'31' at 'retentionInDays'/);
      await keep(30);
    }));
});

describe("the stand-in for Fargate's log router", () => {
  const outputConf = `[OUTPUT]
    Name cloudwatch_logs
    Match *
    log_group_name ${logGroupName}
    auto_create_group true
`;
  const groups = async (call: Call): Promise<number> =>
    (await call("logs", "DescribeLogGroups", { logGroupNamePrefix: logGroupName })).at("logGroups").items.length;
  const allow = (call: Call, ...Action: string[]) =>
    call("iam", "PutRolePolicy", {
      RoleName: "pods",
      PolicyName: "logs",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action, Resource: "*" }],
      }),
    });

  it("makes a missing group only where it is told to, and where the pods' role may", () =>
    withAccount(async ({ account, call }) => {
      const role = await createRole(call, "pods", trust("eks-fargate-pods.amazonaws.com"));
      await allow(call, "logs:PutLogEvents");
      assert.equal(account.logRouter.write(role, outputConf), false);
      await allow(call, "logs:PutLogEvents", "logs:CreateLogGroup");
      assert.equal(account.logRouter.write(role, outputConf.replace("true", "false")), false);
      assert.equal(await groups(call), 0);
      assert.equal(account.logRouter.write(role, outputConf), true);
      assert.equal(await groups(call), 1);
    }));

  it("writes to a group that is there, whether or not the role could make it", () =>
    withAccount(async ({ account, call }) => {
      const role = await createRole(call, "pods", trust("eks-fargate-pods.amazonaws.com"));
      await call("logs", "CreateLogGroup", { logGroupName });
      assert.equal(account.logRouter.write(role, outputConf), false);
      await allow(call, "logs:PutLogEvents");
      assert.equal(account.logRouter.write(role, outputConf), true);
    }));
});
