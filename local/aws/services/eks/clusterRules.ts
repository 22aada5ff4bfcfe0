import { isWithin, overlap, parseAddressBlock, PRIVATE_RANGES } from "../ec2/addressBlock";
import { zonesOf } from "../ec2/availabilityZones";
import type { Subnet } from "../ec2/network";
import { AwsError } from "../../awsError";
import { trustIn } from "../iam/identities";
import { invalidParameter, type EksContext } from "./eksContext";

/** What EKS offers in November 2026, in standard and in extended support. */
export const SUPPORTED_VERSIONS = ["1.31", "1.32", "1.33", "1.34", "1.35", "1.36"];

/** What CreateCluster takes where no version is named. */
export const DEFAULT_VERSION = "1.34";

const CLUSTER_POLICY = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";

/** Zones in which EKS places no control planes. Source: EKS User Guide, "VPC and subnet requirements". */
const ZONES_WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"];

export function checkVersion(version: string): void {
  if (!SUPPORTED_VERSIONS.includes(version)) throw invalidParameter(`unsupported Kubernetes version ${version}`);
}

/** @throws AwsError unless the role exists, lets EKS assume it, and has the policy that EKS looks for. */
export function checkClusterRole(context: EksContext, roleArn: string): void {
  const role = context.identities.roleWithArn(roleArn);
  if (role === undefined || trustIn(role, "eks.amazonaws.com").length === 0)
    throw invalidParameter(
      `Role with arn: ${roleArn}, could not be assumed because it does not exist or the trusted entity is not correct`,
    );
  if (!role.attachedPolicies.has(CLUSTER_POLICY))
    throw invalidParameter(
      `The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policies [${CLUSTER_POLICY}] are attached`,
    );
}

/** The subnets, which have to be of one VPC and in two zones at least. */
export function clusterSubnets(context: EksContext, subnetIds: readonly string[]): [Subnet, ...Subnet[]] {
  const subnets = subnetIds.map((id) => existingSubnet(context, id));
  const [first, ...others] = subnets;
  if (first === undefined || new Set(subnets.map(({ availabilityZone }) => availabilityZone)).size < 2)
    throw invalidParameter("Subnets specified must be in at least two different AZs");
  if (others.some(({ vpcId }) => vpcId !== first.vpcId))
    throw invalidParameter("Subnets specified must belong to the same VPC");
  const zones = zonesOf(context.account.region);
  for (const { id, availabilityZone } of subnets) {
    const zoneId = zones.find(({ name }) => name === availabilityZone)?.id ?? "";
    if (ZONES_WITHOUT_EKS.includes(zoneId))
      throw new AwsError(
        "UnsupportedAvailabilityZoneException",
        `Cannot create cluster because ${availabilityZone}, the targeted availability zone of ${id}, does not currently have sufficient capacity to support the cluster.`,
      );
  }
  return [first, ...others];
}

export function existingSubnet(context: EksContext, id: string): Subnet {
  const subnet = context.network.subnets.get(id);
  if (subnet === undefined) throw invalidParameter(`The subnet ID '${id}' does not exist`);
  return subnet;
}

/** Ranges that nobody on the internet has. Source: RFC 1918, 5735 and 6598; EKS refuses them. */
const NOT_PUBLIC = [
  ...PRIVATE_RANGES,
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "192.0.2.0/24",
  "198.51.100.0/24",
  "203.0.113.0/24",
];

export function checkEndpointAccess(isPublic: boolean, isPrivate: boolean, cidrs: readonly string[]): void {
  if (!isPublic && !isPrivate) throw invalidParameter("Private and public endpoint access cannot both be disabled");
  const invalid = cidrs.filter((cidr) => parseAddressBlock(cidr) === undefined);
  if (invalid.length > 0)
    throw invalidParameter(`The following CIDRs are invalid in publicAccessCidrs: [${invalid.join(", ")}]`);
  const refused = cidrs.filter((cidr) => {
    const block = parseAddressBlock(cidr);
    return block !== undefined && isWithin(block, NOT_PUBLIC);
  });
  if (refused.length > 0)
    throw invalidParameter(`The following CIDRs are not allowed in publicAccessCidrs: [${refused.join(", ")}]`);
}

/** @throws AwsError unless the range for Services is private, /12 to /24, and outside the VPC's. */
export function checkServiceRange(cidr: string, vpcCidr: string): void {
  const block = parseAddressBlock(cidr);
  const vpc = parseAddressBlock(vpcCidr);
  if (block === undefined || block.prefixLength < 12 || block.prefixLength > 24 || !isWithin(block, PRIVATE_RANGES))
    throw invalidParameter(
      `Invalid serviceIpv4Cidr ${cidr}: it must be within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, and between /24 and /12`,
    );
  if (vpc !== undefined && overlap(block, vpc))
    throw invalidParameter(`serviceIpv4Cidr ${cidr} overlaps with the VPC's range ${vpcCidr}`);
}

/** What EKS takes for Services where nothing is said. */
export function defaultServiceRange(vpcCidr: string): string {
  const vpc = parseAddressBlock(vpcCidr);
  return vpc !== undefined && isWithin(vpc, ["10.0.0.0/8"]) ? "172.20.0.0/16" : "10.100.0.0/16";
}

export function checkEncryptionKey(context: EksContext, keyArn: string): void {
  const key = context.keys.find(keyArn);
  if (key === undefined) throw invalidParameter(`The keyArn in encryptionConfig provider ${keyArn} does not exist`);
  if (!key.isEnabled || key.deletionDate !== undefined)
    throw invalidParameter(`The key ${keyArn} in encryptionConfig is not enabled`);
}
