import { AwsError } from "../../awsError";
import type { Tags } from "../../tags";

export interface Vpc {
  id: string;
  cidrBlock: string;
  tags: Tags;
  enableDnsSupport: boolean;
  enableDnsHostnames: boolean;
  /** Made with the VPC, and deleted with it. */
  mainRouteTableId: string;
  defaultNetworkAclId: string;
  defaultSecurityGroupId: string;
}

export interface Subnet {
  id: string;
  vpcId: string;
  cidrBlock: string;
  availabilityZone: string;
  mapPublicIpOnLaunch: boolean;
  tags: Tags;
}

export interface InternetGateway {
  id: string;
  vpcId: string | undefined;
  tags: Tags;
}

/** An Elastic IP. */
export interface Address {
  allocationId: string;
  publicIp: string;
  association: { id: string; networkInterfaceId: string } | undefined;
  tags: Tags;
}

export interface NatGateway {
  id: string;
  vpcId: string;
  subnetId: string;
  allocationId: string | undefined;
  networkInterfaceId: string;
  state: "pending" | "failed" | "available" | "deleting" | "deleted";
  failure: { code: string; message: string } | undefined;
  tags: Tags;
}

export interface Route {
  destinationCidrBlock: string;
  target: { kind: "gateway" | "natGateway"; id: string };
}

export interface RouteTable {
  id: string;
  vpcId: string;
  isMain: boolean;
  routes: Route[];
  /** Subnets by the id of their association. */
  associations: Map<string, string>;
  tags: Tags;
}

/** What holds an address in a subnet: a NAT gateway, or a cluster's control plane. */
export interface NetworkInterface {
  id: string;
  subnetId: string;
  description: string;
}

export interface SecurityGroup {
  id: string;
  vpcId: string;
  name: string;
  tags: Tags;
}

/** Everything that EC2 knows of the account's networks, by id. */
export class Network {
  readonly vpcs = new Map<string, Vpc>();
  readonly subnets = new Map<string, Subnet>();
  readonly internetGateways = new Map<string, InternetGateway>();
  readonly addresses = new Map<string, Address>();
  readonly natGateways = new Map<string, NatGateway>();
  readonly routeTables = new Map<string, RouteTable>();
  readonly networkInterfaces = new Map<string, NetworkInterface>();
  readonly securityGroups = new Map<string, SecurityGroup>();

  /** The table by which a subnet's traffic goes: its own, or the VPC's main one. */
  routeTableOf(subnet: Subnet): RouteTable | undefined {
    const tables = [...this.routeTables.values()].filter(({ vpcId }) => vpcId === subnet.vpcId);
    const own = tables.find(({ associations }) => [...associations.values()].includes(subnet.id));
    return own ?? tables.find(({ isMain }) => isMain);
  }

  /** Whether nothing in the subnet can be reached from the internet. */
  isPrivate(subnet: Subnet): boolean {
    const routes = this.routeTableOf(subnet)?.routes ?? [];
    return !routes.some(({ target }) => target.kind === "gateway" && target.id.startsWith("igw-"));
  }
}

/** The one with this id. @throws AwsError with the code of EC2 for this kind where there is none. */
export function find<Item>(items: ReadonlyMap<string, Item>, id: string, code: string, kind: string): Item {
  const item = items.get(id);
  if (item === undefined) throw new AwsError(code, `The ${kind} ID '${id}' does not exist`);
  return item;
}
