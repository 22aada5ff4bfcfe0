import { newId, type AccountContext } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { flag, listOf, objectOf, oneOf, optional, text } from "../../shape";
import { tagsToList } from "../../tags";
import { parseAddressBlock } from "./addressBlock";
import { ec2Tags, tagSpecifications } from "./ec2Tags";
import { find, type Network, type Vpc } from "./network";

const attributeValue = optional(objectOf({ Value: flag }));

/** EC2's actions for VPCs. */
export function vpcActions(context: AccountContext, network: Network): Record<string, ApiAction> {
  const vpcOf = (id: string): Vpc => find(network.vpcs, id, "InvalidVpcID.NotFound", "vpc");
  const describe = ({ id, cidrBlock, tags }: Vpc): object => ({
    VpcId: id,
    CidrBlock: cidrBlock,
    State: "available",
    DhcpOptionsId: "dopt-0default",
    InstanceTenancy: "default",
    IsDefault: false,
    OwnerId: context.accountId,
    Tags: tagsToList(tags),
  });

  return {
    CreateVpc: apiAction(
      { CidrBlock: text, InstanceTenancy: optional(oneOf("default")), TagSpecifications: tagSpecifications },
      (parameters) => {
        const block = parseAddressBlock(parameters.CidrBlock);
        if (block === undefined)
          throw new AwsError(
            "InvalidParameterValue",
            `Value (${parameters.CidrBlock}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
          );
        if (block.prefixLength < 16 || block.prefixLength > 28)
          throw new AwsError("InvalidVpc.Range", `The CIDR '${parameters.CidrBlock}' is invalid.`);
        const tags = ec2Tags(parameters.TagSpecifications, "vpc");
        const vpc: Vpc = {
          id: newId("vpc"),
          cidrBlock: parameters.CidrBlock,
          tags,
          enableDnsSupport: true,
          enableDnsHostnames: false,
          mainRouteTableId: newId("rtb"),
          defaultNetworkAclId: newId("acl"),
          defaultSecurityGroupId: newId("sg"),
        };
        network.vpcs.set(vpc.id, vpc);
        const id = vpc.mainRouteTableId;
        network.routeTables.set(id, {
          id,
          vpcId: vpc.id,
          isMain: true,
          routes: [],
          associations: new Map(),
          tags: {},
        });
        network.securityGroups.set(vpc.defaultSecurityGroupId, {
          id: vpc.defaultSecurityGroupId,
          vpcId: vpc.id,
          name: "default",
          tags: {},
        });
        return { Vpc: describe(vpc) };
      },
    ),

    DescribeVpcs: apiAction({ VpcIds: listOf(text) }, ({ VpcIds }) => ({
      Vpcs: VpcIds.map((id) => describe(vpcOf(id))),
    })),

    DescribeVpcAttribute: apiAction(
      { VpcId: text, Attribute: oneOf("enableDnsSupport", "enableDnsHostnames") },
      ({ VpcId, Attribute }) => {
        const vpc = vpcOf(VpcId);
        return Attribute === "enableDnsSupport"
          ? { VpcId, EnableDnsSupport: { Value: vpc.enableDnsSupport } }
          : { VpcId, EnableDnsHostnames: { Value: vpc.enableDnsHostnames } };
      },
    ),

    ModifyVpcAttribute: apiAction(
      { VpcId: text, EnableDnsSupport: attributeValue, EnableDnsHostnames: attributeValue },
      ({ VpcId, EnableDnsSupport, EnableDnsHostnames }) => {
        const vpc = vpcOf(VpcId);
        if ((EnableDnsSupport === undefined) === (EnableDnsHostnames === undefined))
          throw new AwsError("InvalidParameterCombination", "Exactly one attribute can be modified at a time.");
        const dnsSupport = EnableDnsSupport?.Value ?? vpc.enableDnsSupport;
        const dnsHostnames = EnableDnsHostnames?.Value ?? vpc.enableDnsHostnames;
        if (dnsHostnames && !dnsSupport)
          throw new AwsError("InvalidParameterCombination", "DNS hostnames need DNS support.");
        vpc.enableDnsSupport = dnsSupport;
        vpc.enableDnsHostnames = dnsHostnames;
        return {};
      },
    ),

    DeleteVpc: apiAction({ VpcId: text }, ({ VpcId }) => {
      const vpc = vpcOf(VpcId);
      if (isInUse(network, vpc))
        throw new AwsError("DependencyViolation", `The vpc '${VpcId}' has dependencies and cannot be deleted.`);
      network.vpcs.delete(VpcId);
      network.routeTables.delete(vpc.mainRouteTableId);
      network.securityGroups.delete(vpc.defaultSecurityGroupId);
      return {};
    }),
  };
}

/** Whether anything is in the VPC that was not made with it. */
function isInUse(network: Network, vpc: Vpc): boolean {
  const inVpc = ({ vpcId }: { vpcId: string | undefined }): boolean => vpcId === vpc.id;
  return (
    [...network.subnets.values()].some(inVpc) ||
    [...network.internetGateways.values()].some(inVpc) ||
    [...network.routeTables.values()].some((table) => inVpc(table) && !table.isMain) ||
    [...network.securityGroups.values()].some((group) => inVpc(group) && group.id !== vpc.defaultSecurityGroupId)
  );
}
