import { isJsonArray, isJsonObject, type JsonValue } from "../json";
import { shapeOfType, type TypeShape } from "./templateTypes";

/** A value that stands for a parameter in one pod. */
export type ParameterValue = string | number | boolean;

/** The values of all parameters that a template knows, by name. */
export type ParameterValues = ReadonlyMap<string, ParameterValue>;

/** One `${name}` in a template. */
export interface Placeholder {
  readonly name: string;
  /** Where the string is that holds it. */
  readonly path: string;
  /** The type of the field, in the notation of `podSchema.json`. */
  readonly fieldType: string;
  /** Whether the string is nothing else. */
  readonly isWhole: boolean;
  /** Whether it is to stay as it stands. */
  readonly isEscaped: boolean;
}

/** `${name}`, or `$${name}` where it is to stay as it stands. */
const PLACEHOLDER = /(\$?)\$\{([A-Za-z][A-Za-z0-9_.-]*)\}/g;

/** Every `${…}` in the strings of a value of that type, escaped ones too. */
export function findPlaceholders(value: JsonValue, type: string, path: string): readonly Placeholder[] {
  const found: Placeholder[] = [];
  mapStrings(value, type, path, (text, fieldType, at) => {
    for (const [matched, escape, name] of text.matchAll(PLACEHOLDER))
      if (name !== undefined) {
        const isEscaped = escape !== "";
        found.push({ name, path: at, fieldType, isWhole: !isEscaped && matched === text, isEscaped });
      }
    return text;
  });
  return found;
}

/**
 * The value with every `${name}` that has a value replaced in its strings, and every `$${name}` as `${name}` where the
 * name is one of those to unescape; any other `${…}` stays. Only text is replaced: whatever the values are, the result has the same lists and mappings with the same
 * keys. A string that is nothing but `${name}` becomes a number or a boolean where the field is one.
 */
export function substitute(
  value: JsonValue,
  type: string,
  values: ParameterValues,
  toUnescape: ReadonlySet<string>,
): JsonValue {
  return mapStrings(value, type, "", (text, fieldType) => substituteText(text, fieldType, values, toUnescape));
}

function substituteText(
  text: string,
  fieldType: string,
  values: ParameterValues,
  toUnescape: ReadonlySet<string>,
): ParameterValue {
  if (!text.includes("${")) return text;
  const [match] = text.matchAll(PLACEHOLDER);
  const whole = match?.[0] === text && match[1] === "" ? values.get(match[2] ?? "") : undefined;
  if (whole !== undefined && isOfFieldType(whole, fieldType)) return whole;
  return text.replace(PLACEHOLDER, (all, escape: string, name: string) => {
    if (escape !== "") return toUnescape.has(name) ? `\${${name}}` : all;
    return String(values.get(name) ?? all);
  });
}

/** Tells whether a number or boolean may stand in a field as it is; everything else goes in as text. */
function isOfFieldType(value: ParameterValue, fieldType: string): boolean {
  switch (fieldType) {
    case "int32":
    case "int64":
    case "number":
    case "intOrString":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    default:
      return false;
  }
}

type MapString = (text: string, fieldType: string, path: string) => ParameterValue;

function mapStrings(value: JsonValue, type: string, path: string, map: MapString): JsonValue {
  const shape = shapeOfType(type);
  if (typeof value === "string") return map(value, shape.kind === "scalar" ? shape.name : "", path);
  if (isJsonArray(value)) {
    const item = shape.kind === "list" ? shape.item : "";
    return value.map((each, index) => mapStrings(each, item, `${path}[${index}]`, map));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      const fieldType = typeOfField(shape, key);
      return [key, field === undefined ? undefined : mapStrings(field, fieldType ?? "", `${path}.${key}`, map)];
    }),
  );
}

/** The type of a field that the API has, whatever else its name may lead to; undefined for others. */
function typeOfField(shape: TypeShape, field: string): string | undefined {
  if (shape.kind === "map") return shape.item;
  return shape.kind === "object" && Object.hasOwn(shape.fields, field) ? shape.fields[field] : undefined;
}
