import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Zones, ZoneSubnets } from "./networkSubnets";
import { networkTags, type NetworkOptions } from "./networkTags";

const ANYWHERE = "0.0.0.0/0";

/** Sends what leaves the public subnets to the internet gateway. */
export function createPublicRoutes(
  options: NetworkOptions,
  vpc: aws.ec2.Vpc,
  gateway: aws.ec2.InternetGateway,
  zones: Zones,
): pulumi.Resource[] {
  const { name, parent } = options;
  const table = new aws.ec2.RouteTable(
    `${name}-public`,
    { vpcId: vpc.id, tags: networkTags(options, "public") },
    { parent },
  );
  const route = new aws.ec2.Route(
    `${name}-public-internet`,
    { routeTableId: table.id, destinationCidrBlock: ANYWHERE, gatewayId: gateway.id },
    { parent },
  );
  const associations = zones.map(
    ({ zoneNumber, public: subnet }) =>
      new aws.ec2.RouteTableAssociation(
        `${name}-public-${zoneNumber}`,
        { routeTableId: table.id, subnetId: subnet.id },
        { parent },
      ),
  );
  return [route, ...associations];
}

/**
 * Sends what leaves the private subnets to the NAT gateway of the zone, or to the first one. Every zone has a route table
 * of its own, so a change between one gateway and one for each zone only changes where its route leads.
 */
export function createPrivateRoutes(
  options: NetworkOptions,
  vpc: aws.ec2.Vpc,
  zones: Zones,
  natGateways: NatGateways,
): pulumi.Resource[] {
  const { name, parent } = options;
  return zones.flatMap(({ zoneNumber, private: subnet }, index) => {
    const part = `private-${zoneNumber}`;
    const table = new aws.ec2.RouteTable(
      `${name}-${part}`,
      { vpcId: vpc.id, tags: networkTags(options, part) },
      { parent },
    );
    const natGateway = natGateways[index] ?? natGateways[0];
    return [
      new aws.ec2.Route(
        `${name}-${part}-nat`,
        { routeTableId: table.id, destinationCidrBlock: ANYWHERE, natGatewayId: natGateway.id },
        { parent },
      ),
      new aws.ec2.RouteTableAssociation(`${name}-${part}`, { routeTableId: table.id, subnetId: subnet.id }, { parent }),
    ];
  });
}

/** By zone; a single one is for all zones. */
export type NatGateways = readonly [aws.ec2.NatGateway, ...aws.ec2.NatGateway[]];

/** Makes a NAT gateway with an address of its own in each of the zones. */
export function createNatGateways(
  options: NetworkOptions,
  gateway: aws.ec2.InternetGateway,
  [first, ...others]: Zones,
): NatGateways {
  const { name, parent } = options;
  const create = ({ zoneNumber, public: subnet }: ZoneSubnets): aws.ec2.NatGateway => {
    const part = `nat-${zoneNumber}`;
    // EC2 lets go of the internet gateway only when no address of the VPC is mapped any more.
    const afterGateway = { parent, dependsOn: [gateway] };
    const address = new aws.ec2.Eip(
      `${name}-${part}`,
      { domain: "vpc", tags: networkTags(options, part) },
      afterGateway,
    );
    return new aws.ec2.NatGateway(
      `${name}-${part}`,
      { allocationId: address.id, subnetId: subnet.id, tags: networkTags(options, part) },
      afterGateway,
    );
  };
  return [create(first), ...others.map(create)];
}
