import { flag, mapOf, optional, text } from "../../shape";
import type { AwsClient } from "../awsClient";
import { defineResource } from "../resourceType";
import { ec2TagsOf, tagSpecifications, updateEc2Tags } from "./ec2Tags";

/** `aws.ec2.Subnet` */
export const subnet = defineResource({
  type: "aws:ec2/subnet:Subnet",
  inputs: {
    vpcId: text,
    cidrBlock: text,
    availabilityZone: optional(text),
    mapPublicIpOnLaunch: optional(flag),
    tags: optional(mapOf(text)),
  },
  outputs: ["arn", "availabilityZone", "availabilityZoneId", "mapPublicIpOnLaunch", "ownerId", "tagsAll"],
  replaceOn: ["vpcId", "cidrBlock", "availabilityZone"],

  async create({ aws, inputs, tags }, setId) {
    const answer = await aws.call("ec2", "CreateSubnet", {
      VpcId: inputs.vpcId,
      CidrBlock: inputs.cidrBlock,
      AvailabilityZone: inputs.availabilityZone,
      TagSpecifications: tagSpecifications("subnet", tags),
    });
    const id = answer.at("Subnet").at("SubnetId").text;
    setId(id);
    if (inputs.mapPublicIpOnLaunch === true) await setPublicIps(aws, id, true);
  },

  async read({ aws, id }) {
    const found = await aws.find("ec2", "DescribeSubnets", { SubnetIds: [id] }, "InvalidSubnetID.NotFound");
    if (found === undefined) return undefined;
    const it = found.at("Subnets").only;
    return {
      arn: it.at("SubnetArn").text,
      vpcId: it.at("VpcId").text,
      cidrBlock: it.at("CidrBlock").text,
      availabilityZone: it.at("AvailabilityZone").text,
      availabilityZoneId: it.at("AvailabilityZoneId").text,
      mapPublicIpOnLaunch: it.at("MapPublicIpOnLaunch").flag,
      ownerId: it.at("OwnerId").text,
      tags: ec2TagsOf(it),
    };
  },

  async update({ aws, id, inputs, old, tags }) {
    const isPublic = inputs.mapPublicIpOnLaunch ?? false;
    if (isPublic !== (old.mapPublicIpOnLaunch ?? false)) await setPublicIps(aws, id, isPublic);
    const described = await aws.call("ec2", "DescribeSubnets", { SubnetIds: [id] });
    await updateEc2Tags(aws, id, described.at("Subnets").only, tags);
  },

  async delete({ aws, id }) {
    await aws.find("ec2", "DeleteSubnet", { SubnetId: id }, "InvalidSubnetID.NotFound");
  },
});

async function setPublicIps(aws: AwsClient, id: string, value: boolean): Promise<void> {
  await aws.call("ec2", "ModifySubnetAttribute", { SubnetId: id, MapPublicIpOnLaunch: { Value: value } });
}
