import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterNetworkArgs } from "./fargateClusterArgs";
import { createNatGateways, createPrivateRoutes, createPublicRoutes } from "./networkRoutes";
import { createSubnets } from "./networkSubnets";
import { DEFAULT_VPC_CIDR_BLOCK } from "./subnetAllocation";
import { networkTags, type NetworkOptions } from "./networkTags";

/** The VPC of a cluster. */
export interface ClusterNetwork {
  vpcId: pulumi.Output<string>;
  /** Subnets of the pods, by zone. */
  privateSubnetIds: pulumi.Output<string[]>;
  /** Subnets of the NAT gateways, and of load balancers that face the internet, by zone. */
  publicSubnetIds: pulumi.Output<string[]>;
  /**
   * Subnets of the control plane: the private ones of the first two zones. EKS never accepts other zones than those that
   * a cluster was made with, so a third one, which may come later, is for pods alone.
   */
  controlPlaneSubnetIds: pulumi.Output<string[]>;
  /** The ways out. The cluster and its pods need them to the very end, so both have to depend on all of them. */
  routes: pulumi.Resource[];
}

const CONTROL_PLANE_ZONES = 2;

/** Makes a VPC with a private and a public subnet in each zone, and the ways out. `args` have been validated. */
export function createClusterNetwork(
  name: string,
  args: ClusterNetworkArgs,
  tagging: Pick<NetworkOptions, "clusterName" | "tags">,
  parent: pulumi.Resource,
): ClusterNetwork {
  const options: NetworkOptions = { name, parent, ...tagging };
  const vpc = new aws.ec2.Vpc(
    `${name}-vpc`,
    {
      cidrBlock: args.cidrBlock ?? DEFAULT_VPC_CIDR_BLOCK,
      // Pods find the private endpoint of the API server by its name. EKS insists on both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: networkTags(options, "vpc"),
    },
    { parent },
  );
  const gateway = new aws.ec2.InternetGateway(
    `${name}-internet-gateway`,
    { vpcId: vpc.id, tags: networkTags(options, "internet-gateway") },
    { parent },
  );
  const zones = createSubnets(options, vpc, args);
  const [firstZone, ...otherZones] = zones;
  const natZones = [firstZone, ...(args.natGatewayPerZone === true ? otherZones : [])] as const;
  const natGateways = createNatGateways(options, gateway, natZones);

  const privateSubnets = zones.map((zone) => zone.private.id);
  return {
    vpcId: vpc.id,
    privateSubnetIds: pulumi.all(privateSubnets),
    publicSubnetIds: pulumi.all(zones.map((zone) => zone.public.id)),
    controlPlaneSubnetIds: pulumi.all(privateSubnets.slice(0, CONTROL_PLANE_ZONES)),
    routes: [
      ...createPublicRoutes(options, vpc, gateway, zones),
      ...createPrivateRoutes(options, vpc, zones, natGateways),
    ],
  };
}
