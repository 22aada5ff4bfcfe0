import { jsonText, optional, text } from "../../shape";
import { defineResource } from "../resourceType";

/** `aws.iam.RolePolicy`: a policy inside a role. */
export const rolePolicy = defineResource({
  type: "aws:iam/rolePolicy:RolePolicy",
  inputs: { role: text, policy: jsonText, name: optional(text), namePrefix: optional(text) },
  outputs: ["name"],
  autoname: { input: "name", maxLength: 255 },
  replaceOn: ["role", "name", "namePrefix"],

  async create({ aws, inputs: { role, policy, name = "" } }, setId) {
    await aws.call("iam", "PutRolePolicy", { RoleName: role, PolicyName: name, PolicyDocument: policy });
    setId(`${role}:${name}`);
  },

  async read({ aws, id }) {
    const [RoleName, PolicyName] = partsOf(id, ":");
    const found = await aws.find("iam", "GetRolePolicy", { RoleName, PolicyName }, "NoSuchEntity");
    if (found === undefined) return undefined;
    return { role: RoleName, name: PolicyName, policy: decodeURIComponent(found.at("PolicyDocument").text) };
  },

  async update({ aws, id, inputs }) {
    const [RoleName, PolicyName] = partsOf(id, ":");
    await aws.call("iam", "PutRolePolicy", { RoleName, PolicyName, PolicyDocument: inputs.policy });
  },

  async delete({ aws, id }) {
    const [RoleName, PolicyName] = partsOf(id, ":");
    await aws.find("iam", "DeleteRolePolicy", { RoleName, PolicyName }, "NoSuchEntity");
  },
});

/** `aws.iam.RolePolicyAttachment`: a policy of AWS that a role has. */
export const rolePolicyAttachment = defineResource({
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  inputs: { role: text, policyArn: text },
  outputs: [],
  replaceOn: ["role", "policyArn"],
  deleteBeforeReplace: true,

  async create({ aws, inputs: { role, policyArn } }, setId) {
    await aws.call("iam", "AttachRolePolicy", { RoleName: role, PolicyArn: policyArn });
    setId(`${role}/${policyArn}`);
  },

  async read({ aws, id }) {
    const [RoleName, policyArn] = partsOf(id, "/");
    const found = await aws.find("iam", "ListAttachedRolePolicies", { RoleName }, "NoSuchEntity");
    const attached = found?.at("AttachedPolicies").items.map((policy) => policy.at("PolicyArn").text) ?? [];
    return attached.includes(policyArn) ? { role: RoleName, policyArn } : undefined;
  },

  async delete({ aws, id }) {
    const [RoleName, PolicyArn] = partsOf(id, "/");
    await aws.find("iam", "DetachRolePolicy", { RoleName, PolicyArn }, "NoSuchEntity");
  },
});

/** What is before and what is after the first separator. */
function partsOf(id: string, separator: string): [string, string] {
  const place = id.indexOf(separator);
  if (place === -1) throw new Error(`${id} has no ${separator}`);
  return [id.slice(0, place), id.slice(place + 1)];
}
