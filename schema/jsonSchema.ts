import type { JsonObject, JsonValue } from "../injection/json";
import { objectsOf, type FieldType } from "./fieldType";
import { kubernetesReference, kubernetesTypes, type KubernetesType } from "./kubernetesTypes";
import type { FormatField, FormatType } from "./readFormat";

/**
 * The JSON Schema (draft-07) of a template, for editors: it accepts whatever the parser accepts, and refuses unknown
 * fields and wrong types. Of the parser's other rules it knows nothing.
 */
export function templateSchema(format: readonly FormatType[]): JsonObject {
  const [template, ...others] = format;
  if (template === undefined) throw new Error("the format has no types");
  const body = typesOfBody(format);
  const fields = format.flatMap((type) => type.fields.flatMap((field) => objectsOf(field.type)));
  const objects = fields.filter(({ kind }) => kind === "kubernetes").map(({ name }) => name);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "urn:fargate-sidecar-injector:sidecar-template",
    title: "Sidecar template",
    ...formatSchema(template, body),
    definitions: {
      ...Object.fromEntries(others.map((type) => [type.name, formatSchema(type, body)])),
      Parameter: {
        description: "A parameter, whose value stands here in the pod.",
        type: "string",
        pattern: "^\\$\\{[A-Za-z][A-Za-z0-9_.-]*\\}$",
      },
      ...Object.fromEntries(kubernetesTypes(objects).map((type) => [type.name, kubernetesSchema(type)])),
    },
  };
}

/** The parts of a template in which parameters are replaced. */
const BODY = ["metadata", "spec"];

/** The types that occur in `metadata` and `spec`. */
function typesOfBody([template, ...others]: readonly FormatType[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (fields: readonly FormatField[]): void => {
    for (const { name } of fields.flatMap((field) => objectsOf(field.type))) {
      const isNew = !found.has(name);
      found.add(name);
      if (isNew) visit(others.find((type) => type.name === name)?.fields ?? []);
    }
  };
  visit(template?.fields.filter(({ name }) => BODY.includes(name)) ?? []);
  return found;
}

function formatSchema({ name, description, fields }: FormatType, body: ReadonlySet<string>): JsonObject {
  return {
    description: onOneLine(description),
    type: "object",
    properties: Object.fromEntries(
      fields.map((field) => [
        field.name,
        optional(choices(field.type, body.has(name)), {
          description: describe(field),
          ...("value" in field.default ? { default: field.default.value } : {}),
        }),
      ]),
    ),
    additionalProperties: false,
  };
}

function kubernetesSchema({ name, fields }: KubernetesType): JsonObject {
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return {
    description: `${name} of Kubernetes: ${kubernetesReference(name)}`,
    type: "object",
    properties: Object.fromEntries(
      fields.map((field) => {
        const values = choices(field.type, true);
        return [field.name, field.required ? anyOf(values) : optional(values, {})];
      }),
    ),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

/** What a field may hold. Where parameters are replaced, one may stand for whatever is no free text itself. */
function choices(type: FieldType, hasParameters: boolean): readonly JsonObject[] {
  const parameter = hasParameters ? [PARAMETER] : [];
  switch (type.kind) {
    case "string":
    case "object":
      return [{ type: type.kind }];
    case "number":
    case "boolean":
      return [{ type: type.kind }, ...parameter];
    case "integer":
      return [{ type: "integer", ...(type.minimum === undefined ? {} : { minimum: type.minimum }) }, ...parameter];
    case "quantity":
      return [{ type: "string" }, { type: "number" }];
    case "intOrString":
      return [{ type: "string" }, { type: "integer" }];
    case "enum":
      return [{ type: "string", enum: type.values }, ...parameter];
    case "oneOf":
      return type.types.flatMap((each) => choices(each, hasParameters));
    case "list": {
      const { item, minItems } = type;
      const length = minItems === undefined ? {} : { minItems };
      return [{ type: "array", items: anyOf(choices(item, hasParameters)), ...length }];
    }
    case "map":
      return [{ type: "object", additionalProperties: anyOf(choices(type.item, hasParameters)) }];
    case "format":
    case "kubernetes":
      return [{ $ref: `#/definitions/${type.name}` }];
  }
}

const PARAMETER: JsonObject = { $ref: "#/definitions/Parameter" };

function anyOf(values: readonly JsonObject[]): JsonObject {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : { anyOf: values };
}

/** Kubernetes, and the parser, take null for absent. */
function optional(values: readonly JsonObject[], annotations: JsonObject): JsonObject {
  const [only, ...others] = values;
  if (only?.type === undefined || others.length > 0) return { ...annotations, anyOf: [...values, { type: "null" }] };
  const nullable: Record<string, JsonValue> = { ...annotations, ...only, type: [only.type, "null"] };
  if (Array.isArray(only.enum)) nullable.enum = [...(only.enum as JsonValue[]), null];
  return nullable;
}

function describe({ description, default: fallback }: FormatField): string {
  const words = "words" in fallback ? ` Default: ${fallback.words}.` : "";
  return `${onOneLine(description)}${words}`;
}

/** Without the line breaks of the doc comment; its paragraphs stay. */
function onOneLine(text: string): string {
  return text.replace(/(?<!\n)\n(?!\n)/g, " ");
}
