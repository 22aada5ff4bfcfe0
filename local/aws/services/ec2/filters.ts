import { AwsError } from "../../awsError";
import { listOf, objectOf, optional, text } from "../../shape";

/** Filters, as EC2's Describe actions take them. */
export const filters = optional(listOf(objectOf({ Name: text, Values: listOf(text) })));

/** What a filter of a name looks at. That of the name "tag" is for `tag:KEY`, and gets the key. */
export type FilterFields<Item> = Readonly<Record<string, (item: Item, tagKey: string) => readonly string[]>>;

/** The items that pass all filters. @throws AwsError for a filter of a name that the action does not have */
export function filtered<Item>(
  items: readonly Item[],
  wanted: readonly { Name: string; Values: readonly string[] }[] | undefined,
  fields: FilterFields<Item>,
): Item[] {
  return (wanted ?? []).reduce<Item[]>(
    (left, { Name, Values }) => {
      const [name = "", tagKey = ""] = Name.startsWith("tag:") ? ["tag", Name.slice("tag:".length)] : [Name];
      const valuesOf = fields[name];
      if (valuesOf === undefined) throw new AwsError("InvalidParameterValue", `The filter '${Name}' is invalid`);
      return left.filter((item) => valuesOf(item, tagKey).some((value) => Values.includes(value)));
    },
    [...items],
  );
}
