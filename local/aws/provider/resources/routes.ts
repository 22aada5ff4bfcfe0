import { createHash } from "node:crypto";
import { optional, text } from "../../shape";
import type { Json } from "../../json";
import type { AwsClient } from "../awsClient";
import { defineResource } from "../resourceType";
import { findRouteTable } from "./routeTable";

/** `aws.ec2.Route` to an internet gateway or a NAT gateway */
export const route = defineResource({
  type: "aws:ec2/route:Route",
  inputs: {
    routeTableId: text,
    destinationCidrBlock: text,
    gatewayId: optional(text),
    natGatewayId: optional(text),
  },
  outputs: ["instanceId", "instanceOwnerId", "networkInterfaceId", "origin", "state"],
  replaceOn: ["routeTableId", "destinationCidrBlock"],

  async create({ aws, inputs }, setId) {
    await aws.call("ec2", "CreateRoute", {
      RouteTableId: inputs.routeTableId,
      DestinationCidrBlock: inputs.destinationCidrBlock,
      GatewayId: inputs.gatewayId,
      NatGatewayId: inputs.natGatewayId,
    });
    setId(routeId(inputs.routeTableId, inputs.destinationCidrBlock));
  },

  async read({ aws, id }) {
    const it = await findRoute(aws, id);
    if (it === undefined) return undefined;
    return {
      routeTableId: tableOf(id),
      destinationCidrBlock: it.at("DestinationCidrBlock").text,
      gatewayId: it.at("GatewayId").optionalText,
      natGatewayId: it.at("NatGatewayId").optionalText,
      origin: it.at("Origin").text,
      state: it.at("State").text,
    };
  },

  async update({ aws, inputs }) {
    await aws.call("ec2", "ReplaceRoute", {
      RouteTableId: inputs.routeTableId,
      DestinationCidrBlock: inputs.destinationCidrBlock,
      GatewayId: inputs.gatewayId,
      NatGatewayId: inputs.natGatewayId,
    });
  },

  async delete({ aws, id }) {
    const it = await findRoute(aws, id);
    if (it === undefined) return;
    await aws.find(
      "ec2",
      "DeleteRoute",
      { RouteTableId: tableOf(id), DestinationCidrBlock: it.at("DestinationCidrBlock").text },
      "InvalidRoute.NotFound",
    );
  },
});

/** `aws.ec2.RouteTableAssociation` with a subnet */
export const routeTableAssociation = defineResource({
  type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  inputs: { routeTableId: text, subnetId: text },
  outputs: [],
  // The real provider moves an association to another table in place; nothing here has need of it.
  replaceOn: ["routeTableId", "subnetId"],
  deleteBeforeReplace: true,

  async create({ aws, inputs }, setId) {
    const answer = await aws.call("ec2", "AssociateRouteTable", {
      RouteTableId: inputs.routeTableId,
      SubnetId: inputs.subnetId,
    });
    setId(answer.at("AssociationId").text);
  },

  async read({ aws, id }) {
    const tables = await aws.call("ec2", "DescribeRouteTables", {
      Filters: [{ Name: "association.route-table-association-id", Values: [id] }],
    });
    const association = tables
      .at("RouteTables")
      .items.flatMap((table) => table.at("Associations").items)
      .find((each) => each.at("RouteTableAssociationId").text === id);
    return (
      association && { routeTableId: association.at("RouteTableId").text, subnetId: association.at("SubnetId").text }
    );
  },

  async delete({ aws, id }) {
    await aws.find("ec2", "DisassociateRouteTable", { AssociationId: id }, "InvalidAssociationID.NotFound");
  },
});

/** The real provider ends it with a checksum of the destination. */
function routeId(routeTableId: string, destination: string): string {
  const checksum = createHash("sha1").update(destination).digest("hex").slice(0, 10);
  return `r-${routeTableId}${checksum}`;
}

function tableOf(id: string): string {
  return /^r-(rtb-0[0-9a-f]{16})/.exec(id)?.[1] ?? "";
}

async function findRoute(aws: AwsClient, id: string): Promise<Json | undefined> {
  const routes = (await findRouteTable(aws, tableOf(id)))?.at("Routes").items ?? [];
  return routes.find((each) => routeId(tableOf(id), each.at("DestinationCidrBlock").text) === id);
}
