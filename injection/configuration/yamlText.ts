import { parseDocument, type Tags } from "yaml";
import { isJsonArray, isJsonObject, type JsonValue } from "../json";

/** The value of a YAML text, or what is wrong with it in words. */
export type YamlResult = { value: JsonValue } | { error: string };

/**
 * Reads YAML as kubectl does, so that a text means the same here and there: YAML 1.1 with `0644` octal and `yes`
 * boolean, but without dates, base-60 numbers and YAML's own collections, which kubectl does not have either.
 */
export function parseYamlText(text: string): YamlResult {
  const document = parseDocument(text, {
    version: "1.1",
    schema: "yaml-1.1",
    customTags: withoutForeignTags,
    prettyErrors: true,
    uniqueKeys: true,
  });
  const error = document.errors[0] ?? document.warnings[0];
  if (error !== undefined) return { error: firstLine(error.message) };
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return isJson(value) ? { value } : { error: "holds a value that JSON does not have" };
  } catch (failure) {
    return { error: failure instanceof Error ? firstLine(failure.message) : String(failure) };
  }
}

const FOREIGN_TAGS = ["timestamp", "omap", "pairs", "set", "binary"].map((name) => `tag:yaml.org,2002:${name}`);

function withoutForeignTags(tags: Tags): Tags {
  return tags.filter(
    (tag) =>
      typeof tag !== "object" || (!FOREIGN_TAGS.includes(tag.tag) && !("format" in tag && tag.format === "TIME")),
  );
}

function isJson(value: unknown): value is JsonValue {
  if (isJsonArray(value)) return value.every(isJson);
  if (isJsonObject(value)) return Object.values(value).every(isJson);
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || typeof value === "string" || typeof value === "boolean";
}

function firstLine(message: string): string {
  return message.split("\n")[0]?.replace(/:$/, "") ?? message;
}
