import { RE2JS } from "re2js";
import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { checkUnknownFields, isGiven } from "./commonRules";
import { isQualifiedName, QUALIFIED_NAME } from "./qualifiedName";
import { parseFieldPath, type FieldPath } from "./fieldPath";
import type { ParameterValue } from "./placeholders";
import { describeValue, type Report } from "../problem";
import type { ParameterFormat } from "./templateFormat";

/** A value that differs from pod to pod, by its declaration in a template. */
export interface Parameter {
  readonly name: string;
  readonly source: ParameterSource | undefined;
  readonly type: ParameterType;
  /** Undefined where every pod has to give a value. */
  readonly default: ParameterValue | undefined;
  /** Must match the whole value. */
  readonly pattern: RE2JS | undefined;
}

export type ParameterSource =
  | { readonly kind: "annotation" | "label"; readonly key: string }
  | { readonly kind: "field"; readonly path: FieldPath };

export type ParameterType = NonNullable<ParameterFormat["type"]>;

/** What there is to know of a type of parameters. */
interface ParameterTypeInfo {
  /** Its values in words. */
  readonly words: string;
  /** One value, and another one that differs by a number, as far as the type has so many. */
  readonly examples: readonly [(number: number) => ParameterValue, (number: number) => ParameterValue];
  /** How text becomes a value; undefined where it is none. */
  readonly read: (text: string) => ParameterValue | undefined;
}

export const PARAMETER_TYPES: Readonly<Record<ParameterType, ParameterTypeInfo>> = {
  string: { words: "a string", examples: [() => "a", (number) => `other-${number}`], read: (text) => text },
  integer: {
    words: "a whole number",
    examples: [() => 1, (number) => 20_000 + number],
    read: (text) => (/^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
  },
  boolean: {
    words: '"true" or "false"',
    examples: [() => true, () => false],
    read: (text) => (text === "true" ? true : text === "false" ? false : undefined),
  },
  quantity: {
    words: 'a quantity such as "100m" or "64Mi"',
    examples: [() => "1", (number) => `${1 + number}P`],
    read: (text) => (parseQuantity(text) === undefined ? undefined : text),
  },
};

/** Reads a value that was given as text; says in words what it must be or do where it does not. */
export function readParameterValue(
  parameter: Parameter,
  text: string,
): { readonly value: ParameterValue } | { readonly must: string } {
  const { words, read } = PARAMETER_TYPES[parameter.type];
  const value = read(text);
  if (value === undefined) return { must: `be ${words}` };
  if (parameter.pattern?.matches(text) === false) return { must: `match ${parameter.pattern.pattern()} as a whole` };
  return { value };
}

/** A dot would make it look like what is known of every pod, such as `pod.namespace`. */
const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

const FIELDS: Readonly<Record<keyof ParameterFormat, true>> = {
  annotation: true,
  label: true,
  field: true,
  type: true,
  default: true,
  pattern: true,
};

/** Reads the parameters of a template, and reports what is wrong with them. */
export function parseParameters(value: JsonValue | undefined, path: string, report: Report): readonly Parameter[] {
  if (!isGiven(value)) return [];
  if (!isJsonObject(value)) {
    report(path, `must be a mapping of names to parameters, but is ${describeValue(value)}`);
    return [];
  }
  return Object.entries(value).flatMap(([name, declaration]) => {
    const at = `${path}.${name}`;
    if (!NAME.test(name)) report(at, 'is no name of a parameter, which has letters, digits, "-" and "_"');
    if (isJsonObject(declaration)) return [parseParameter(name, declaration, at, report)];
    report(at, `must be a mapping, but is ${describeValue(declaration)}`);
    return [];
  });
}

function parseParameter(name: string, declaration: JsonObject, path: string, report: Report): Parameter {
  checkUnknownFields(declaration, Object.keys(FIELDS), path, report);
  const type = parseType(declaration.type, `${path}.type`, report);
  const parameter = {
    name,
    source: parseSource(declaration, path, report),
    type,
    default: undefined,
    pattern: parsePattern(declaration.pattern, `${path}.pattern`, report),
  };
  if (!isGiven(declaration.default)) return parameter;
  return { ...parameter, default: parseDefault(parameter, declaration.default, `${path}.default`, report) };
}

function parseType(value: JsonValue | undefined, path: string, report: Report): ParameterType {
  if (!isGiven(value)) return "string";
  const types: readonly ParameterType[] = ["string", "integer", "boolean", "quantity"];
  const type = types.find((known) => known === value);
  if (type === undefined) report(path, `must be one of ${types.join(", ")}, but is ${describeValue(value)}`);
  return type ?? "string";
}

function parseSource(declaration: JsonObject, path: string, report: Report): ParameterSource | undefined {
  const sources = (["annotation", "label", "field"] as const).flatMap((kind) => {
    const value = declaration[kind];
    return isGiven(value) ? [{ kind, value }] : [];
  });
  const [first] = sources;
  if (sources.length > 1) report(path, `has ${sources.map(({ kind }) => kind).join(" and ")}; give one`);
  if (first === undefined) {
    if (!isGiven(declaration.default)) report(path, "must have one of annotation, label and field, or a default");
    return undefined;
  }
  const { kind, value } = first;
  const at = `${path}.${kind}`;
  if (typeof value !== "string") {
    report(at, `must be a string, but is ${describeValue(value)}`);
    return undefined;
  }
  if (kind === "field") {
    const field = parseFieldPath(value);
    if ("fault" in field) report(at, field.fault);
    else return { kind, path: field.path };
  } else if (isQualifiedName(kind === "annotation" ? value.toLowerCase() : value)) {
    return { kind, key: value };
  } else {
    report(
      at,
      `must be the key of ${kind === "label" ? "a label" : "an annotation"} (${QUALIFIED_NAME}), but is ${describeValue(value)}`,
    );
  }
  return undefined;
}

function parsePattern(value: JsonValue | undefined, path: string, report: Report): RE2JS | undefined {
  if (!isGiven(value)) return undefined;
  if (typeof value !== "string") {
    report(path, `must be a string with an RE2 expression, but is ${describeValue(value)}`);
    return undefined;
  }
  try {
    return RE2JS.compile(value);
  } catch (error) {
    report(path, `is no RE2 expression: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function parseDefault(
  parameter: Parameter,
  value: JsonValue,
  path: string,
  report: Report,
): ParameterValue | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
    report(path, `must be ${PARAMETER_TYPES[parameter.type].words}, but is ${describeValue(value)}`);
    return undefined;
  }
  const read = readParameterValue(parameter, String(value));
  if ("value" in read) return read.value;
  report(path, `must ${read.must}, but is ${describeValue(value)}`);
  return undefined;
}
