import { describeValue, type Problem } from "../../injection/problem";
import { DEFAULT_ZONE_COUNT } from "../cluster/availabilityZones";
import type { ClusterNetworkArgs, FargateClusterArgs } from "../cluster/fargateClusterArgs";
import { allocateSubnets, DEFAULT_VPC_CIDR_BLOCK, serviceCidrProblem } from "../cluster/subnetAllocation";
import { booleanProblem, type ArgumentCheck } from "./argumentChecks";
import { subnetIdProblem, vpcIdProblem, zoneNameProblem } from "./awsIdentifiers";
import { duplicateProblems, eachValue, listProblems } from "./inputCollections";
import { inputProblems, isPlain, objectProblems, type FieldsOf } from "./objectShape";

/** EKS wants subnets in two zones at least. */
const FEWEST_SUBNETS = 2;

export const NETWORK_FIELDS: FieldsOf<ClusterNetworkArgs> = {
  cidrBlock: true,
  zoneCount: true,
  availabilityZones: true,
  natGatewayPerZone: true,
  privateSubnetCidrBlocks: true,
  publicSubnetCidrBlocks: true,
};

/** What is wrong with the VPC: one that is to be made and one of the user's own at once, half of one, or its ranges. */
export function clusterNetworkProblems(args: FargateClusterArgs): readonly Problem[] {
  const { network, vpcId, privateSubnetIds, serviceCidrBlock } = args;
  if (vpcId === undefined && privateSubnetIds === undefined) return newNetworkProblems(network ?? {}, serviceCidrBlock);
  return [
    ...ownNetworkProblems(args),
    ...inputProblems("vpcId", vpcId, vpcIdProblem),
    ...subnetIdsProblems("privateSubnetIds", privateSubnetIds, FEWEST_SUBNETS),
    ...inputProblems("serviceCidrBlock", serviceCidrBlock, serviceCidrProblem),
  ];
}

/** What is wrong with a list of subnets, as far as it is known. */
export function subnetIdsProblems(path: string, subnetIds: unknown, fewest: number): Problem[] {
  if (Array.isArray(subnetIds) && subnetIds.length < fewest) {
    const wanted = fewest === 1 ? "one at least, or leave it out" : `${fewest} at least, in different zones`;
    return [{ path, message: `${describeCount(subnetIds.length)}; give ${wanted}` }];
  }
  const entries = isPlain(subnetIds) && Array.isArray(subnetIds) ? subnetIds : [];
  return [
    ...listProblems(path, subnetIds, eachValue(subnetIdProblem)),
    ...duplicateProblems(
      entries.map((subnetId: unknown, index) => [`${path}[${index}]`, subnetId] as const),
      (subnetId, first) => `"${subnetId}" stands already at ${first}`,
    ),
  ];
}

function describeCount(count: number): string {
  return count === 0 ? "no subnet" : `${count} subnet${count === 1 ? "" : "s"}`;
}

function ownNetworkProblems({ network, vpcId, privateSubnetIds }: FargateClusterArgs): Problem[] {
  if (network !== undefined) {
    const message = "cannot be given together with vpcId and privateSubnetIds: either a VPC is made, or yours is used";
    return [{ path: "network", message }];
  }
  const missing = Object.entries({ vpcId, privateSubnetIds }).filter(([, value]) => value === undefined);
  return missing.map(([path]) => ({
    path,
    message: "is missing: vpcId and privateSubnetIds are given together or not at all",
  }));
}

function newNetworkProblems(network: ClusterNetworkArgs, serviceCidrBlock: string | undefined): readonly Problem[] {
  const problems = objectProblems("network", network, NETWORK_FIELDS, networkProblems);
  return problems.length > 0
    ? [...problems, ...inputProblems("serviceCidrBlock", serviceCidrBlock, serviceCidrProblem)]
    : addressProblems(network, serviceCidrBlock);
}

function networkProblems(network: ClusterNetworkArgs): Problem[] {
  const zoneProblems = inputProblems("zoneCount", network.zoneCount, zoneCountProblem);
  const anything = (): Problem[] => [];
  return [
    ...zoneProblems,
    ...(zoneProblems.length === 0 ? zoneListProblems(network) : []),
    ...inputProblems("natGatewayPerZone", network.natGatewayPerZone, booleanProblem),
    ...listProblems("privateSubnetCidrBlocks", network.privateSubnetCidrBlocks, anything),
    ...listProblems("publicSubnetCidrBlocks", network.publicSubnetCidrBlocks, anything),
  ];
}

const zoneCountProblem: ArgumentCheck = (value) =>
  value === 2 || value === 3 ? undefined : `${describeValue(value)} is not a number of zones; give 2 or 3`;

function zoneListProblems({ availabilityZones, zoneCount = DEFAULT_ZONE_COUNT }: ClusterNetworkArgs): Problem[] {
  const path = "availabilityZones";
  if (!Array.isArray(availabilityZones)) return listProblems(path, availabilityZones, () => []);
  if (availabilityZones.length !== zoneCount) {
    const count = availabilityZones.length === 1 ? "one zone" : `${availabilityZones.length} zones`;
    const message = `${count} where zoneCount is ${zoneCount}; give as many`;
    return [{ path, message }];
  }
  return [
    ...listProblems(path, availabilityZones, eachValue(zoneNameProblem)),
    ...duplicateProblems(
      availabilityZones.map((zone, index) => [`${path}[${index}]`, zone] as const),
      (zone, first) => `"${zone}" stands already at ${first}; give another zone`,
    ),
  ];
}

function addressProblems(network: ClusterNetworkArgs, serviceCidrBlock: string | undefined): readonly Problem[] {
  const allocation = allocateSubnets({
    vpc: network.cidrBlock ?? DEFAULT_VPC_CIDR_BLOCK,
    zones: network.zoneCount ?? DEFAULT_ZONE_COUNT,
    privateSubnets: network.privateSubnetCidrBlocks,
    publicSubnets: network.publicSubnetCidrBlocks,
    serviceCidrBlock,
  });
  return allocation.kind === "refused" ? allocation.problems : [];
}
