import { apiAction, type ApiAction } from "../../apiAction";
import { find, type Network } from "./network";
import { listOf, text } from "../../shape";
import { tagsToList } from "../../tags";

/** EC2's action for security groups: here only services make some. */
export function securityGroupActions(network: Network): Record<string, ApiAction> {
  return {
    DescribeSecurityGroups: apiAction({ GroupIds: listOf(text) }, ({ GroupIds }) => ({
      SecurityGroups: GroupIds.map((id) =>
        find(network.securityGroups, id, "InvalidGroup.NotFound", "security group"),
      ).map(({ id, vpcId, name, tags }) => ({ GroupId: id, VpcId: vpcId, GroupName: name, Tags: tagsToList(tags) })),
    })),
  };
}
