import { mapOf, optional, text } from "../../shape";
import type { AwsClient } from "../awsClient";
import { defineResource } from "../resourceType";
import { ec2TagsOf, tagSpecifications, updateEc2Tags } from "./ec2Tags";

/** `aws.ec2.InternetGateway` */
export const internetGateway = defineResource({
  type: "aws:ec2/internetGateway:InternetGateway",
  inputs: { vpcId: optional(text), tags: optional(mapOf(text)) },
  outputs: ["arn", "ownerId", "tagsAll", "vpcId"],
  replaceOn: [],

  async create({ aws, inputs, tags }, setId) {
    const answer = await aws.call("ec2", "CreateInternetGateway", {
      TagSpecifications: tagSpecifications("internet-gateway", tags),
    });
    const id = answer.at("InternetGateway").at("InternetGatewayId").text;
    setId(id);
    if (inputs.vpcId !== undefined) await attach(aws, id, inputs.vpcId);
  },

  async read({ aws, id }) {
    const found = await aws.find(
      "ec2",
      "DescribeInternetGateways",
      { InternetGatewayIds: [id] },
      "InvalidInternetGatewayID.NotFound",
    );
    if (found === undefined) return undefined;
    const it = found.at("InternetGateways").only;
    const [attachment] = it.at("Attachments").items;
    const ownerId = it.at("OwnerId").text;
    return {
      arn: `arn:aws:ec2:${(await aws.account()).at("region").text}:${ownerId}:internet-gateway/${id}`,
      ownerId,
      vpcId: attachment?.at("VpcId").text ?? "",
      tags: ec2TagsOf(it),
    };
  },

  async update({ aws, id, inputs, old, tags }) {
    if (inputs.vpcId !== old.vpcId) {
      if (old.vpcId !== undefined) await detach(aws, id, old.vpcId);
      if (inputs.vpcId !== undefined) await attach(aws, id, inputs.vpcId);
    }
    const found = await aws.call("ec2", "DescribeInternetGateways", { InternetGatewayIds: [id] });
    await updateEc2Tags(aws, id, found.at("InternetGateways").only, tags);
  },

  async delete({ aws, id, inputs }) {
    if (inputs.vpcId !== undefined) await detach(aws, id, inputs.vpcId);
    await aws.find("ec2", "DeleteInternetGateway", { InternetGatewayId: id }, "InvalidInternetGatewayID.NotFound");
  },
});

async function attach(aws: AwsClient, InternetGatewayId: string, VpcId: string): Promise<void> {
  await aws.call("ec2", "AttachInternetGateway", { InternetGatewayId, VpcId });
}

async function detach(aws: AwsClient, InternetGatewayId: string, VpcId: string): Promise<void> {
  const gone = ["Gateway.NotAttached", "InvalidInternetGatewayID.NotFound"];
  await aws.find("ec2", "DetachInternetGateway", { InternetGatewayId, VpcId }, ...gone);
}
