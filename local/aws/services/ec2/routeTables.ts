import { arnOf, newId, type AccountContext } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { listOf, optional, text } from "../../shape";
import { tagsToList } from "../../tags";
import { parseAddressBlock } from "./addressBlock";
import { ec2Tags, tagSpecifications } from "./ec2Tags";
import { filtered, filters } from "./filters";
import { find, type Network, type Route, type RouteTable } from "./network";

const routeFields = {
  RouteTableId: text,
  DestinationCidrBlock: text,
  GatewayId: optional(text),
  NatGatewayId: optional(text),
};

/** EC2's actions for route tables, their routes and their associations with subnets. */
export function routeTableActions(context: AccountContext, network: Network): Record<string, ApiAction> {
  const tableOf = (id: string): RouteTable =>
    find(network.routeTables, id, "InvalidRouteTableID.NotFound", "routeTable");
  const describe = (table: RouteTable): object => ({
    RouteTableId: table.id,
    RouteTableArn: arnOf(context, "ec2", `route-table/${table.id}`),
    VpcId: table.vpcId,
    OwnerId: context.accountId,
    Associations: [
      ...(table.isMain
        ? [{ Main: true, RouteTableId: table.id, RouteTableAssociationId: `rtbassoc-${table.id}` }]
        : []),
      ...[...table.associations].map(([id, SubnetId]) => ({
        Main: false,
        RouteTableAssociationId: id,
        RouteTableId: table.id,
        SubnetId,
        AssociationState: { State: "associated" },
      })),
    ],
    Routes: [
      {
        DestinationCidrBlock: network.vpcs.get(table.vpcId)?.cidrBlock,
        GatewayId: "local",
        Origin: "CreateRouteTable",
        State: "active",
      },
      ...table.routes.map(({ destinationCidrBlock, target }) => ({
        DestinationCidrBlock: destinationCidrBlock,
        ...(target.kind === "gateway" ? { GatewayId: target.id } : { NatGatewayId: target.id }),
        Origin: "CreateRoute",
        State: leadsSomewhere(network, target) ? "active" : "blackhole",
      })),
    ],
    Tags: tagsToList(table.tags),
  });
  const routeIndex = (table: RouteTable, destination: string): number => {
    const index = table.routes.findIndex(({ destinationCidrBlock }) => destinationCidrBlock === destination);
    if (index === -1)
      throw new AwsError(
        "InvalidRoute.NotFound",
        `no route with destination-cidr-block ${destination} in route table ${table.id}`,
      );
    return index;
  };

  return {
    CreateRouteTable: apiAction(
      { VpcId: text, TagSpecifications: tagSpecifications },
      ({ VpcId, TagSpecifications }) => {
        find(network.vpcs, VpcId, "InvalidVpcID.NotFound", "vpc");
        const tags = ec2Tags(TagSpecifications, "route-table");
        const table = { id: newId("rtb"), vpcId: VpcId, isMain: false, routes: [], associations: new Map(), tags };
        network.routeTables.set(table.id, table);
        return { RouteTable: describe(table) };
      },
    ),
    DescribeRouteTables: apiAction({ RouteTableIds: optional(listOf(text)), Filters: filters }, (parameters) => {
      const tables = parameters.RouteTableIds?.map(tableOf) ?? [...network.routeTables.values()];
      const wanted = filtered(tables, parameters.Filters, {
        "vpc-id": ({ vpcId }) => [vpcId],
        "association.main": ({ isMain }) => [String(isMain)],
        "association.route-table-association-id": ({ associations }) => [...associations.keys()],
        "association.subnet-id": ({ associations }) => [...associations.values()],
      });
      return { RouteTables: wanted.map(describe) };
    }),
    DeleteRouteTable: apiAction({ RouteTableId: text }, ({ RouteTableId }) => {
      const table = tableOf(RouteTableId);
      if (table.isMain || table.associations.size > 0)
        throw new AwsError(
          "DependencyViolation",
          `The routeTable '${RouteTableId}' has dependencies and cannot be deleted.`,
        );
      network.routeTables.delete(RouteTableId);
      return {};
    }),
    CreateRoute: apiAction(routeFields, ({ RouteTableId, DestinationCidrBlock, GatewayId, NatGatewayId }) => {
      const table = tableOf(RouteTableId);
      if (table.routes.some(({ destinationCidrBlock }) => destinationCidrBlock === DestinationCidrBlock))
        throw new AwsError("RouteAlreadyExists", `The route identified by ${DestinationCidrBlock} already exists.`);
      table.routes.push(newRoute(network, table, DestinationCidrBlock, GatewayId, NatGatewayId));
      return { Return: true };
    }),
    ReplaceRoute: apiAction(routeFields, ({ RouteTableId, DestinationCidrBlock, GatewayId, NatGatewayId }) => {
      const table = tableOf(RouteTableId);
      const index = routeIndex(table, DestinationCidrBlock);
      table.routes[index] = newRoute(network, table, DestinationCidrBlock, GatewayId, NatGatewayId);
      return {};
    }),
    DeleteRoute: apiAction({ RouteTableId: text, DestinationCidrBlock: text }, (parameters) => {
      const table = tableOf(parameters.RouteTableId);
      table.routes.splice(routeIndex(table, parameters.DestinationCidrBlock), 1);
      return {};
    }),
    AssociateRouteTable: apiAction({ RouteTableId: text, SubnetId: text }, ({ RouteTableId, SubnetId }) => {
      const table = tableOf(RouteTableId);
      const subnet = find(network.subnets, SubnetId, "InvalidSubnetID.NotFound", "subnet");
      if (subnet.vpcId !== table.vpcId)
        throw new AwsError(
          "InvalidParameterValue",
          `Route table ${RouteTableId} and subnet ${SubnetId} belong to different networks`,
        );
      if ([...network.routeTables.values()].some(({ associations }) => [...associations.values()].includes(SubnetId)))
        throw new AwsError(
          "Resource.AlreadyAssociated",
          `the specified association for route table ${RouteTableId} conflicts with an existing association`,
        );
      const id = newId("rtbassoc");
      table.associations.set(id, SubnetId);
      return { AssociationId: id, AssociationState: { State: "associated" } };
    }),
    DisassociateRouteTable: apiAction({ AssociationId: text }, ({ AssociationId }) => {
      const table = [...network.routeTables.values()].find(({ associations }) => associations.delete(AssociationId));
      if (table === undefined)
        throw new AwsError("InvalidAssociationID.NotFound", `The association ID '${AssociationId}' does not exist`);
      return {};
    }),
  };
}

