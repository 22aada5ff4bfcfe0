import { apiAction, type ApiAction, type AwsObject, type AwsService } from "../../apiAction";
import { AwsError } from "../../awsError";
import { listOf, text } from "../../shape";
import { tagMap, tagsWithout, type Tags } from "../../tags";
import { accessEntryActions } from "./accessEntries";
import { addonActions } from "./addons";
import { clusterActions } from "./clusterActions";
import type { Cluster } from "./clusters";
import { clusterUpdateActions } from "./clusterUpdates";
import { checkedTags, type EksContext } from "./eksContext";
import { fargateProfileActions } from "./fargateProfiles";

/** EKS: clusters, their Fargate profiles, add-ons and access entries. */
export function eksService(context: EksContext): AwsService {
  return {
    actions: {
      ...clusterActions(context),
      ...clusterUpdateActions(context),
      ...fargateProfileActions(context),
      ...addonActions(context),
      ...accessEntryActions(context),
      ...tagActions(context),
    },
    objects: () => [...context.clusters.byName.values()].flatMap(objectsOf),
  };
}

function tagActions({ clusters }: EksContext): Record<string, ApiAction> {
  const taggedOf = (arn: string): { tags: Tags } => {
    const tagged = [...clusters.byName.values()]
      .flatMap((cluster) => [
        cluster,
        ...cluster.fargateProfiles.values(),
        ...cluster.addons.values(),
        ...cluster.accessEntries.values(),
      ])
      .find((each) => each.arn === arn);
    if (tagged === undefined) throw new AwsError("NotFoundException", `Resource not found: ${arn}`);
    return tagged;
  };
  return {
    TagResource: apiAction({ resourceArn: text, tags: tagMap }, ({ resourceArn, tags }) => {
      const tagged = taggedOf(resourceArn);
      tagged.tags = checkedTags({ ...tagged.tags, ...tags });
      return {};
    }),
    UntagResource: apiAction({ resourceArn: text, tagKeys: listOf(text) }, ({ resourceArn, tagKeys }) => {
      const tagged = taggedOf(resourceArn);
      tagged.tags = tagsWithout(tagged.tags, tagKeys);
      return {};
    }),
  };
}

function objectsOf(cluster: Cluster): AwsObject[] {
  const of = (kind: string, items: Iterable<{ arn: string; tags: Tags }>): AwsObject[] =>
    [...items].map(({ arn, tags }) => ({ kind, id: arn, tags }));
  return [
    { kind: "eks:cluster", id: cluster.name, tags: cluster.tags },
    ...of("eks:fargate-profile", cluster.fargateProfiles.values()),
    ...of("eks:addon", cluster.addons.values()),
    ...of("eks:access-entry", cluster.accessEntries.values()),
  ];
}
