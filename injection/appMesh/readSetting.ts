import { checkUnknownFields, isGiven } from "../configuration/commonRules";
import { isImageReference } from "../configuration/imageReference";
import { describeValue, type Report } from "../problem";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json";

/** An object of the settings, whose fields are read one after another. What is wrong is reported with its path. */
export interface SettingReader {
  /** The path of a field. */
  pathOf(field: string): string;
  /** The field as it was written. */
  valueOf(field: string): JsonValue | undefined;
  boolean(field: string, fallback: boolean): boolean;
  /** A text of the given form, which `words` describe. */
  text(field: string, form: RegExp, words: string): string | undefined;
  /** An image that can be pulled, as in any container of a template. */
  image(field: string): string | undefined;
  oneOf<Choice extends string>(field: string, choices: readonly Choice[], fallback: Choice): Choice;
  integer(field: string, range: readonly [number, number], fallback: number): number;
  number(field: string, range: readonly [number, number], fallback: number): number;
  /** A list, each of whose items `read` turns into a value; undefined marks one that is none of `words`. */
  list<Item>(field: string, read: (item: JsonValue) => Item | undefined, words: string): readonly Item[] | undefined;
  /** An object within; undefined where it is not given. */
  object(field: string, known: Readonly<Record<string, true>>): SettingReader | undefined;
}

/** Reads an object of the settings, and reports every field that is none of the known ones. */
export function readSetting(
  value: JsonObject,
  known: Readonly<Record<string, true>>,
  path: string,
  report: Report,
): SettingReader {
  checkUnknownFields(value, Object.keys(known), path, report);
  const pathOf = (field: string): string => `${path}.${field}`;
  const valueOf = (field: string): JsonValue | undefined => value[field];
  const wrong = (field: string, words: string): void => {
    report(pathOf(field), `must be ${words}, but is ${describeValue(value[field])}`);
  };
  const number = (
    field: string,
    [least, most]: readonly [number, number],
    fallback: number,
    kind: string,
    isKind: (given: number) => boolean,
  ): number => {
    const given = value[field];
    if (!isGiven(given)) return fallback;
    if (typeof given === "number" && isKind(given) && given >= least && given <= most) return given;
    wrong(field, `${kind} from ${least} to ${most}`);
    return fallback;
  };
  const text = (field: string, isRight: (given: string) => boolean, words: string): string | undefined => {
    const given = value[field];
    if (!isGiven(given)) return undefined;
    if (typeof given === "string" && isRight(given)) return given;
    wrong(field, words);
    return undefined;
  };
  return {
    pathOf,
    valueOf,
    boolean(field, fallback) {
      const given = value[field];
      if (!isGiven(given)) return fallback;
      if (typeof given === "boolean") return given;
      wrong(field, "true or false");
      return fallback;
    },
    text: (field, form, words) => text(field, (given) => form.test(given), words),
    image: (field) => text(field, isImageReference, IMAGE_WORDS),
    oneOf(field, choices, fallback) {
      const given = value[field];
      if (!isGiven(given)) return fallback;
      const found = choices.find((choice) => choice === given);
      if (found === undefined) wrong(field, `one of ${choices.join(", ")}`);
      return found ?? fallback;
    },
    integer: (field, range, fallback) => number(field, range, fallback, "a whole number", Number.isInteger),
    number: (field, range, fallback) => number(field, range, fallback, "a number", () => true),
    list(field, read, words) {
      const given = value[field];
      if (!isGiven(given)) return undefined;
      if (!isJsonArray(given)) {
        wrong(field, `a list, each item ${article(words)} ${words}`);
        return undefined;
      }
      return given.flatMap((item, index) => {
        const found = read(item);
        if (found !== undefined) return [found];
        report(`${pathOf(field)}[${index}]`, `must be ${article(words)} ${words}, but is ${describeValue(item)}`);
        return [];
      });
    },
    object(field, fields) {
      const given = value[field];
      if (!isGiven(given)) return undefined;
      if (isJsonObject(given)) return readSetting(given, fields, pathOf(field), report);
      wrong(field, "a mapping");
      return undefined;
    },
  };
}

const IMAGE_WORDS = "an image reference such as registry.example.com/team/agent:1.2";

function article(words: string): string {
  return /^[aeiou]/i.test(words) ? "an" : "a";
}
