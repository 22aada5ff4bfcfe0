import { flag, jsonText, listOf, mapOf, objectOf, optional, text, wholeNumber } from "../../shape";
import { tagsToList } from "../../tags";
import { defineResource } from "../resourceType";
import { ec2TagsOf, tagChanges } from "./ec2Tags";

/** `aws.iam.Role` */
export const role = defineResource({
  type: "aws:iam/role:Role",
  inputs: {
    assumeRolePolicy: jsonText,
    name: optional(text),
    namePrefix: optional(text),
    path: optional(text),
    description: optional(text),
    maxSessionDuration: optional(wholeNumber),
    permissionsBoundary: optional(text),
    forceDetachPolicies: optional(flag),
    inlinePolicies: optional(listOf(objectOf({ name: text, policy: jsonText }))),
    tags: optional(mapOf(text)),
  },
  outputs: [
    "arn",
    "createDate",
    "forceDetachPolicies",
    "inlinePolicies",
    "managedPolicyArns",
    "maxSessionDuration",
    "path",
    "tagsAll",
    "uniqueId",
  ],
  autoname: { input: "name", maxLength: 64 },
  replaceOn: ["name", "namePrefix", "path"],

  async create({ aws, inputs, tags }, setId) {
    await aws.call("iam", "CreateRole", {
      RoleName: inputs.name,
      AssumeRolePolicyDocument: inputs.assumeRolePolicy,
      Path: inputs.path,
      Description: inputs.description,
      MaxSessionDuration: inputs.maxSessionDuration,
      PermissionsBoundary: inputs.permissionsBoundary,
      Tags: Object.keys(tags).length > 0 ? tagsToList(tags) : undefined,
    });
    const RoleName = inputs.name ?? "";
    setId(RoleName);
    for (const { name, policy } of inputs.inlinePolicies ?? [])
      await aws.call("iam", "PutRolePolicy", { RoleName, PolicyName: name, PolicyDocument: policy });
  },

  async read({ aws, id }) {
    const found = await aws.find("iam", "GetRole", { RoleName: id }, "NoSuchEntity");
    if (found === undefined) return undefined;
    const it = found.at("Role");
    const attached = await aws.call("iam", "ListAttachedRolePolicies", { RoleName: id });
    const names = await aws.call("iam", "ListRolePolicies", { RoleName: id });
    const inlinePolicies = await Promise.all(
      names.at("PolicyNames").texts.map(async (name) => {
        const policy = await aws.call("iam", "GetRolePolicy", { RoleName: id, PolicyName: name });
        return { name, policy: decodeURIComponent(policy.at("PolicyDocument").text) };
      }),
    );
    return {
      arn: it.at("Arn").text,
      name: id,
      path: it.at("Path").text,
      assumeRolePolicy: decodeURIComponent(it.at("AssumeRolePolicyDocument").text),
      description: it.at("Description").text,
      maxSessionDuration: it.at("MaxSessionDuration").optionalNumber,
      permissionsBoundary: it.at("PermissionsBoundary").at("PermissionsBoundaryArn").optionalText,
      createDate: it.at("CreateDate").text,
      uniqueId: it.at("RoleId").text,
      managedPolicyArns: attached.at("AttachedPolicies").items.map((policy) => policy.at("PolicyArn").text),
      inlinePolicies,
      tags: ec2TagsOf(it),
    };
  },

  async update({ aws, id: RoleName, inputs, old, tags }) {
    if (inputs.permissionsBoundary !== old.permissionsBoundary)
      throw new Error("the stand-in cannot change the permissionsBoundary of a role");
    if (inputs.assumeRolePolicy !== old.assumeRolePolicy)
      await aws.call("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument: inputs.assumeRolePolicy });
    if (inputs.description !== old.description || inputs.maxSessionDuration !== old.maxSessionDuration)
      await aws.call("iam", "UpdateRole", {
        RoleName,
        Description: inputs.description ?? "",
        MaxSessionDuration: inputs.maxSessionDuration ?? 3600,
      });
    const policies = inputs.inlinePolicies ?? [];
    for (const { name: PolicyName } of old.inlinePolicies ?? [])
      if (!policies.some(({ name }) => name === PolicyName))
        await aws.call("iam", "DeleteRolePolicy", { RoleName, PolicyName });
    for (const { name: PolicyName, policy: PolicyDocument } of policies)
      await aws.call("iam", "PutRolePolicy", { RoleName, PolicyName, PolicyDocument });
    const { removed, set } = tagChanges(ec2TagsOf((await aws.call("iam", "GetRole", { RoleName })).at("Role")), tags);
    if (removed.length > 0) await aws.call("iam", "UntagRole", { RoleName, TagKeys: removed });
    if (Object.keys(set).length > 0) await aws.call("iam", "TagRole", { RoleName, Tags: tagsToList(set) });
  },

  async delete({ aws, id: RoleName, inputs }) {
    const profiles = await aws.find("iam", "ListInstanceProfilesForRole", { RoleName }, "NoSuchEntity");
    if (profiles === undefined) return;
    const own = (inputs.inlinePolicies ?? []).map(({ name }) => name);
    const force = inputs.forceDetachPolicies === true;
    if (force || own.length > 0) {
      const names = await aws.call("iam", "ListRolePolicies", { RoleName });
      for (const PolicyName of names.at("PolicyNames").texts)
        if (force || own.includes(PolicyName)) await aws.call("iam", "DeleteRolePolicy", { RoleName, PolicyName });
    }
    if (force) {
      const attached = await aws.call("iam", "ListAttachedRolePolicies", { RoleName });
      for (const policy of attached.at("AttachedPolicies").items)
        await aws.call("iam", "DetachRolePolicy", { RoleName, PolicyArn: policy.at("PolicyArn").text });
    }
    await aws.find("iam", "DeleteRole", { RoleName }, "NoSuchEntity");
  },
});
