import { randomUUID } from "node:crypto";
import { mapOf, objectOf, optional, setOf, text } from "../../shape";
import type { AwsClient } from "../awsClient";
import type { Json } from "../../json";
import { defineResource } from "../resourceType";
import { eksTags, eksTagsOf, updateEksTags } from "./eksTags";

/** `aws.eks.FargateProfile` */
export const fargateProfile = defineResource({
  type: "aws:eks/fargateProfile:FargateProfile",
  inputs: {
    clusterName: text,
    fargateProfileName: optional(text),
    podExecutionRoleArn: text,
    selectors: setOf(objectOf({ namespace: text, labels: optional(mapOf(text)) })),
    subnetIds: optional(setOf(text)),
    tags: optional(mapOf(text)),
  },
  outputs: ["arn", "status", "tagsAll"],
  autoname: { input: "fargateProfileName", maxLength: 255 },
  replaceOn: ["clusterName", "fargateProfileName", "podExecutionRoleArn", "selectors", "subnetIds"],

  async create({ aws, inputs, tags }, setId) {
    const { clusterName, fargateProfileName = "" } = inputs;
    await aws.call("eks", "CreateFargateProfile", {
      clusterName,
      fargateProfileName,
      podExecutionRoleArn: inputs.podExecutionRoleArn,
      subnets: inputs.subnetIds,
      selectors: inputs.selectors,
      clientRequestToken: randomUUID(),
      tags: eksTags(tags),
    });
    const id = `${clusterName}:${fargateProfileName}`;
    setId(id);
    await aws.waitUntil("ACTIVE", ["CREATING"], async () => (await find(aws, id))?.at("status").text);
  },

  async read({ aws, id }) {
    const it = await find(aws, id);
    if (it === undefined) return undefined;
    return {
      arn: it.at("fargateProfileArn").text,
      clusterName: it.at("clusterName").text,
      fargateProfileName: it.at("fargateProfileName").text,
      podExecutionRoleArn: it.at("podExecutionRoleArn").text,
      selectors: it.at("selectors").value,
      subnetIds: it.at("subnets").texts,
      status: it.at("status").text,
      tags: eksTagsOf(it),
    };
  },

  async update({ aws, id, tags }) {
    const it = await find(aws, id);
    if (it === undefined) throw new Error(`Fargate profile ${id} is gone`);
    await updateEksTags(aws, it.at("fargateProfileArn").text, it, tags);
  },

  async delete({ aws, id }) {
    const deleted = await aws.find("eks", "DeleteFargateProfile", keyOf(id), "ResourceNotFoundException");
    if (deleted === undefined) return;
    await aws.waitUntil(undefined, ["ACTIVE", "DELETING"], async () => (await find(aws, id))?.at("status").text);
  },
});

async function find(aws: AwsClient, id: string): Promise<Json | undefined> {
  const found = await aws.find("eks", "DescribeFargateProfile", keyOf(id), "ResourceNotFoundException");
  return found?.at("fargateProfile");
}

function keyOf(id: string): { clusterName: string; fargateProfileName: string } {
  const [clusterName = "", fargateProfileName = ""] = id.split(":");
  return { clusterName, fargateProfileName };
}
