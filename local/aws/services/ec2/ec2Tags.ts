import { AwsError } from "../../awsError";
import { listOf, objectOf, optional, text } from "../../shape";
import { checkTags, tagList, tagsFromList, type Tags } from "../../tags";

/** Tags at creation, as most actions of EC2 take them. */
export const tagSpecifications = optional(listOf(objectOf({ ResourceType: text, Tags: tagList })));

/** The tags for what is created. @throws AwsError where they are for something else, or not allowed. */
export function ec2Tags(
  specifications: readonly { ResourceType: string; Tags: readonly { Key: string; Value: string }[] }[] | undefined,
  resourceType: string,
): Tags {
  const other = specifications?.find(({ ResourceType }) => ResourceType !== resourceType);
  if (other !== undefined)
    throw new AwsError("InvalidParameterValue", `'${other.ResourceType}' is not a valid taggable resource type here.`);
  const tags = tagsFromList(specifications?.[0]?.Tags);
  checkEc2Tags(tags);
  return tags;
}

export function checkEc2Tags(tags: Tags): void {
  checkTags(tags, { invalid: "InvalidParameterValue", tooMany: "TagLimitExceeded" });
}
