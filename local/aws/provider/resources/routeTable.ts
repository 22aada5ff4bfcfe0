import { isDeepStrictEqual } from "node:util";
import { mapOf, objectOf, optional, setOf, text } from "../../shape";
import type { Json } from "../../json";
import type { AwsClient } from "../awsClient";
import { defineResource } from "../resourceType";
import { ec2TagsOf, tagSpecifications, updateEc2Tags } from "./ec2Tags";

const routeShape = objectOf({ cidrBlock: text, gatewayId: optional(text), natGatewayId: optional(text) });

interface InlineRoute {
  cidrBlock: string;
  gatewayId?: string | undefined;
  natGatewayId?: string | undefined;
}

/** `aws.ec2.RouteTable`, with its routes inside or as resources of their own */
export const routeTable = defineResource({
  type: "aws:ec2/routeTable:RouteTable",
  inputs: { vpcId: text, routes: optional(setOf(routeShape)), tags: optional(mapOf(text)) },
  outputs: ["arn", "ownerId", "propagatingVgws", "routes", "tagsAll"],
  replaceOn: ["vpcId"],

  async create({ aws, inputs, tags }, setId) {
    const answer = await aws.call("ec2", "CreateRouteTable", {
      VpcId: inputs.vpcId,
      TagSpecifications: tagSpecifications("route-table", tags),
    });
    const id = answer.at("RouteTable").at("RouteTableId").text;
    setId(id);
    for (const route of inputs.routes ?? []) await aws.call("ec2", "CreateRoute", routeParameters(id, route));
  },

  async read({ aws, id }) {
    const it = await findRouteTable(aws, id);
    if (it === undefined) return undefined;
    return {
      arn: it.at("RouteTableArn").text,
      ownerId: it.at("OwnerId").text,
      vpcId: it.at("VpcId").text,
      propagatingVgws: [],
      routes: it
        .at("Routes")
        .items.filter((route) => route.at("GatewayId").optionalText !== "local")
        .map((route) => ({
          cidrBlock: route.at("DestinationCidrBlock").text,
          ...given("gatewayId", route.at("GatewayId").optionalText),
          ...given("natGatewayId", route.at("NatGatewayId").optionalText),
        })),
      tags: ec2TagsOf(it),
    };
  },

  async update({ aws, id, inputs, old, tags }) {
    const [before, after] = [old.routes ?? [], inputs.routes ?? []];
    for (const { cidrBlock } of before)
      if (!after.some((route) => route.cidrBlock === cidrBlock))
        await aws.call("ec2", "DeleteRoute", { RouteTableId: id, DestinationCidrBlock: cidrBlock });
    for (const route of after) {
      const existing = before.find(({ cidrBlock }) => cidrBlock === route.cidrBlock);
      const action = existing === undefined ? "CreateRoute" : "ReplaceRoute";
      if (!isDeepStrictEqual(existing, route)) await aws.call("ec2", action, routeParameters(id, route));
    }
    const it = await findRouteTable(aws, id);
    if (it === undefined) throw new Error(`route table ${id} is gone`);
    await updateEc2Tags(aws, id, it, tags);
  },

  async delete({ aws, id }) {
    const it = await findRouteTable(aws, id);
    // As the real provider: associations, which it may not know of, go first.
    for (const association of it?.at("Associations").items ?? [])
      await aws.call("ec2", "DisassociateRouteTable", {
        AssociationId: association.at("RouteTableAssociationId").text,
      });
    await aws.find("ec2", "DeleteRouteTable", { RouteTableId: id }, "InvalidRouteTableID.NotFound");
  },
});

/** What EC2 says of the table, if there is one. */
export async function findRouteTable(aws: AwsClient, id: string): Promise<Json | undefined> {
  const found = await aws.find("ec2", "DescribeRouteTables", { RouteTableIds: [id] }, "InvalidRouteTableID.NotFound");
  return found?.at("RouteTables").only;
}

function routeParameters(RouteTableId: string, { cidrBlock, gatewayId, natGatewayId }: InlineRoute): object {
  return { RouteTableId, DestinationCidrBlock: cidrBlock, GatewayId: gatewayId, NatGatewayId: natGatewayId };
}

function given(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}
