import { tagsToList, type Tags } from "../../tags";
import type { AwsClient } from "../awsClient";
import type { Json } from "../../json";

/** The tags of what is to be created; none is left out, because EC2 refuses an empty list. */
export function tagSpecifications(resourceType: string, tags: Tags): object | undefined {
  if (Object.keys(tags).length === 0) return undefined;
  return [{ ResourceType: resourceType, Tags: tagsToList(tags) }];
}

/** The tags of what EC2 or IAM has described, but for those of AWS itself. */
export function ec2TagsOf(described: Json): Tags {
  const tags = described.at("Tags").items.map((tag) => [tag.at("Key").text, tag.at("Value").text] as const);
  return Object.fromEntries(tags.filter(([key]) => !key.startsWith("aws:")));
}

export interface TagChanges {
  removed: string[];
  set: Tags;
}

/** What has to be done for a thing with the first tags to have the second ones. */
export function tagChanges(before: Tags, after: Tags): TagChanges {
  return {
    removed: Object.keys(before).filter((key) => !(key in after)),
    set: Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value)),
  };
}

/** Gives what EC2 has described these tags. */
export async function updateEc2Tags(aws: AwsClient, id: string, described: Json, tags: Tags): Promise<void> {
  const { removed, set } = tagChanges(ec2TagsOf(described), tags);
  if (removed.length > 0)
    await aws.call("ec2", "DeleteTags", { Resources: [id], Tags: removed.map((Key) => ({ Key })) });
  if (Object.keys(set).length > 0) await aws.call("ec2", "CreateTags", { Resources: [id], Tags: tagsToList(set) });
}
