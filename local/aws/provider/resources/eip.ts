import { mapOf, optional, text } from "../../shape";
import { defineResource } from "../resourceType";
import { ec2TagsOf, tagSpecifications, updateEc2Tags } from "./ec2Tags";

/** `aws.ec2.Eip`: an address that is used by its allocation id. */
export const eip = defineResource({
  type: "aws:ec2/eip:Eip",
  inputs: { domain: optional(text), tags: optional(mapOf(text)) },
  outputs: [
    "allocationId",
    "arn",
    "associationId",
    "domain",
    "networkInterface",
    "privateDns",
    "privateIp",
    "ptrRecord",
    "publicDns",
    "publicIp",
    "tagsAll",
  ],
  replaceOn: ["domain"],

  async create({ aws, inputs, tags }, setId) {
    const answer = await aws.call("ec2", "AllocateAddress", {
      Domain: inputs.domain,
      TagSpecifications: tagSpecifications("elastic-ip", tags),
    });
    setId(answer.at("AllocationId").text);
  },

  async read({ aws, id }) {
    const found = await aws.find("ec2", "DescribeAddresses", { AllocationIds: [id] }, "InvalidAllocationID.NotFound");
    if (found === undefined) return undefined;
    const it = found.at("Addresses").only;
    const account = await aws.account();
    return {
      allocationId: id,
      arn: `arn:aws:ec2:${account.at("region").text}:${account.at("accountId").text}:elastic-ip/${id}`,
      domain: it.at("Domain").text,
      publicIp: it.at("PublicIp").text,
      associationId: it.at("AssociationId").optionalText ?? "",
      networkInterface: it.at("NetworkInterfaceId").optionalText ?? "",
      tags: ec2TagsOf(it),
    };
  },

  async update({ aws, id, tags }) {
    const found = await aws.call("ec2", "DescribeAddresses", { AllocationIds: [id] });
    await updateEc2Tags(aws, id, found.at("Addresses").only, tags);
  },

  async delete({ aws, id }) {
    await aws.find("ec2", "ReleaseAddress", { AllocationId: id }, "InvalidAllocationID.NotFound");
  },
});
