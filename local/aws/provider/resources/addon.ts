import { randomUUID } from "node:crypto";
import { flag, mapOf, optional, text } from "../../shape";
import type { AwsClient } from "../awsClient";
import type { Json } from "../../json";
import { defineResource } from "../resourceType";
import { eksTags, eksTagsOf, updateEksTags } from "./eksTags";

/** `aws.eks.Addon` */
export const addon = defineResource({
  type: "aws:eks/addon:Addon",
  inputs: {
    clusterName: text,
    addonName: text,
    addonVersion: optional(text),
    configurationValues: optional(text),
    preserve: optional(flag),
    resolveConflictsOnCreate: optional(text),
    resolveConflictsOnUpdate: optional(text),
    serviceAccountRoleArn: optional(text),
    tags: optional(mapOf(text)),
  },
  outputs: ["addonVersion", "arn", "configurationValues", "createdAt", "modifiedAt", "tagsAll"],
  replaceOn: ["clusterName", "addonName"],

  async create({ aws, inputs, tags }, setId) {
    const { clusterName, addonName } = inputs;
    await aws.call("eks", "CreateAddon", {
      clusterName,
      addonName,
      addonVersion: inputs.addonVersion,
      configurationValues: inputs.configurationValues,
      resolveConflicts: inputs.resolveConflictsOnCreate,
      serviceAccountRoleArn: inputs.serviceAccountRoleArn,
      clientRequestToken: randomUUID(),
      tags: eksTags(tags),
    });
    const id = `${clusterName}:${addonName}`;
    setId(id);
    await waitUntilActive(aws, id);
  },

  async read({ aws, id }) {
    const it = await find(aws, id);
    if (it === undefined) return undefined;
    return {
      arn: it.at("addonArn").text,
      clusterName: it.at("clusterName").text,
      addonName: it.at("addonName").text,
      addonVersion: it.at("addonVersion").text,
      configurationValues: it.at("configurationValues").optionalText ?? "",
      serviceAccountRoleArn: it.at("serviceAccountRoleArn").optionalText,
      createdAt: it.at("createdAt").text,
      modifiedAt: it.at("modifiedAt").text,
      tags: eksTagsOf(it),
    };
  },

  async update({ aws, id, inputs, old, tags }) {
    const changed = (["addonVersion", "configurationValues", "serviceAccountRoleArn"] as const).filter(
      (name) => inputs[name] !== old[name],
    );
    if (changed.length > 0) {
      await aws.call("eks", "UpdateAddon", {
        ...keyOf(id),
        ...Object.fromEntries(changed.map((name) => [name, inputs[name]])),
        resolveConflicts: inputs.resolveConflictsOnUpdate,
        clientRequestToken: randomUUID(),
      });
      await waitUntilActive(aws, id);
    }
    const it = await find(aws, id);
    if (it === undefined) throw new Error(`add-on ${id} is gone`);
    await updateEksTags(aws, it.at("addonArn").text, it, tags);
  },

  async delete({ aws, id, inputs: { preserve } }) {
    const deleted = await aws.find("eks", "DeleteAddon", { ...keyOf(id), preserve }, "ResourceNotFoundException");
    if (deleted === undefined) return;
    await aws.waitUntil(undefined, ["DELETING"], async () => (await find(aws, id))?.at("status").text);
  },
});

/** The real provider goes on waiting while an add-on is degraded. Here it cannot recover, so the end comes at once. */
async function waitUntilActive(aws: AwsClient, id: string): Promise<void> {
  let issues = "";
  try {
    await aws.waitUntil("ACTIVE", ["CREATING", "UPDATING"], async () => {
      const it = await find(aws, id);
      issues = (it?.at("health").at("issues").items ?? [])
        .map((issue) => `${issue.at("code").text}: ${issue.at("message").text}`)
        .join("; ");
      return it?.at("status").text;
    });
  } catch (error) {
    if (issues === "") throw error;
    throw new Error(
      `waiting for EKS Add-On (${id}) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s): ${issues}`,
      { cause: error },
    );
  }
}

async function find(aws: AwsClient, id: string): Promise<Json | undefined> {
  const found = await aws.find("eks", "DescribeAddon", keyOf(id), "ResourceNotFoundException");
  return found?.at("addon");
}

function keyOf(id: string): { clusterName: string; addonName: string } {
  const [clusterName = "", addonName = ""] = id.split(":");
  return { clusterName, addonName };
}
