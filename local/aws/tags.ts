import { AwsError } from "./awsError";
import { listOf, mapOf, objectOf, text } from "./shape";

export type Tags = Readonly<Record<string, string>>;

/** Tags as EKS and CloudWatch Logs take them. */
export const tagMap = mapOf(text);

/** Tags as EC2, IAM and ECR take them. */
export const tagList = listOf(objectOf({ Key: text, Value: text }));

export function tagsFromList(list: readonly { Key: string; Value: string }[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key, Value]));
}

export function tagsToList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function tagsWithout(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

/** The error codes with which a service refuses tags. */
export interface TagErrors {
  invalid: string;
  tooMany: string;
}

/** Checks tags by the rules that all services share. Source: "Tag naming limits and requirements". */
export function checkTags(tags: Tags, errors: TagErrors): void {
  if (Object.keys(tags).length > 50) throw new AwsError(errors.tooMany, "A resource can have 50 tags at most.");
  for (const [key, value] of Object.entries(tags)) {
    if (key.toLowerCase().startsWith("aws:"))
      throw new AwsError(errors.invalid, `Tag keys that start with "aws:" are reserved for internal use: ${key}`);
    if (key.length < 1 || key.length > 128)
      throw new AwsError(errors.invalid, `A tag's key has 1 to 128 characters: ${key}`);
    if (value.length > 256) throw new AwsError(errors.invalid, `The value of tag ${key} has more than 256 characters.`);
  }
}