function newRoute(
  network: Network,
  table: RouteTable,
  destinationCidrBlock: string,
  gatewayId: string | undefined,
  natGatewayId: string | undefined,
): Route {
  if (parseAddressBlock(destinationCidrBlock) === undefined)
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${destinationCidrBlock}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
    );
  if (gatewayId !== undefined && natGatewayId === undefined) {
    const gateway = find(network.internetGateways, gatewayId, "InvalidInternetGatewayID.NotFound", "internetGateway");
    if (gateway.vpcId !== table.vpcId)
      throw new AwsError(
        "InvalidParameterValue",
        `route table ${table.id} and network gateway ${gatewayId} belong to different networks`,
      );
    return { destinationCidrBlock, target: { kind: "gateway", id: gatewayId } };
  }
  if (natGatewayId !== undefined && gatewayId === undefined) {
    const nat = network.natGateways.get(natGatewayId);
    if (nat?.vpcId !== table.vpcId || nat.state === "deleted")
      throw new AwsError("InvalidNatGatewayID.NotFound", `The natGateway ID '${natGatewayId}' does not exist`);
    return { destinationCidrBlock, target: { kind: "natGateway", id: natGatewayId } };
  }
  throw new AwsError("InvalidParameterCombination", "A route needs exactly one target.");
}

/** A route whose target is gone stays, and drops what it gets. */
function leadsSomewhere(network: Network, { kind, id }: Route["target"]): boolean {
  if (kind === "natGateway") return network.natGateways.get(id)?.state === "available";
  return network.internetGateways.get(id)?.vpcId !== undefined;
}
