/**
 * The field types of a Kubernetes object: field name → type. A type is `string`, `int32`, `int64`, `number`, `boolean`,
 * `quantity`, `intOrString`, `any` or the name of another object; `[]` behind it makes a list, `{}` a map of strings
 * to it, and a last `!` says that the field is required.
 */
export type ObjectFields = Readonly<Record<string, string>>;

/** Every object that can occur in a pod's spec, by its Kubernetes name (`Container`, `VolumeMount`, …). */
export type PodSchema = Readonly<Record<string, ObjectFields>>;

interface OpenApiSchema {
  type?: string;
  format?: string;
  properties?: Record<string, OpenApiSchema>;
  required?: string[];
  items?: OpenApiSchema;
  additionalProperties?: OpenApiSchema;
  allOf?: OpenApiSchema[];
  $ref?: string;
}

/** An OpenAPI v3 document of the Kubernetes core API, as the API server serves it at `/openapi/v3/api/v1`. */
export interface CoreApiDocument {
  components: { schemas: Record<string, OpenApiSchema> };
}

const QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

/** Reduces the API server's own description of a PodSpec to what validation needs: names and types of the fields. */
export function compactPodSchema(document: CoreApiDocument): PodSchema {
  const { schemas } = document.components;
  const compact: Record<string, Record<string, string>> = {};
  const visit = (reference: string): string => {
    const fullName = reference.slice(reference.lastIndexOf("/") + 1);
    if (fullName === QUANTITY) return "quantity";
    if (fullName === INT_OR_STRING) return "intOrString";
    const schema = schemas[fullName];
    if (schema?.properties === undefined) return schema?.type ?? "any";
    const name = fullName.slice(fullName.lastIndexOf(".") + 1);
    if (compact[name] === undefined) {
      const fields: Record<string, string> = (compact[name] = {});
      for (const [field, fieldSchema] of Object.entries(schema.properties))
        fields[field] = typeName(fieldSchema) + (schema.required?.includes(field) === true ? "!" : "");
    }
    return name;
  };
  const typeName = (schema: OpenApiSchema): string => {
    const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
    if (reference !== undefined) return visit(reference);
    if (schema.type === "array") return `${typeName(schema.items ?? {})}[]`;
    if (schema.additionalProperties !== undefined) return `${typeName(schema.additionalProperties)}{}`;
    if (schema.type === "integer") return schema.format === "int32" ? "int32" : "int64";
    return schema.type ?? "any";
  };
  visit("io.k8s.api.core.v1.PodSpec");
  return Object.fromEntries(Object.entries(compact).sort(([a], [b]) => (a < b ? -1 : 1)));
}
