import type { PodSchema } from "../injection/kubernetes/compactPodSchema";
import podSchema from "../injection/kubernetes/podSchema.json";
import { objectsOf, type FieldType } from "./fieldType";

/** An object of the Kubernetes API. */
export interface KubernetesType {
  readonly name: string;
  readonly fields: readonly KubernetesField[];
}

export interface KubernetesField {
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
}

const SCHEMA: PodSchema = podSchema;

/** The version of Kubernetes whose API server `podSchema.json` comes from. */
const KUBERNETES_VERSION = "1.36";

/** The objects of those names and all that can occur in them, by name. */
export function kubernetesTypes(names: Iterable<string>): readonly KubernetesType[] {
  const found = new Map<string, KubernetesType>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    const type = { name, fields: Object.entries(SCHEMA[name] ?? {}).map(readField) };
    found.set(name, type);
    for (const object of type.fields.flatMap((field) => objectsOf(field.type))) visit(object.name);
  };
  for (const name of names) visit(name);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where Kubernetes itself describes the object. */
export function kubernetesReference(name: string): string {
  const group = META_OBJECTS.includes(name) ? "meta" : "core";
  return `https://kubernetes.io/docs/reference/generated/kubernetes-api/v${KUBERNETES_VERSION}/#${name.toLowerCase()}-v1-${group}`;
}

/** Those that do not belong to the core group. */
const META_OBJECTS = [
  "FieldsV1",
  "LabelSelector",
  "LabelSelectorRequirement",
  "ManagedFieldsEntry",
  "ObjectMeta",
  "OwnerReference",
];

function readField([name, type]: readonly [string, string]): KubernetesField {
  return { name, type: readType(type.replace(/!$/, "")), required: type.endsWith("!") };
}

/** Reads the notation of `podSchema.json`. */
function readType(type: string): FieldType {
  if (type.endsWith("[]")) return { kind: "list", item: readType(type.slice(0, -2)) };
  if (type.endsWith("{}")) return { kind: "map", item: readType(type.slice(0, -2)) };
  if (SCHEMA[type] !== undefined) return { kind: "kubernetes", name: type };
  switch (type) {
    case "int32":
    case "int64":
      return { kind: "integer" };
    case "string":
    case "number":
    case "boolean":
    case "quantity":
    case "intOrString":
    case "object":
      return { kind: type };
    default:
      throw new Error(`podSchema.json names a type that is not handled: ${type}`);
  }
}
