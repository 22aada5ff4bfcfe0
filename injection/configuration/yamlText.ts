import {
  isScalar,
  LineCounter,
  parseAllDocuments,
  type Document,
  type ScalarTag,
  type Tags,
  type YAMLError,
} from "yaml";
import { isJsonArray, isJsonObject, type JsonValue } from "../json";
import { shorten, type Problem } from "../problem";
import { findTemplating, notFilledIn } from "./unfilledText";
import { inspectYaml, scalarsOf } from "./yamlNodes";

/** The value of a YAML text, with what can be read but is not meant; or what is wrong with the text in words. */
export type YamlResult =
  { readonly value: JsonValue; readonly problems: readonly Problem[] } | { readonly error: string };

/**
 * Reads YAML as kubectl does, so that a text means the same here and there: YAML 1.1 with `0644` octal and `yes`
 * boolean, but without dates, base-60 numbers and YAML's own collections, which kubectl does not have either. Empty
 * documents before and after the one that counts are passed over.
 */
export function parseYamlText(text: string): YamlResult {
  // The parser throws on a nesting deeper than its stack and on aliases that grow without bound.
  try {
    const lineCounter = new LineCounter();
    const documents = parseAllDocuments(text, {
      version: "1.1",
      schema: "yaml-1.1",
      customTags: kubectlTags,
      prettyErrors: true,
      uniqueKeys: true,
      lineCounter,
      // The library would write into the log of the process.
      logLevel: "silent",
    });
    const [error] = "empty" in documents ? documents.errors : documents.flatMap(({ errors }) => errors);
    if (error !== undefined) return { error: describeError(error, text, documents) };
    const [document, another] = documents.filter((each) => !isEmpty(each));
    if (another !== undefined) return { error: "more than one document" };
    if (document === undefined) return { value: null, problems: [] };
    const [warning] = document.warnings;
    if (warning !== undefined) return { error: firstLine(warning.message) };
    const { fault, problems } = inspectYaml(document.contents);
    if (fault !== undefined) {
      const { line, col } = lineCounter.linePos(fault.offset);
      return { error: unfilledLine(text, line) ?? `${fault.message} at line ${line}, column ${col}` };
    }
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return isJson(value) ? { value, problems } : { error: "holds a value that JSON does not have" };
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

/** `---` with nothing behind it begins a document, too. */
function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

/** The parser's own words, but where a reader could not guess from them what to mend. */
function describeError(error: YAMLError, text: string, documents: readonly Document[]): string {
  const { line = 0, col = 0 } = error.linePos?.[0] ?? {};
  const [offset] = error.pos;
  const scalars = documents.flatMap(({ contents }) => [...scalarsOf(contents)]);
  if (error.code === "DUPLICATE_KEY") {
    const key = scalars.find(({ range }) => range?.[0] === offset);
    return `"${shorten(key?.source ?? "")}" is given twice, the second time at line ${line}, column ${col}`;
  }
  if (error.code === "MISSING_CHAR" && /^Missing closing ["']quote/.test(error.message)) {
    const open = scalars.findLast(
      ({ type, range }) => type?.startsWith("QUOTE_") === true && (range?.[0] ?? 0) < offset,
    );
    const before = text.slice(0, open?.range?.[0] ?? offset).split("\n");
    return `no end of the quote that begins at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  }
  if (error.code === "BAD_ALIAS" && text[offset] === "*")
    return `"*" begins an alias; where it is a wildcard, write it in quotes, at line ${line}, column ${col}`;
  return unfilledLine(text, line) ?? firstLine(error.message);
}

/** What another tool should have filled in: YAML takes its braces for mappings. */
function unfilledLine(text: string, line: number): string | undefined {
  const found = findTemplating(text.split("\n")[line - 1] ?? "");
  return found === undefined ? undefined : `line ${line} ${notFilledIn(found)}`;
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
