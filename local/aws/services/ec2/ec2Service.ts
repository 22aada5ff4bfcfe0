import type { AccountContext } from "../../accountContext";
import { apiAction, type ApiAction, type AwsObject, type AwsService } from "../../apiAction";
import { AwsError } from "../../awsError";
import { listOf, objectOf, optional, text } from "../../shape";
import { tagList, tagsFromList, tagsWithout, type Tags } from "../../tags";
import { availabilityZoneActions } from "./availabilityZones";
import { checkEc2Tags } from "./ec2Tags";
import { gatewayActions } from "./gateways";
import type { Network } from "./network";
import { routeTableActions } from "./routeTables";
import { securityGroupActions } from "./securityGroups";
import { subnetActions } from "./subnets";
import { vpcActions } from "./vpcs";

/** EC2, as far as networks go. */
export function ec2Service(context: AccountContext, network: Network): AwsService {
  return {
    actions: {
      ...availabilityZoneActions(context),
      ...vpcActions(context, network),
      ...subnetActions(context, network),
      ...gatewayActions(context, network),
      ...routeTableActions(context, network),
      ...securityGroupActions(network),
      ...tagActions(network),
    },
    objects: () => objectsOf(network),
  };
}

function tagActions(network: Network): Record<string, ApiAction> {
  const taggedOf = (id: string): { tags: Tags } => {
    const kinds = [
      network.vpcs,
      network.subnets,
      network.internetGateways,
      network.addresses,
      network.natGateways,
      network.routeTables,
      network.securityGroups,
    ];
    const tagged = kinds.map((items) => items.get(id)).find((item) => item !== undefined);
    if (tagged === undefined) throw new AwsError("InvalidID", `The ID '${id}' is not valid`);
    return tagged;
  };
  return {
    CreateTags: apiAction({ Resources: listOf(text), Tags: tagList }, ({ Resources, Tags }) => {
      for (const tagged of Resources.map(taggedOf)) {
        const tags = { ...tagged.tags, ...tagsFromList(Tags) };
        checkEc2Tags(tags);
        tagged.tags = tags;
      }
      return {};
    }),
    DeleteTags: apiAction(
      { Resources: listOf(text), Tags: listOf(objectOf({ Key: text, Value: optional(text) })) },
      ({ Resources, Tags }) => {
        const keys = Tags.map(({ Key }) => Key);
        for (const tagged of Resources.map(taggedOf)) tagged.tags = tagsWithout(tagged.tags, keys);
        return {};
      },
    ),
  };
}

function objectsOf(network: Network): AwsObject[] {
  const list = (kind: string, items: Iterable<{ id: string; tags: Tags }>): AwsObject[] =>
    [...items].map(({ id, tags }) => ({ kind, id, tags }));
  return [
    ...list("ec2:vpc", network.vpcs.values()),
    ...list("ec2:subnet", network.subnets.values()),
    ...list("ec2:internet-gateway", network.internetGateways.values()),
    ...[...network.addresses.values()].map(({ allocationId: id, tags }) => ({ kind: "ec2:elastic-ip", id, tags })),
    // EC2 goes on describing deleted ones for an hour, but they are gone.
    ...list(
      "ec2:natgateway",
      [...network.natGateways.values()].filter(({ state }) => state !== "deleted"),
    ),
    ...list("ec2:route-table", network.routeTables.values()),
    ...list("ec2:security-group", network.securityGroups.values()),
    ...[...network.vpcs.values()].map((vpc) => ({ kind: "ec2:network-acl", id: vpc.defaultNetworkAclId, tags: {} })),
    ...[...network.networkInterfaces.values()].map(({ id }) => ({ kind: "ec2:network-interface", id, tags: {} })),
  ];
}
