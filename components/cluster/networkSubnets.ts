import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { formatProblem } from "../../injection/problem";
import { DEFAULT_ZONE_COUNT, firstAvailabilityZones } from "./availabilityZones";
import type { ClusterNetworkArgs } from "./fargateClusterArgs";
import { subnetTags, type NetworkOptions } from "./networkTags";
import { allocateSubnets, DEFAULT_VPC_CIDR_BLOCK, type SubnetRanges } from "./subnetAllocation";

/** The two subnets of an availability zone. */
export interface ZoneSubnets {
  /** From 1 on: part of the names of what is in the zone. */
  zoneNumber: number;
  private: aws.ec2.Subnet;
  public: aws.ec2.Subnet;
}

/** By zone: there is one at least. */
export type Zones = readonly [ZoneSubnets, ...ZoneSubnets[]];

/** Makes the subnets of all zones, in the order of the zones. */
export function createSubnets(options: NetworkOptions, vpc: aws.ec2.Vpc, args: ClusterNetworkArgs): Zones {
  const { name, parent } = options;
  const ranges = subnetRanges(args);
  const zoneNames = pulumi.output(args.availabilityZones ?? firstAvailabilityZones(ranges.private.length, parent));

  const create = (zone: number, access: "private" | "public"): aws.ec2.Subnet => {
    const part = `${access}-${zone + 1}`;
    return new aws.ec2.Subnet(
      `${name}-${part}`,
      {
        vpcId: vpc.id,
        cidrBlock: ranges[access][zone],
        availabilityZone: zoneNames.apply((names) => names[zone]),
        // NAT gateways and load balancers in the public ones bring their own.
        mapPublicIpOnLaunch: false,
        tags: subnetTags(options, part, access === "public" ? "elb" : "internal-elb"),
      },
      {
        parent,
        // A zone that AWS opens or closes must not move subnets to another one, with all that is in them.
        ignoreChanges: args.availabilityZones === undefined ? ["availabilityZone"] : [],
      },
    );
  };
  const createZone = (zone: number): ZoneSubnets => ({
    zoneNumber: zone + 1,
    private: create(zone, "private"),
    public: create(zone, "public"),
  });
  return [createZone(0), ...ranges.private.slice(1).map((_, index) => createZone(index + 1))];
}

/** The arguments have been validated, so nothing can be wrong with them here. */
function subnetRanges(args: ClusterNetworkArgs): SubnetRanges {
  const allocation = allocateSubnets({
    vpc: args.cidrBlock ?? DEFAULT_VPC_CIDR_BLOCK,
    zones: args.zoneCount ?? DEFAULT_ZONE_COUNT,
    privateSubnets: args.privateSubnetCidrBlocks,
    publicSubnets: args.publicSubnetCidrBlocks,
  });
  if (allocation.kind === "refused") throw new Error(allocation.problems.map(formatProblem).join("\n"));
  return allocation.ranges;
}
