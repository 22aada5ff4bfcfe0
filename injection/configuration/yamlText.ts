import { parseDocument, type ScalarTag, type Tags } from "yaml";
import { isJsonArray, isJsonObject, type JsonValue } from "../json";

/** The value of a YAML text, or what is wrong with it in words. */
export type YamlResult = { value: JsonValue } | { error: string };

/**
 * Reads YAML as kubectl does, so that a text means the same here and there: YAML 1.1 with `0644` octal and `yes`
 * boolean, but without dates, base-60 numbers and YAML's own collections, which kubectl does not have either.
 */
export function parseYamlText(text: string): YamlResult {
  // The parser throws on a nesting deeper than its stack and on aliases that grow without bound.
  try {
    const document = parseDocument(text, {
      version: "1.1",
      schema: "yaml-1.1",
      customTags: kubectlTags,
      prettyErrors: true,
      uniqueKeys: true,
    });
    const error = document.errors[0] ?? document.warnings[0];
    if (error?.code === "MULTIPLE_DOCS") return { error: "more than one document" };
    if (error !== undefined) return { error: firstLine(error.message) };
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return isJson(value) ? { value } : { error: "holds a value that JSON does not have" };
  } catch (failure) {
    return { error: failure instanceof Error ? firstLine(failure.message) : String(failure) };
  }
}

const FOREIGN_TAGS = ["timestamp", "omap", "pairs", "set", "binary"].map((name) => `tag:yaml.org,2002:${name}`);

/** `0o644`: an octal number as YAML 1.2 has it, which kubectl reads too. */
const OCTAL: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  test: /^[-+]?0o[0-7]+$/,
  resolve: (text) => parseInt(text.replace("0o", ""), 8),
};

function kubectlTags(tags: Tags): Tags {
  const known = tags.filter(
    (tag) =>
      typeof tag !== "object" || (!FOREIGN_TAGS.includes(tag.tag) && !("format" in tag && tag.format === "TIME")),
  );
  return [OCTAL, ...known];
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
