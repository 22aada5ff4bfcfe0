import { randomUUID } from "node:crypto";
import { arnOf, type AccountContext } from "../accountContext";
import { apiAction, type AwsService } from "../apiAction";
import { AwsError } from "../awsError";
import { flag, listOf, objectOf, oneOf, optional, text, wholeNumber } from "../shape";
import { checkTags, tagsWithout, type Tags } from "../tags";
import type { Key, Keys } from "./keys";

const keyTags = listOf(objectOf({ TagKey: text, TagValue: text }));

/** KMS: symmetric keys for encryption, and their aliases. */
export function kmsService(context: AccountContext, keys: Keys): AwsService {
  const keyOf = (idOrArn: string): Key => {
    const key = keys.find(idOrArn);
    if (key === undefined) throw new AwsError("NotFoundException", `Key '${idOrArn}' does not exist`);
    return key;
  };
  const usableKeyOf = (idOrArn: string): Key => {
    const key = keyOf(idOrArn);
    if (key.deletionDate !== undefined)
      throw new AwsError("KMSInvalidStateException", `${key.arn} is pending deletion.`);
    return key;
  };
  const describe = (key: Key): object => ({
    KeyId: key.id,
    Arn: key.arn,
    AWSAccountId: context.accountId,
    CreationDate: key.createdAt,
    Enabled: key.isEnabled && key.deletionDate === undefined,
    Description: key.description,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeySpec: "SYMMETRIC_DEFAULT",
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeyState: key.deletionDate === undefined ? (key.isEnabled ? "Enabled" : "Disabled") : "PendingDeletion",
    DeletionDate: key.deletionDate,
    KeyManager: "CUSTOMER",
    MultiRegion: false,
    Origin: "AWS_KMS",
  });
  const checked = (tags: Tags): Tags => {
    checkTags(tags, { invalid: "TagException", tooMany: "LimitExceededException" });
    return tags;
  };
  const aliasArn = (name: string): string => arnOf(context, "kms", name);

  return {
    actions: {
      CreateKey: apiAction(
        {
          Description: optional(text),
          Policy: optional(text),
          KeyUsage: optional(oneOf("ENCRYPT_DECRYPT")),
          KeySpec: optional(oneOf("SYMMETRIC_DEFAULT")),
          MultiRegion: optional(flag),
          Tags: optional(keyTags),
        },
        ({ Description = "", Policy, MultiRegion, Tags = [] }) => {
          if (MultiRegion === true)
            throw new AwsError("UnsupportedOperationException", "the stand-in has no multi-region keys");
          const id = randomUUID();
          const key: Key = {
            id,
            arn: arnOf(context, "kms", `key/${id}`),
            description: Description,
            policy: Policy ?? defaultPolicy(context),
            enableKeyRotation: false,
            isEnabled: true,
            deletionDate: undefined,
            createdAt: new Date().toISOString(),
            tags: checked(Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]))),
          };
          keys.byId.set(id, key);
          return { KeyMetadata: describe(key) };
        },
      ),
      DescribeKey: apiAction({ KeyId: text }, ({ KeyId }) => ({ KeyMetadata: describe(keyOf(KeyId)) })),
      GetKeyPolicy: apiAction({ KeyId: text, PolicyName: optional(oneOf("default")) }, ({ KeyId }) => ({
        Policy: keyOf(KeyId).policy,
        PolicyName: "default",
      })),
      GetKeyRotationStatus: apiAction({ KeyId: text }, ({ KeyId }) => ({
        KeyId,
        KeyRotationEnabled: keyOf(KeyId).enableKeyRotation,
      })),
      EnableKeyRotation: apiAction({ KeyId: text }, ({ KeyId }) => {
        usableKeyOf(KeyId).enableKeyRotation = true;
        return {};
      }),
      DisableKeyRotation: apiAction({ KeyId: text }, ({ KeyId }) => {
        usableKeyOf(KeyId).enableKeyRotation = false;
        return {};
      }),
      UpdateKeyDescription: apiAction({ KeyId: text, Description: text }, ({ KeyId, Description }) => {
        usableKeyOf(KeyId).description = Description;
        return {};
      }),
      PutKeyPolicy: apiAction({ KeyId: text, PolicyName: optional(oneOf("default")), Policy: text }, (parameters) => {
        usableKeyOf(parameters.KeyId).policy = parameters.Policy;
        return {};
      }),
      ScheduleKeyDeletion: apiAction(
        { KeyId: text, PendingWindowInDays: optional(wholeNumber) },
        ({ KeyId, PendingWindowInDays: days = 30 }) => {
          const key = usableKeyOf(KeyId);
          if (days < 7 || days > 30)
            throw new AwsError("ValidationException", `PendingWindowInDays is 7 to 30 days, not ${days}`);
          key.deletionDate = new Date(Date.now() + days * 86_400_000).toISOString();
          return { KeyId: key.arn, DeletionDate: key.deletionDate, KeyState: "PendingDeletion" };
        },
      ),
      ListResourceTags: apiAction({ KeyId: text }, ({ KeyId }) => ({
        Tags: Object.entries(keyOf(KeyId).tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
        Truncated: false,
      })),
      TagResource: apiAction({ KeyId: text, Tags: keyTags }, ({ KeyId, Tags }) => {
        const key = usableKeyOf(KeyId);
        const added = Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
        key.tags = checked({ ...key.tags, ...added });
        return {};
      }),
      UntagResource: apiAction({ KeyId: text, TagKeys: listOf(text) }, ({ KeyId, TagKeys }) => {
        const key = usableKeyOf(KeyId);
        key.tags = tagsWithout(key.tags, TagKeys);
        return {};
      }),
      CreateAlias: apiAction({ AliasName: text, TargetKeyId: text }, ({ AliasName, TargetKeyId }) => {
        if (!/^alias\/[a-zA-Z0-9/_-]+$/.test(AliasName) || AliasName.startsWith("alias/aws/"))
          throw new AwsError("InvalidAliasNameException", `Alias must start with the prefix "alias/": ${AliasName}`);
        if (keys.aliases.has(AliasName))
          throw new AwsError("AlreadyExistsException", `An alias with the name ${aliasArn(AliasName)} already exists`);
        keys.aliases.set(AliasName, usableKeyOf(TargetKeyId).id);
        return {};
      }),
      UpdateAlias: apiAction({ AliasName: text, TargetKeyId: text }, ({ AliasName, TargetKeyId }) => {
        if (!keys.aliases.has(AliasName)) throw noAlias(aliasArn(AliasName));
        keys.aliases.set(AliasName, usableKeyOf(TargetKeyId).id);
        return {};
      }),
      ListAliases: apiAction({}, () => ({
        Aliases: [...keys.aliases].map(([AliasName, TargetKeyId]) => ({
          AliasName,
          AliasArn: aliasArn(AliasName),
          TargetKeyId,
        })),
        Truncated: false,
      })),
      DeleteAlias: apiAction({ AliasName: text }, ({ AliasName }) => {
        if (!keys.aliases.delete(AliasName)) throw noAlias(aliasArn(AliasName));
        return {};
      }),
    },
    objects: () => [
      ...[...keys.byId.values()].map(({ arn, deletionDate, tags }) => ({
        kind: deletionDate === undefined ? "kms:key" : "kms:key (pending deletion)",
        id: arn,
        tags,
      })),
      ...[...keys.aliases.keys()].map((name) => ({ kind: "kms:alias", id: name, tags: {} })),
    ],
  };
}

function noAlias(arn: string): AwsError {
  return new AwsError("NotFoundException", `Alias ${arn} is not found.`);
}

/** The policy of a key that is created without one: the account decides by IAM. */
function defaultPolicy({ accountId }: AccountContext): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}
