import { flag, mapOf, optional, text } from "../../shape";
import type { AwsClient } from "../awsClient";
import { defineResource } from "../resourceType";
import { ec2TagsOf, tagSpecifications, updateEc2Tags } from "./ec2Tags";

/** `aws.ec2.Vpc` */
export const vpc = defineResource({
  type: "aws:ec2/vpc:Vpc",
  inputs: {
    cidrBlock: text,
    instanceTenancy: optional(text),
    enableDnsSupport: optional(flag),
    enableDnsHostnames: optional(flag),
    tags: optional(mapOf(text)),
  },
  outputs: [
    "arn",
    "defaultNetworkAclId",
    "defaultRouteTableId",
    "defaultSecurityGroupId",
    "dhcpOptionsId",
    "enableDnsHostnames",
    "enableDnsSupport",
    "instanceTenancy",
    "mainRouteTableId",
    "ownerId",
    "tagsAll",
  ],
  replaceOn: ["cidrBlock", "instanceTenancy"],

  async create({ aws, inputs, tags }, setId) {
    const answer = await aws.call("ec2", "CreateVpc", {
      CidrBlock: inputs.cidrBlock,
      InstanceTenancy: inputs.instanceTenancy,
      TagSpecifications: tagSpecifications("vpc", tags),
    });
    const id = answer.at("Vpc").at("VpcId").text;
    setId(id);
    if (inputs.enableDnsSupport === false) await setAttribute(aws, id, "EnableDnsSupport", false);
    if (inputs.enableDnsHostnames === true) await setAttribute(aws, id, "EnableDnsHostnames", true);
  },

  async read({ aws, id }) {
    const found = await aws.find("ec2", "DescribeVpcs", { VpcIds: [id] }, "InvalidVpcID.NotFound");
    if (found === undefined) return undefined;
    const it = found.at("Vpcs").only;
    const attribute = async (Attribute: string): Promise<boolean> => {
      const name = `E${Attribute.slice(1)}`;
      return (await aws.call("ec2", "DescribeVpcAttribute", { VpcId: id, Attribute })).at(name).at("Value").flag;
    };
    const made = await madeWithVpc(aws, id);
    return {
      arn: `arn:aws:ec2:${(await aws.account()).at("region").text}:${it.at("OwnerId").text}:vpc/${id}`,
      cidrBlock: it.at("CidrBlock").text,
      dhcpOptionsId: it.at("DhcpOptionsId").text,
      instanceTenancy: it.at("InstanceTenancy").text,
      ownerId: it.at("OwnerId").text,
      enableDnsSupport: await attribute("enableDnsSupport"),
      enableDnsHostnames: await attribute("enableDnsHostnames"),
      ...made,
      tags: ec2TagsOf(it),
    };
  },

  async update({ aws, id, inputs, old, tags }) {
    const support = inputs.enableDnsSupport ?? true;
    const hostnames = inputs.enableDnsHostnames ?? false;
    if (support !== (old.enableDnsSupport ?? true)) await setAttribute(aws, id, "EnableDnsSupport", support);
    if (hostnames !== (old.enableDnsHostnames ?? false)) await setAttribute(aws, id, "EnableDnsHostnames", hostnames);
    await updateEc2Tags(aws, id, (await aws.call("ec2", "DescribeVpcs", { VpcIds: [id] })).at("Vpcs").only, tags);
  },

  async delete({ aws, id }) {
    await aws.find("ec2", "DeleteVpc", { VpcId: id }, "InvalidVpcID.NotFound");
  },
});

async function setAttribute(aws: AwsClient, id: string, name: string, value: boolean): Promise<void> {
  await aws.call("ec2", "ModifyVpcAttribute", { VpcId: id, [name]: { Value: value } });
}

/** What EC2 makes with each VPC. */
async function madeWithVpc(aws: AwsClient, id: string): Promise<Record<string, string>> {
  const inVpc = [{ Name: "vpc-id", Values: [id] }];
  const tables = await aws.call("ec2", "DescribeRouteTables", {
    Filters: [...inVpc, { Name: "association.main", Values: ["true"] }],
  });
  const groups = await aws.call("ec2", "DescribeSecurityGroups", {
    Filters: [...inVpc, { Name: "group-name", Values: ["default"] }],
  });
  const acls = await aws.call("ec2", "DescribeNetworkAcls", {
    Filters: [...inVpc, { Name: "default", Values: ["true"] }],
  });
  const table = tables.at("RouteTables").only.at("RouteTableId").text;
  return {
    mainRouteTableId: table,
    defaultRouteTableId: table,
    defaultSecurityGroupId: groups.at("SecurityGroups").only.at("GroupId").text,
    defaultNetworkAclId: acls.at("NetworkAcls").only.at("NetworkAclId").text,
  };
}
