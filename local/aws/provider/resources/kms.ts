import { flag, jsonText, mapOf, optional, text, wholeNumber } from "../../shape";
import type { Tags } from "../../tags";
import type { AwsClient } from "../awsClient";
import type { Json } from "../../json";
import { defineResource } from "../resourceType";
import { tagChanges } from "./ec2Tags";

/** `aws.kms.Key` */
export const key = defineResource({
  type: "aws:kms/key:Key",
  inputs: {
    description: optional(text),
    deletionWindowInDays: optional(wholeNumber),
    enableKeyRotation: optional(flag),
    policy: optional(jsonText),
    tags: optional(mapOf(text)),
  },
  outputs: ["arn", "customerMasterKeySpec", "description", "keyId", "keyUsage", "policy", "tagsAll"],
  replaceOn: [],

  async create({ aws, inputs, tags }, setId) {
    const answer = await aws.call("kms", "CreateKey", {
      Description: inputs.description,
      Policy: inputs.policy,
      Tags: Object.keys(tags).length > 0 ? kmsTagList(tags) : undefined,
    });
    const id = answer.at("KeyMetadata").at("KeyId").text;
    setId(id);
    if (inputs.enableKeyRotation === true) await aws.call("kms", "EnableKeyRotation", { KeyId: id });
  },

  async read({ aws, id }) {
    const it = (await aws.find("kms", "DescribeKey", { KeyId: id }, "NotFoundException"))?.at("KeyMetadata");
    if (it === undefined || it.at("KeyState").text === "PendingDeletion") return undefined;
    return {
      arn: it.at("Arn").text,
      keyId: id,
      description: it.at("Description").text,
      customerMasterKeySpec: it.at("CustomerMasterKeySpec").text,
      keyUsage: it.at("KeyUsage").text,
      isEnabled: it.at("Enabled").flag,
      multiRegion: it.at("MultiRegion").flag,
      enableKeyRotation: (await aws.call("kms", "GetKeyRotationStatus", { KeyId: id })).at("KeyRotationEnabled").flag,
      policy: (await aws.call("kms", "GetKeyPolicy", { KeyId: id, PolicyName: "default" })).at("Policy").text,
      tags: await tagsOf(aws, id),
    };
  },

  async update({ aws, id: KeyId, inputs, old, tags }) {
    if (inputs.description !== old.description)
      await aws.call("kms", "UpdateKeyDescription", { KeyId, Description: inputs.description ?? "" });
    if ((inputs.enableKeyRotation ?? false) !== (old.enableKeyRotation ?? false))
      await aws.call("kms", inputs.enableKeyRotation === true ? "EnableKeyRotation" : "DisableKeyRotation", { KeyId });
    if (inputs.policy !== undefined && inputs.policy !== old.policy)
      await aws.call("kms", "PutKeyPolicy", { KeyId, PolicyName: "default", Policy: inputs.policy });
    const { removed, set } = tagChanges(await tagsOf(aws, KeyId), tags);
    if (removed.length > 0) await aws.call("kms", "UntagResource", { KeyId, TagKeys: removed });
    if (Object.keys(set).length > 0) await aws.call("kms", "TagResource", { KeyId, Tags: kmsTagList(set) });
  },

  async delete({ aws, id, inputs }) {
    const parameters = { KeyId: id, PendingWindowInDays: inputs.deletionWindowInDays };
    await aws.find("kms", "ScheduleKeyDeletion", parameters, "NotFoundException", "KMSInvalidStateException");
  },
});

/** `aws.kms.Alias` */
export const alias = defineResource({
  type: "aws:kms/alias:Alias",
  inputs: { name: optional(text), targetKeyId: text },
  outputs: ["arn", "targetKeyArn"],
  autoname: { input: "name", maxLength: 255, prefix: "alias/" },
  replaceOn: ["name"],

  async create({ aws, inputs }, setId) {
    const AliasName = inputs.name ?? "";
    await aws.call("kms", "CreateAlias", { AliasName, TargetKeyId: inputs.targetKeyId });
    setId(AliasName);
  },

  async read({ aws, id }) {
    const aliases: Json[] = (await aws.call("kms", "ListAliases", {})).at("Aliases").items;
    const it = aliases.find((each) => each.at("AliasName").text === id);
    if (it === undefined) return undefined;
    const metadata = await aws.call("kms", "DescribeKey", { KeyId: it.at("TargetKeyId").text });
    return { name: id, arn: it.at("AliasArn").text, targetKeyArn: metadata.at("KeyMetadata").at("Arn").text };
  },

  async update({ aws, id, inputs }) {
    await aws.call("kms", "UpdateAlias", { AliasName: id, TargetKeyId: inputs.targetKeyId });
  },

  async delete({ aws, id }) {
    await aws.find("kms", "DeleteAlias", { AliasName: id }, "NotFoundException");
  },
});

function kmsTagList(tags: Tags): object[] {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

async function tagsOf(aws: AwsClient, KeyId: string): Promise<Tags> {
  const tags = (await aws.call("kms", "ListResourceTags", { KeyId })).at("Tags").items;
  return Object.fromEntries(tags.map((tag) => [tag.at("TagKey").text, tag.at("TagValue").text]));
}
