/** What a field of a template or of a Kubernetes object may hold. */
export type FieldType =
  | { readonly kind: "string" | "boolean" | "quantity" | "intOrString" | "object" }
  | { readonly kind: "integer" | "number"; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "oneOf"; readonly types: readonly FieldType[] }
  | { readonly kind: "list"; readonly item: FieldType; readonly minItems?: number }
  | { readonly kind: "map"; readonly item: FieldType }
  /** A level for each lint rule, by the rule's code. */
  | { readonly kind: "lintLevels" }
  | ObjectReference;

/** An object of the template format itself, or one of the Kubernetes API. */
export interface ObjectReference {
  readonly kind: "format" | "kubernetes";
  readonly name: string;
}

/** The objects that a type leads to, through lists and maps. */
export function objectsOf(type: FieldType): readonly ObjectReference[] {
  switch (type.kind) {
    case "format":
    case "kubernetes":
      return [type];
    case "list":
    case "map":
      return objectsOf(type.item);
    case "oneOf":
      return type.types.flatMap(objectsOf);
    default:
      return [];
  }
}
