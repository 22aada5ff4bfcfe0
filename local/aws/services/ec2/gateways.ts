import { newId, type AccountContext } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { listOf, oneOf, optional, text } from "../../shape";
import { tagsToList } from "../../tags";
import { ec2Tags, tagSpecifications } from "./ec2Tags";
import { find, type Address, type InternetGateway, type NatGateway, type Network } from "./network";

/** EC2's actions for what leads to the internet: internet gateways, Elastic IPs and NAT gateways. */
export function gatewayActions(context: AccountContext, network: Network): Record<string, ApiAction> {
  return {
    ...internetGatewayActions(context, network),
    ...addressActions(network),
    ...natGatewayActions(context, network),
  };
}

function internetGatewayActions(context: AccountContext, network: Network): Record<string, ApiAction> {
  const gatewayOf = (id: string): InternetGateway =>
    find(network.internetGateways, id, "InvalidInternetGatewayID.NotFound", "internetGateway");
  const describe = ({ id, vpcId, tags }: InternetGateway): object => ({
    InternetGatewayId: id,
    OwnerId: context.accountId,
    Attachments: vpcId === undefined ? [] : [{ VpcId: vpcId, State: "available" }],
    Tags: tagsToList(tags),
  });
  return {
    CreateInternetGateway: apiAction({ TagSpecifications: tagSpecifications }, ({ TagSpecifications }) => {
      const gateway = { id: newId("igw"), vpcId: undefined, tags: ec2Tags(TagSpecifications, "internet-gateway") };
      network.internetGateways.set(gateway.id, gateway);
      return { InternetGateway: describe(gateway) };
    }),
    DescribeInternetGateways: apiAction({ InternetGatewayIds: listOf(text) }, ({ InternetGatewayIds }) => ({
      InternetGateways: InternetGatewayIds.map((id) => describe(gatewayOf(id))),
    })),
    AttachInternetGateway: apiAction({ InternetGatewayId: text, VpcId: text }, ({ InternetGatewayId, VpcId }) => {
      const gateway = gatewayOf(InternetGatewayId);
      find(network.vpcs, VpcId, "InvalidVpcID.NotFound", "vpc");
      if (gateway.vpcId !== undefined)
        throw new AwsError(
          "Resource.AlreadyAssociated",
          `resource ${InternetGatewayId} is already attached to network ${gateway.vpcId}`,
        );
      if ([...network.internetGateways.values()].some(({ vpcId }) => vpcId === VpcId))
        throw new AwsError("InvalidParameterValue", `Network ${VpcId} already has an internet gateway attached`);
      gateway.vpcId = VpcId;
      return {};
    }),
    DetachInternetGateway: apiAction({ InternetGatewayId: text, VpcId: text }, ({ InternetGatewayId, VpcId }) => {
      const gateway = gatewayOf(InternetGatewayId);
      if (gateway.vpcId !== VpcId)
        throw new AwsError("Gateway.NotAttached", `resource ${InternetGatewayId} is not attached to network ${VpcId}`);
      if ([...network.natGateways.values()].some((nat) => nat.vpcId === VpcId && holdsAddress(nat)))
        throw new AwsError(
          "DependencyViolation",
          `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
        );
      gateway.vpcId = undefined;
      return {};
    }),
    DeleteInternetGateway: apiAction({ InternetGatewayId: text }, ({ InternetGatewayId }) => {
      if (gatewayOf(InternetGatewayId).vpcId !== undefined)
        throw new AwsError(
          "DependencyViolation",
          `The internetGateway '${InternetGatewayId}' has dependencies and cannot be deleted.`,
        );
      network.internetGateways.delete(InternetGatewayId);
      return {};
    }),
  };
}

function addressActions(network: Network): Record<string, ApiAction> {
  let allocated = 0;
  const addressOf = (id: string): Address => find(network.addresses, id, "InvalidAllocationID.NotFound", "allocation");
  return {
    AllocateAddress: apiAction(
      { Domain: optional(oneOf("vpc")), TagSpecifications: tagSpecifications },
      ({ TagSpecifications }) => {
        const allocationId = newId("eipalloc");
        // Of the range that is set aside for examples (RFC 5737): it leads nowhere.
        allocated += 1;
        const publicIp = `203.0.113.${((allocated - 1) % 254) + 1}`;
        const tags = ec2Tags(TagSpecifications, "elastic-ip");
        network.addresses.set(allocationId, { allocationId, publicIp, association: undefined, tags });
        return { AllocationId: allocationId, PublicIp: publicIp, Domain: "vpc" };
      },
    ),
    DescribeAddresses: apiAction({ AllocationIds: listOf(text) }, ({ AllocationIds }) => ({
      Addresses: AllocationIds.map(addressOf).map(({ allocationId, publicIp, association, tags }) => ({
        AllocationId: allocationId,
        PublicIp: publicIp,
        Domain: "vpc",
        AssociationId: association?.id,
        NetworkInterfaceId: association?.networkInterfaceId,
        Tags: tagsToList(tags),
      })),
    })),
    ReleaseAddress: apiAction({ AllocationId: text }, ({ AllocationId }) => {
      if (addressOf(AllocationId).association !== undefined)
        throw new AwsError("InvalidIPAddress.InUse", `Address ${AllocationId} is in use.`);
      network.addresses.delete(AllocationId);
      return {};
    }),
  };
}

function natGatewayActions(context: AccountContext, network: Network): Record<string, ApiAction> {
  const natGatewayOf = (id: string): NatGateway => find(network.natGateways, id, "NatGatewayNotFound", "NatGateway");
  const describe = (nat: NatGateway): object => ({
    NatGatewayId: nat.id,
    VpcId: nat.vpcId,
    SubnetId: nat.subnetId,
    State: nat.state,
    ConnectivityType: nat.allocationId === undefined ? "private" : "public",
    FailureCode: nat.failure?.code,
    FailureMessage: nat.failure?.message,
    NatGatewayAddresses: [
      {
        AllocationId: nat.allocationId,
        PublicIp: network.addresses.get(nat.allocationId ?? "")?.publicIp,
        NetworkInterfaceId: nat.networkInterfaceId,
        AssociationId: network.addresses.get(nat.allocationId ?? "")?.association?.id,
      },
    ],
    Tags: tagsToList(nat.tags),
  });
  const release = ({ allocationId, networkInterfaceId }: NatGateway): void => {
    network.networkInterfaces.delete(networkInterfaceId);
    const address = network.addresses.get(allocationId ?? "");
    if (address?.association?.networkInterfaceId === networkInterfaceId) address.association = undefined;
  };

  return {
    CreateNatGateway: apiAction(
      {
        SubnetId: text,
        AllocationId: optional(text),
        ConnectivityType: optional(oneOf("public", "private")),
        ClientToken: optional(text),
        TagSpecifications: tagSpecifications,
      },
      ({ SubnetId, AllocationId, ConnectivityType = "public", TagSpecifications }) => {
        const subnet = find(network.subnets, SubnetId, "InvalidSubnetID.NotFound", "subnet");
        if ((ConnectivityType === "public") !== (AllocationId !== undefined))
          throw new AwsError(
            ConnectivityType === "public" ? "MissingParameter" : "InvalidParameterCombination",
            "A public NAT gateway needs an allocation ID, a private one takes none.",
          );
        const address =
          AllocationId === undefined
            ? undefined
            : find(network.addresses, AllocationId, "InvalidAllocationID.NotFound", "allocation");
        const tags = ec2Tags(TagSpecifications, "natgateway");
        const nat: NatGateway = {
          id: newId("nat"),
          vpcId: subnet.vpcId,
          subnetId: SubnetId,
          allocationId: AllocationId,
          networkInterfaceId: newId("eni"),
          state: "pending",
          failure: undefined,
          tags,
        };
        network.natGateways.set(nat.id, nat);
        // EC2 answers before it looks for these.
        nat.failure = failureOf(network, nat, address);
        if (nat.failure === undefined) {
          const { networkInterfaceId: id } = nat;
          network.networkInterfaces.set(id, {
            id,
            subnetId: SubnetId,
            description: `Interface for NAT Gateway ${nat.id}`,
          });
          if (address) address.association = { id: newId("eipassoc"), networkInterfaceId: id };
        }
        context.later(() => {
          if (nat.state === "pending") nat.state = nat.failure === undefined ? "available" : "failed";
        });
        return { NatGateway: describe(nat) };
      },
    ),
    DescribeNatGateways: apiAction({ NatGatewayIds: listOf(text) }, ({ NatGatewayIds }) => ({
      NatGateways: NatGatewayIds.map((id) => describe(natGatewayOf(id))),
    })),
    DeleteNatGateway: apiAction({ NatGatewayId: text }, ({ NatGatewayId }) => {
      const nat = natGatewayOf(NatGatewayId);
      if (nat.state === "deleted" || nat.state === "deleting") return { NatGatewayId };
      nat.state = "deleting";
      context.later(() => {
        nat.state = "deleted";
        release(nat);
      });
      return { NatGatewayId };
    }),
  };
}

function failureOf(network: Network, nat: NatGateway, address: Address | undefined): NatGateway["failure"] {
  if (address === undefined) return undefined;
  if (address.association !== undefined)
    return {
      code: "Resource.AlreadyAssociated",
      message: `Elastic IP address [${address.allocationId}] is already associated`,
    };
  if (![...network.internetGateways.values()].some(({ vpcId }) => vpcId === nat.vpcId))
    return { code: "Gateway.NotAttached", message: `Network ${nat.vpcId} has no Internet gateway attached` };
  return undefined;
}

function holdsAddress(nat: NatGateway): boolean {
  return nat.allocationId !== undefined && nat.failure === undefined && nat.state !== "deleted";
}
