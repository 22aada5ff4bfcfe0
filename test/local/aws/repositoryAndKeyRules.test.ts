import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { refuses, withAccount } from "./accountInUse";

const repositoryName = "webhook";
const LIFECYCLE_POLICY = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: "images without a tag",
      selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
      action: { type: "expire" },
    },
  ],
});

describe("the stand-in for ECR", () => {
  it("refuses a second repository of a name, and names with other characters", () =>
    withAccount(async ({ call }) => {
      await call("ecr", "CreateRepository", { repositoryName });
      const again = call("ecr", "CreateRepository", { repositoryName });
      await refuses(again, "RepositoryAlreadyExistsException", /already exists/);
      const upper = call("ecr", "CreateRepository", { repositoryName: "Webhook" });
      await refuses(upper, "InvalidParameterException", /repositoryName/);
    }));

  it("refuses to delete a repository that has images, unless it is forced to", () =>
    withAccount(async ({ account, call }) => {
      await call("ecr", "CreateRepository", { repositoryName });
      account.addImage(repositoryName, "v1");
      const remove = call("ecr", "DeleteRepository", { repositoryName });
      await refuses(remove, "RepositoryNotEmptyException", /still contains images/);
      await call("ecr", "DeleteRepository", { repositoryName, force: true });
      await call("ecr", "CreateRepository", { repositoryName });
      await call("ecr", "DeleteRepository", { repositoryName });
    }));

  it("refuses a lifecycle policy without its repository, and one that is none", () =>
    withAccount(async ({ call }) => {
      const put = (lifecyclePolicyText: string) =>
        call("ecr", "PutLifecyclePolicy", { repositoryName, lifecyclePolicyText });
      await refuses(put(LIFECYCLE_POLICY), "RepositoryNotFoundException", /does not exist/);
      await call("ecr", "CreateRepository", { repositoryName });
      await refuses(put(LIFECYCLE_POLICY.replace("untagged", "none")), "InvalidParameterException", /tagStatus/);
      await put(LIFECYCLE_POLICY);
    }));
});

describe("the stand-in for KMS", () => {
  it("keeps a key that is deleted for 7 to 30 days", () =>
    withAccount(async ({ account, call }) => {
      const KeyId = (await call("kms", "CreateKey")).at("KeyMetadata").at("KeyId").text;
      const remove = (PendingWindowInDays: number) =>
        call("kms", "ScheduleKeyDeletion", { KeyId, PendingWindowInDays });
      await refuses(remove(6), "ValidationException", /7 to 30/);
      await refuses(remove(31), "ValidationException", /7 to 30/);
      await remove(7);
      assert.deepEqual(
        account.list().map(({ kind }) => kind),
        ["kms:key (pending deletion)"],
      );
      await refuses(remove(7), "KMSInvalidStateException", /pending deletion/);
    }));

  it("refuses a second alias of a name, and names without alias/", () =>
    withAccount(async ({ call }) => {
      const TargetKeyId = (await call("kms", "CreateKey")).at("KeyMetadata").at("KeyId").text;
      const create = (AliasName: string) => call("kms", "CreateAlias", { AliasName, TargetKeyId });
      await refuses(create("secrets"), "InvalidAliasNameException", /alias\//);
      await create("alias/secrets");
      await refuses(create("alias/secrets"), "AlreadyExistsException", /already exists/);
    }));
});
