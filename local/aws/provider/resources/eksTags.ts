import type { Tags } from "../../tags";
import type { AwsClient } from "../awsClient";
import type { Json } from "../../json";
import { tagChanges } from "./ec2Tags";

/** The tags of what EKS has described, but for those of AWS itself. */
export function eksTagsOf(described: Json): Tags {
  return Object.fromEntries(Object.entries(described.at("tags").textMap).filter(([key]) => !key.startsWith("aws:")));
}

/** Tags as EKS takes them at creation; it refuses an empty object. */
export function eksTags(tags: Tags): Tags | undefined {
  return Object.keys(tags).length > 0 ? tags : undefined;
}

/** Gives what EKS has described these tags. */
export async function updateEksTags(aws: AwsClient, resourceArn: string, described: Json, tags: Tags): Promise<void> {
  const { removed, set } = tagChanges(eksTagsOf(described), tags);
  if (removed.length > 0) await aws.call("eks", "UntagResource", { resourceArn, tagKeys: removed });
  if (Object.keys(set).length > 0) await aws.call("eks", "TagResource", { resourceArn, tags: set });
}
