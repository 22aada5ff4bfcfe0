import type { JsonObject, JsonValue } from "../injection/json";
import { LINT_LEVELS, type LintRule } from "../injection/lint/lintRule";
import { LINT_RULES } from "../injection/lint/rules";
import { objectsOf, type FieldType } from "./fieldType";
import { kubernetesReference, kubernetesTypes, type KubernetesType } from "./kubernetesTypes";
import type { FormatField, FormatType } from "./readFormat";
import { APP_MESH_KIND, type TemplateForm, type TemplateForms } from "./templateForms";

/**
 * The JSON Schema (draft-07) of a template, for editors: it accepts whatever the parser accepts, and refuses unknown
 * fields and wrong types. Of the parser's other rules it knows nothing. With `if`, unlike `anyOf`, an editor knows which
 * form is meant, and offers and misses the fields of that one alone.
 */
export function templateSchema({ fargate, appMesh: [mesh, ...meshParts], common }: TemplateForms): JsonObject {
  const [template] = fargate;
  const meshTemplate = { ...mesh, fields: [...common, ...mesh.fields] };
  const format = [...fargate, meshTemplate, ...meshParts];
  const body = typesOfBody(fargate);
  const fields = format.flatMap((type) => type.fields.flatMap((field) => objectsOf(field.type)));
  const objects = fields.filter(({ kind }) => kind === "kubernetes").map(({ name }) => name);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "urn:fargate-sidecar-injector:sidecar-template",
    title: "Sidecar template",
    if: { type: "object", properties: { kind: { const: APP_MESH_KIND } }, required: ["kind"] },
    then: reference(mesh.name),
    else: reference(template.name),
    definitions: {
      ...Object.fromEntries(format.map((type) => [type.name, formatSchema(type, body)])),
      LintLevels: lintLevelsSchema(),
      Parameter: {
        description: "A parameter, whose value stands here in the pod.",
        type: "string",
        pattern: "^\\$\\{[A-Za-z][A-Za-z0-9_.-]*\\}$",
      },
      ...Object.fromEntries(kubernetesTypes(objects).map((type) => [type.name, kubernetesSchema(type)])),
    },
  };
}

/** The JSON Schema of the key `_settings`, likewise. */
export function settingsSchema(form: TemplateForm): JsonObject {
  const [settings] = form;
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "urn:fargate-sidecar-injector:sidecar-settings",
    title: "Settings of a sidecar configuration",
    anyOf: [reference(settings.name), { type: "null" }],
    definitions: {
      ...Object.fromEntries(form.map((type) => [type.name, formatSchema(type, new Set())])),
      LintLevels: lintLevelsSchema(),
    },
  };
}

/** YAML 1.1 takes an `off` without quotes for false. */
function lintLevelsSchema(): JsonObject {
  const rules: readonly (readonly [string, LintRule])[] = Object.entries(LINT_RULES);
  return {
    description: "Levels of lint rules, by the codes of the rules.",
    type: "object",
    properties: Object.fromEntries(
      rules.map(([code, { title, level }]) => [
        code,
        { description: `${title}. Default: ${level}.`, enum: [...LINT_LEVELS, false, null] },
      ]),
    ),
    additionalProperties: false,
  };
}

/** The parts of a template in which parameters are replaced. */
const BODY = ["metadata", "spec"];

/** The types that occur in `metadata` and `spec`. */
function typesOfBody([template, ...parts]: TemplateForm): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (fields: readonly FormatField[]): void => {
    for (const { name } of fields.flatMap((field) => objectsOf(field.type))) {
      const isNew = !found.has(name);
      found.add(name);
      if (isNew) visit(parts.find((type) => type.name === name)?.fields ?? []);
    }
  };
  visit(template.fields.filter(({ name }) => BODY.includes(name)));
  return found;
}

function formatSchema({ name, description, fields }: FormatType, body: ReadonlySet<string>): JsonObject {
  return objectSchema(
    onOneLine(description),
    fields.map((field) => {
      const values = choices(field.type, body.has(name));
      const value = "value" in field.default ? { default: field.default.value } : {};
      return { ...field, values, annotations: { description: describe(field), ...value } };
    }),
  );
}

function kubernetesSchema({ name, fields }: KubernetesType): JsonObject {
  return objectSchema(
    `${name} of Kubernetes: ${kubernetesReference(name)}`,
    fields.map((field) => ({ ...field, values: choices(field.type, true), annotations: {} })),
  );
}

interface FieldSchema {
  readonly name: string;
  readonly required: boolean;
  readonly values: readonly JsonObject[];
  readonly annotations: JsonObject;
}

function objectSchema(description: string, fields: readonly FieldSchema[]): JsonObject {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    description,
    type: "object",
    properties: Object.fromEntries(
      fields.map((field) => [
        field.name,
        field.required ? { ...field.annotations, ...anyOf(field.values) } : optional(field.values, field.annotations),
      ]),
    ),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function boundsOf({ minimum, maximum }: { readonly minimum?: number; readonly maximum?: number }): JsonObject {
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
}

/** What a field may hold. Where parameters are replaced, one may stand for whatever is no free text itself. */
function choices(type: FieldType, hasParameters: boolean): readonly JsonObject[] {
  const parameter = hasParameters ? [PARAMETER] : [];
  switch (type.kind) {
    case "string":
    case "object":
      return [{ type: type.kind }];
    case "boolean":
      return [{ type: type.kind }, ...parameter];
    case "integer":
    case "number":
      return [{ type: type.kind, ...boundsOf(type) }, ...parameter];
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
    case "lintLevels":
      return [reference("LintLevels")];
    case "format":
    case "kubernetes":
      return [reference(type.name)];
  }
}

function reference(definition: string): JsonObject {
  return { $ref: `#/definitions/${definition}` };
}

const PARAMETER = reference("Parameter");

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

/** Without the line breaks of the doc comment; its paragraphs stay. Links from the reference page lead nowhere here. */
function onOneLine(text: string): string {
  return text.replace(/(?<!\n)\n(?!\n)/g, " ").replace(/\[([^\]]+)\]\((?!https:)[^)]*\)/g, "$1");
}
