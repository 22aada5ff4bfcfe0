import { arnOf, newId, type AccountContext } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { flag, listOf, objectOf, optional, text } from "../../shape";
import { tagsToList } from "../../tags";
import { contains, overlap, parseAddressBlock } from "./addressBlock";
import { zonesOf } from "./availabilityZones";
import { ec2Tags, tagSpecifications } from "./ec2Tags";
import { filtered, filters } from "./filters";
import { find, type Network, type Subnet } from "./network";

/** EC2's actions for subnets. */
export function subnetActions(context: AccountContext, network: Network): Record<string, ApiAction> {
  const subnetOf = (id: string): Subnet => find(network.subnets, id, "InvalidSubnetID.NotFound", "subnet");
  const describe = (subnet: Subnet): object => ({
    SubnetId: subnet.id,
    SubnetArn: arnOf(context, "ec2", `subnet/${subnet.id}`),
    VpcId: subnet.vpcId,
    CidrBlock: subnet.cidrBlock,
    AvailabilityZone: subnet.availabilityZone,
    AvailabilityZoneId: zonesOf(context.region).find(({ name }) => name === subnet.availabilityZone)?.id,
    MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
    OwnerId: context.accountId,
    State: "available",
    Tags: tagsToList(subnet.tags),
  });

  return {
    CreateSubnet: apiAction(
      { VpcId: text, CidrBlock: text, AvailabilityZone: optional(text), TagSpecifications: tagSpecifications },
      ({ VpcId, CidrBlock, AvailabilityZone, TagSpecifications }) => {
        const vpc = find(network.vpcs, VpcId, "InvalidVpcID.NotFound", "vpc");
        checkBlock(network, CidrBlock, vpc);
        const zones = zonesOf(context.region);
        const zone = AvailabilityZone ?? zones[0]?.name ?? "";
        if (!zones.some(({ name }) => name === zone))
          throw new AwsError(
            "InvalidParameterValue",
            `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.map(({ name }) => name).join(", ")}.`,
          );
        const tags = ec2Tags(TagSpecifications, "subnet");
        const id = newId("subnet");
        const subnet: Subnet = {
          id,
          vpcId: VpcId,
          cidrBlock: CidrBlock,
          availabilityZone: zone,
          mapPublicIpOnLaunch: false,
          tags,
        };
        network.subnets.set(id, subnet);
        return { Subnet: describe(subnet) };
      },
    ),

    DescribeSubnets: apiAction({ SubnetIds: optional(listOf(text)), Filters: filters }, ({ SubnetIds, Filters }) => {
      const subnets = SubnetIds?.map(subnetOf) ?? [...network.subnets.values()];
      const wanted = filtered(subnets, Filters, {
        "vpc-id": ({ vpcId }) => [vpcId],
        "availability-zone": ({ availabilityZone }) => [availabilityZone],
        tag: ({ tags }, key) => (tags[key] === undefined ? [] : [tags[key]]),
      });
      return { Subnets: wanted.map(describe) };
    }),

    ModifySubnetAttribute: apiAction(
      { SubnetId: text, MapPublicIpOnLaunch: objectOf({ Value: flag }) },
      ({ SubnetId, MapPublicIpOnLaunch }) => {
        subnetOf(SubnetId).mapPublicIpOnLaunch = MapPublicIpOnLaunch.Value;
        return {};
      },
    ),

    DeleteSubnet: apiAction({ SubnetId: text }, ({ SubnetId }) => {
      subnetOf(SubnetId);
      if ([...network.networkInterfaces.values()].some(({ subnetId }) => subnetId === SubnetId))
        throw new AwsError("DependencyViolation", `The subnet '${SubnetId}' has dependencies and cannot be deleted.`);
      network.subnets.delete(SubnetId);
      for (const { associations } of network.routeTables.values())
        for (const [id, subnetId] of associations) if (subnetId === SubnetId) associations.delete(id);
      return {};
    }),
  };
}

function checkBlock(network: Network, cidrBlock: string, vpc: { id: string; cidrBlock: string }): void {
  const block = parseAddressBlock(cidrBlock);
  const whole = parseAddressBlock(vpc.cidrBlock);
  if (block === undefined)
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${cidrBlock}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  if (block.prefixLength < 16 || block.prefixLength > 28 || whole === undefined || !contains(whole, block))
    throw new AwsError("InvalidSubnet.Range", `The CIDR '${cidrBlock}' is invalid.`);
  for (const other of network.subnets.values()) {
    const taken = other.vpcId === vpc.id ? parseAddressBlock(other.cidrBlock) : undefined;
    if (taken !== undefined && overlap(taken, block))
      throw new AwsError("InvalidSubnet.Conflict", `The CIDR '${cidrBlock}' conflicts with another subnet`);
  }
}
