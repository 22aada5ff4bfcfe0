import { apiAction, type ApiAction } from "../../apiAction";
import { listOf, optional, text } from "../../shape";
import { tagsToList } from "../../tags";
import { filtered, filters } from "./filters";
import { find, type Network } from "./network";

/** EC2's actions for what guards a network: here only services make security groups and network ACLs. */
export function securityGroupActions(network: Network): Record<string, ApiAction> {
  return {
    DescribeSecurityGroups: apiAction(
      { GroupIds: optional(listOf(text)), Filters: filters },
      ({ GroupIds, Filters }) => {
        const groupOf = (id: string) => find(network.securityGroups, id, "InvalidGroup.NotFound", "security group");
        const wanted = filtered(GroupIds?.map(groupOf) ?? [...network.securityGroups.values()], Filters, {
          "vpc-id": ({ vpcId }) => [vpcId],
          "group-name": ({ name }) => [name],
        });
        return {
          SecurityGroups: wanted.map(({ id, vpcId, name, tags }) => ({
            GroupId: id,
            VpcId: vpcId,
            GroupName: name,
            Tags: tagsToList(tags),
          })),
        };
      },
    ),
    DescribeNetworkAcls: apiAction({ Filters: filters }, ({ Filters }) => ({
      NetworkAcls: filtered([...network.vpcs.values()], Filters, {
        "vpc-id": ({ id }) => [id],
        default: () => ["true"],
      }).map((vpc) => ({ NetworkAclId: vpc.defaultNetworkAclId, VpcId: vpc.id, IsDefault: true })),
    })),
  };
}
