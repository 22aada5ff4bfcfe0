import * as pulumi from "@pulumi/pulumi";

/** Tags as an argument of a component. */
export type TagsInput = pulumi.Input<Record<string, pulumi.Input<string>> | undefined> | undefined;

/** The tags of a whole together with those of a part, which win. */
export function mergedTags(whole: TagsInput, part: TagsInput): pulumi.Output<Record<string, string>> {
  return pulumi.all([whole, part]).apply(([shared, own]) => ({ ...shared, ...own }));
}
