import type { Problem } from "../../injection/problem";
import {
  addressRangeProblem,
  contains,
  formatAddressRange,
  overlaps,
  parseAddressRange,
  partOf,
  type AddressRange,
  type AllowedSizes,
} from "./addressRanges";

/** What the address ranges of a VPC's subnets are made from, as its user gives it. */
export interface SubnetRequest {
  /** Address range of the VPC. */
  vpc: string;
  /** Number of availability zones, 2 or 3. */
  zones: number;
  /** Ranges of the private subnets, one for each zone. */
  privateSubnets?: readonly string[] | undefined;
  /** Ranges of the public subnets, one for each zone. */
  publicSubnets?: readonly string[] | undefined;
  /** Range of the cluster's Services. */
  serviceCidrBlock?: string | undefined;
}

/** A range for each subnet, by zone. */
export interface SubnetRanges {
  private: string[];
  public: string[];
}

/** The ranges, or all that is wrong with the request, under the paths of FargateCluster's arguments. */
export type SubnetAllocation =
  { kind: "allocated"; ranges: SubnetRanges } | { kind: "refused"; problems: readonly Problem[] };

/** Address range of the VPC unless another one is given. */
export const DEFAULT_VPC_CIDR_BLOCK = "10.0.0.0/16";

/** EC2 allows VPCs down to /28, but a sixteenth of one has to be large enough for a subnet. */
const VPC_SIZES: AllowedSizes = [16, 24];

/**
 * Sizes that EC2 allows. The smallest has 16 addresses, of which AWS keeps 5: enough for the 6 that EKS wants for its
 * network interfaces. Source: EKS User Guide, "VPC and subnet requirements".
 */
const SUBNET_SIZES: AllowedSizes = [16, 28];

const SERVICE_SIZES: AllowedSizes = [12, 24];

/** Where the range of Services may lie. Source: EKS API, KubernetesNetworkConfigRequest. */
const SERVICE_SPACES = rangesOf(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]);

/** No host has such an address. Source: RFC 6890. */
const UNUSABLE_SPACES = rangesOf(["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"]);

/**
 * The address range of each subnet. Without ranges of the user's own, zone i has quarter i of the VPC as its private
 * subnet and the i-th sixteenth in the last quarter as its public one, so that a third zone moves none of the others.
 */
export function allocateSubnets(request: SubnetRequest): SubnetAllocation {
  const vpcProblem = vpcCidrProblem(request.vpc);
  const vpc = vpcProblem === undefined ? parseAddressRange(request.vpc) : undefined;
  const subnets = subnetsOf(request, vpc);
  const problems = [
    ...(vpcProblem === undefined ? [] : [{ path: VPC_PATH, message: vpcProblem }]),
    ...countProblems(request),
    ...subnets.flatMap((subnet) => subnetProblems(subnet, vpc)),
    ...overlapProblems(subnets.filter((subnet) => subnetProblems(subnet, vpc).length === 0)),
    ...serviceProblems(request.serviceCidrBlock, vpc),
  ];
  if (problems.length > 0) return { kind: "refused", problems };
  const ranges = (access: Access): string[] => subnets.filter((each) => each.access === access).map(({ text }) => text);
  return { kind: "allocated", ranges: { private: ranges("private"), public: ranges("public") } };
}

/** What is wrong with the range of a VPC alone. */
export function vpcCidrProblem(value: unknown): string | undefined {
  const problem = addressRangeProblem(value, VPC_SIZES, DEFAULT_VPC_CIDR_BLOCK);
  const range = typeof value === "string" ? parseAddressRange(value) : undefined;
  if (problem !== undefined || range === undefined) return problem;
  if (!UNUSABLE_SPACES.some((space) => overlaps(space, range))) return undefined;
  return `"${String(value)}" has addresses that no host can have; give a private range such as "${DEFAULT_VPC_CIDR_BLOCK}"`;
}

/** What is wrong with the range of Services alone. */
export function serviceCidrProblem(value: unknown): string | undefined {
  const problem = addressRangeProblem(value, SERVICE_SIZES, "172.20.0.0/16");
  const range = typeof value === "string" ? parseAddressRange(value) : undefined;
  if (problem !== undefined || range === undefined) return problem;
  if (SERVICE_SPACES.some((space) => contains(space, range))) return undefined;
  return `"${String(value)}" is not private; give a range inside ${SERVICE_SPACES.map(formatAddressRange).join(", ")}`;
}

