import { mapOf, objectOf, optional, setOf, text } from "../../shape";
import type { AwsClient } from "../awsClient";
import type { Json } from "../../json";
import { defineResource } from "../resourceType";
import { eksTags, eksTagsOf, updateEksTags } from "./eksTags";

/** `aws.eks.AccessEntry` */
export const accessEntry = defineResource({
  type: "aws:eks/accessEntry:AccessEntry",
  inputs: {
    clusterName: text,
    principalArn: text,
    kubernetesGroups: optional(setOf(text)),
    type: optional(text),
    userName: optional(text),
    tags: optional(mapOf(text)),
  },
  outputs: ["accessEntryArn", "createdAt", "kubernetesGroups", "modifiedAt", "tagsAll", "userName"],
  replaceOn: ["clusterName", "principalArn", "type"],

  async create({ aws, inputs, tags }, setId) {
    const { clusterName, principalArn } = inputs;
    await aws.call("eks", "CreateAccessEntry", {
      clusterName,
      principalArn,
      kubernetesGroups: inputs.kubernetesGroups,
      type: inputs.type,
      username: inputs.userName,
      tags: eksTags(tags),
    });
    setId(`${clusterName}:${principalArn}`);
  },

  async read({ aws, id }) {
    const it = await findEntry(aws, id);
    if (it === undefined) return undefined;
    return {
      accessEntryArn: it.at("accessEntryArn").text,
      clusterName: it.at("clusterName").text,
      principalArn: it.at("principalArn").text,
      kubernetesGroups: it.at("kubernetesGroups").texts,
      type: it.at("type").text,
      userName: it.at("username").text,
      createdAt: it.at("createdAt").text,
      modifiedAt: it.at("modifiedAt").text,
      tags: eksTagsOf(it),
    };
  },

  async update({ aws, id, inputs, tags }) {
    await aws.call("eks", "UpdateAccessEntry", {
      ...entryKey(id),
      kubernetesGroups: inputs.kubernetesGroups,
      username: inputs.userName,
    });
    const it = await findEntry(aws, id);
    if (it === undefined) throw new Error(`access entry ${id} is gone`);
    await updateEksTags(aws, it.at("accessEntryArn").text, it, tags);
  },

  async delete({ aws, id }) {
    await aws.find("eks", "DeleteAccessEntry", entryKey(id), "ResourceNotFoundException");
  },
});

/** `aws.eks.AccessPolicyAssociation`: what an access entry may do */
export const accessPolicyAssociation = defineResource({
  type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  inputs: {
    clusterName: text,
    principalArn: text,
    policyArn: text,
    accessScope: objectOf({ type: text, namespaces: optional(setOf(text)) }),
  },
  outputs: ["associatedAt", "modifiedAt"],
  replaceOn: ["clusterName", "principalArn", "policyArn", "accessScope"],

  async create({ aws, inputs }, setId) {
    const { clusterName, principalArn, policyArn, accessScope } = inputs;
    await aws.call("eks", "AssociateAccessPolicy", { clusterName, principalArn, policyArn, accessScope });
    setId(`${clusterName}#${principalArn}#${policyArn}`);
  },

  async read({ aws, id }) {
    const [clusterName = "", principalArn = "", policyArn = ""] = id.split("#");
    const found = await aws.find(
      "eks",
      "ListAssociatedAccessPolicies",
      { clusterName, principalArn },
      "ResourceNotFoundException",
    );
    const it = found?.at("associatedAccessPolicies").items.find((each) => each.at("policyArn").text === policyArn);
    if (it === undefined) return undefined;
    const namespaces = it.at("accessScope").at("namespaces").texts;
    return {
      clusterName,
      principalArn,
      policyArn,
      accessScope: { type: it.at("accessScope").at("type").text, ...(namespaces.length > 0 && { namespaces }) },
      associatedAt: it.at("associatedAt").text,
      modifiedAt: it.at("modifiedAt").text,
    };
  },

  async delete({ aws, id }) {
    const [clusterName = "", principalArn = "", policyArn = ""] = id.split("#");
    const key = { clusterName, principalArn, policyArn };
    await aws.find("eks", "DisassociateAccessPolicy", key, "ResourceNotFoundException");
  },
});

async function findEntry(aws: AwsClient, id: string): Promise<Json | undefined> {
  return (await aws.find("eks", "DescribeAccessEntry", entryKey(id), "ResourceNotFoundException"))?.at("accessEntry");
}

/** The ARN has colons of its own. */
function entryKey(id: string): { clusterName: string; principalArn: string } {
  const place = id.indexOf(":");
  return { clusterName: id.slice(0, place), principalArn: id.slice(place + 1) };
}
