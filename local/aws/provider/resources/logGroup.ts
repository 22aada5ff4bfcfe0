import { flag, mapOf, optional, text, wholeNumber } from "../../shape";
import type { AwsClient } from "../awsClient";
import type { Json } from "../../json";
import { defineResource } from "../resourceType";
import { tagChanges } from "./ec2Tags";

/** `aws.cloudwatch.LogGroup` */
export const logGroup = defineResource({
  type: "aws:cloudwatch/logGroup:LogGroup",
  inputs: {
    name: optional(text),
    namePrefix: optional(text),
    retentionInDays: optional(wholeNumber),
    kmsKeyId: optional(text),
    logGroupClass: optional(text),
    skipDestroy: optional(flag),
    tags: optional(mapOf(text)),
  },
  outputs: ["arn", "logGroupClass", "tagsAll"],
  autoname: { input: "name", maxLength: 255 },
  replaceOn: ["name", "namePrefix", "logGroupClass"],

  async create({ aws, inputs, tags }, setId) {
    const { name = "", retentionInDays } = inputs;
    await aws.call("logs", "CreateLogGroup", {
      logGroupName: name,
      kmsKeyId: inputs.kmsKeyId,
      logGroupClass: inputs.logGroupClass,
      tags: Object.keys(tags).length > 0 ? tags : undefined,
    });
    setId(name);
    if (retentionInDays) await aws.call("logs", "PutRetentionPolicy", { logGroupName: name, retentionInDays });
  },

  async read({ aws, id }) {
    const it = await describe(aws, id);
    if (it === undefined) return undefined;
    const arn = it.at("logGroupArn").text;
    return {
      arn,
      name: id,
      retentionInDays: it.at("retentionInDays").optionalNumber ?? 0,
      kmsKeyId: it.at("kmsKeyId").optionalText,
      logGroupClass: it.at("logGroupClass").text,
      tags: (await aws.call("logs", "ListTagsForResource", { resourceArn: arn })).at("tags").textMap,
    };
  },

  async update({ aws, id: logGroupName, inputs, old, tags }) {
    const { retentionInDays } = inputs;
    if (inputs.kmsKeyId !== old.kmsKeyId) throw new Error("the stand-in cannot change the kmsKeyId of a log group");
    if (retentionInDays !== old.retentionInDays) {
      if (retentionInDays) await aws.call("logs", "PutRetentionPolicy", { logGroupName, retentionInDays });
      else await aws.call("logs", "DeleteRetentionPolicy", { logGroupName });
    }
    const resourceArn = (await describe(aws, logGroupName))?.at("logGroupArn").text;
    const before = await aws.call("logs", "ListTagsForResource", { resourceArn });
    const { removed, set } = tagChanges(before.at("tags").textMap, tags);
    if (removed.length > 0) await aws.call("logs", "UntagResource", { resourceArn, tagKeys: removed });
    if (Object.keys(set).length > 0) await aws.call("logs", "TagResource", { resourceArn, tags: set });
  },

  async delete({ aws, id, inputs }) {
    if (inputs.skipDestroy === true) return;
    await aws.find("logs", "DeleteLogGroup", { logGroupName: id }, "ResourceNotFoundException");
  },
});

async function describe(aws: AwsClient, name: string): Promise<Json | undefined> {
  const found = await aws.call("logs", "DescribeLogGroups", { logGroupNamePrefix: name });
  return found.at("logGroups").items.find((group) => group.at("logGroupName").text === name);
}