const VPC_PATH = "network.cidrBlock";
const SERVICE_PATH = "serviceCidrBlock";

type Access = "private" | "public";

interface Subnet {
  access: Access;
  text: string;
  /** Undefined where the text is not a range. */
  range: AddressRange | undefined;
  /** Index in the argument, or undefined where the range is the default. */
  given: number | undefined;
}

function subnetsOf({ zones, privateSubnets, publicSubnets }: SubnetRequest, vpc: AddressRange | undefined): Subnet[] {
  const subnets = (
    access: Access,
    texts: readonly string[] | undefined,
    part: (zone: number) => AddressRange | undefined,
  ): Subnet[] =>
    texts?.map((text, given) => ({ access, text, range: parseAddressRange(text), given })) ??
    Array.from({ length: zones }, (_, zone) => part(zone))
      .filter((range) => range !== undefined)
      .map((range) => ({ access, text: formatAddressRange(range), range, given: undefined }));
  return [
    ...subnets("private", privateSubnets, (zone) => vpc && partOf(vpc, vpc.prefixLength + 2, zone)),
    ...subnets("public", publicSubnets, (zone) => vpc && partOf(vpc, vpc.prefixLength + 4, 12 + zone)),
  ];
}

function countProblems({ zones, privateSubnets, publicSubnets }: SubnetRequest): Problem[] {
  const lists = { private: privateSubnets, public: publicSubnets };
  return (["private", "public"] as const).flatMap((access) => {
    const count = lists[access]?.length ?? zones;
    if (count === zones) return [];
    const message = `${count} address range${count === 1 ? "" : "s"} for ${zones} zones; give one for each zone`;
    return [{ path: listPath(access), message }];
  });
}

function subnetProblems(subnet: Subnet, vpc: AddressRange | undefined): Problem[] {
  if (subnet.given === undefined) return [];
  const path = pathOf(subnet);
  const problem = addressRangeProblem(subnet.text, SUBNET_SIZES, "10.0.0.0/18");
  if (problem !== undefined) return [{ path, message: problem }];
  if (vpc === undefined || subnet.range === undefined || contains(vpc, subnet.range)) return [];
  return [{ path, message: `"${subnet.text}" is not inside the VPC's "${formatAddressRange(vpc)}"` }];
}

/** Each subnet of the user's own that has addresses of another one, with the name of both. */
function overlapProblems(subnets: readonly Subnet[]): Problem[] {
  return subnets.flatMap((subnet, index) => {
    if (subnet.given === undefined) return [];
    const other = subnets.find(
      (candidate, at) =>
        (at < index || candidate.given === undefined) &&
        candidate.range !== undefined &&
        subnet.range !== undefined &&
        overlaps(candidate.range, subnet.range),
    );
    if (other === undefined) return [];
    const owner = other.given === undefined ? `the default of ${listPath(other.access)}` : `given by ${pathOf(other)}`;
    const message = `"${subnet.text}" overlaps with "${other.text}", ${owner}; give a range outside it`;
    return [{ path: pathOf(subnet), message }];
  });
}

function serviceProblems(text: string | undefined, vpc: AddressRange | undefined): Problem[] {
  if (text === undefined) return [];
  const problem = serviceCidrProblem(text);
  if (problem !== undefined) return [{ path: SERVICE_PATH, message: problem }];
  const range = parseAddressRange(text);
  if (vpc === undefined || range === undefined || !overlaps(vpc, range)) return [];
  const message = `"${text}" overlaps with the VPC's "${formatAddressRange(vpc)}"; give a range outside it`;
  return [{ path: SERVICE_PATH, message }];
}

function pathOf({ access, given }: Subnet): string {
  return given === undefined ? listPath(access) : `${listPath(access)}[${given}]`;
}

function listPath(access: Access): string {
  return `network.${access}SubnetCidrBlocks`;
}

function rangesOf(texts: readonly string[]): AddressRange[] {
  return texts.map(parseAddressRange).filter((range) => range !== undefined);
}
