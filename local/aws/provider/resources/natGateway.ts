import { randomUUID } from "node:crypto";
import { mapOf, optional, text } from "../../shape";
import type { AwsClient } from "../awsClient";
import type { Json } from "../../json";
import { defineResource } from "../resourceType";
import { ec2TagsOf, tagSpecifications, updateEc2Tags } from "./ec2Tags";

/** `aws.ec2.NatGateway` in one zone */
export const natGateway = defineResource({
  type: "aws:ec2/natGateway:NatGateway",
  inputs: {
    subnetId: text,
    allocationId: optional(text),
    connectivityType: optional(text),
    tags: optional(mapOf(text)),
  },
  outputs: ["associationId", "connectivityType", "networkInterfaceId", "privateIp", "publicIp", "tagsAll", "vpcId"],
  replaceOn: ["subnetId", "allocationId", "connectivityType"],

  async create({ aws, inputs, tags }, setId) {
    const answer = await aws.call("ec2", "CreateNatGateway", {
      SubnetId: inputs.subnetId,
      AllocationId: inputs.allocationId,
      ConnectivityType: inputs.connectivityType,
      ClientToken: randomUUID(),
      TagSpecifications: tagSpecifications("natgateway", tags),
    });
    const id = answer.at("NatGateway").at("NatGatewayId").text;
    setId(id);
    let failure = "";
    try {
      await aws.waitUntil("available", ["pending"], async () => {
        const it = await find(aws, id);
        failure = it?.at("FailureMessage").optionalText ?? "";
        return it?.at("State").text;
      });
    } catch (error) {
      if (failure === "") throw error;
      throw new Error(`waiting for EC2 NAT Gateway (${id}) create: ${failure}`, { cause: error });
    }
  },

  async read({ aws, id }) {
    const it = await find(aws, id);
    if (it === undefined) return undefined;
    const address = it.at("NatGatewayAddresses").only;
    return {
      vpcId: it.at("VpcId").text,
      subnetId: it.at("SubnetId").text,
      connectivityType: it.at("ConnectivityType").text,
      allocationId: address.at("AllocationId").optionalText,
      associationId: address.at("AssociationId").optionalText ?? "",
      networkInterfaceId: address.at("NetworkInterfaceId").text,
      publicIp: address.at("PublicIp").optionalText ?? "",
      tags: ec2TagsOf(it),
    };
  },

  async update({ aws, id, tags }) {
    const it = await find(aws, id);
    if (it === undefined) throw new Error(`NAT gateway ${id} is gone`);
    await updateEc2Tags(aws, id, it, tags);
  },

  async delete({ aws, id }) {
    const deleted = await aws.find("ec2", "DeleteNatGateway", { NatGatewayId: id }, "NatGatewayNotFound");
    if (deleted === undefined) return;
    await aws.waitUntil(undefined, ["deleting"], async () => (await find(aws, id))?.at("State").text);
  },
});

/** EC2 goes on describing those that are deleted. */
async function find(aws: AwsClient, id: string): Promise<Json | undefined> {
  const found = await aws.find("ec2", "DescribeNatGateways", { NatGatewayIds: [id] }, "NatGatewayNotFound");
  const it = found?.at("NatGateways").only;
  return it?.at("State").text === "deleted" ? undefined : it;
}
