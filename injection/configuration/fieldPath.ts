import { isJsonArray, isJsonObject, ownField, type JsonValue } from "../json";
import { unknownField } from "../problem";
import { shapeOfType } from "./templateTypes";

/** The way to a field from the root of a pod: names of fields, keys of maps and indexes of lists. */
export type FieldPath = readonly (string | number)[];

/** What may be said of a pod's metadata. Labels and annotations are sources of their own. */
const METADATA_FIELDS = ["name", "generateName", "namespace"];

/** Fields of `spec` that templates and EKS change, so that they would not say the same when the webhook is asked again. */
const CHANGED_FIELDS = [
  "volumes",
  "initContainers",
  "ephemeralContainers",
  "imagePullSecrets",
  "securityContext",
  "shareProcessNamespace",
  "hostAliases",
  "dnsConfig",
  "terminationGracePeriodSeconds",
];

/** The lists of a container that templates change. */
const CHANGED_CONTAINER_FIELDS = ["env", "envFrom", "volumeMounts"];

const FIRST_STEP = /^([A-Za-z][A-Za-z0-9]*)/;
const STEP = /^\.([A-Za-z][A-Za-z0-9]*)|^\[(\d+)\]|^\['([^']+)'\]/;

/**
 * Reads a path such as `spec.serviceAccountName`, `spec.containers[0].image` or `spec.nodeSelector['disk']`. Its fields
 * are those of the Kubernetes API, and it has to end at a single value.
 */
export function parseFieldPath(text: string): { readonly path: FieldPath } | { readonly fault: string } {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== "") {
    const step = (path.length === 0 ? FIRST_STEP : STEP).exec(rest);
    if (step === null)
      return { fault: `must be a path such as spec.serviceAccountName or spec.containers[0].name, but is "${text}"` };
    const [matched, field, index, key] = step;
    path.push(index === undefined ? (field ?? key ?? "") : Number(index));
    rest = rest.slice(matched.length);
  }
  const fault = faultOf(path);
  return fault === undefined ? { path } : { fault };
}

function faultOf([root, ...steps]: FieldPath): string | undefined {
  const [first] = steps;
  if (root === "metadata") {
    if (first === "labels" || first === "annotations")
      return `take a ${first.slice(0, -1)} by "${first.slice(0, -1)}:"`;
    return steps.length === 1 && METADATA_FIELDS.includes(String(first))
      ? undefined
      : `must be one of ${METADATA_FIELDS.map((name) => `metadata.${name}`).join(", ")}, or a field of spec`;
  }
  if (root !== "spec") return "must begin with spec or metadata";
  if (CHANGED_FIELDS.includes(String(first))) return `spec.${first} is changed by templates, so it cannot be a source`;
  const third = steps[2];
  if (first === "containers" && CHANGED_CONTAINER_FIELDS.includes(String(third)))
    return `${third} of a container is changed by templates, so it cannot be a source`;
  let type = "PodSpec";
  for (const step of steps) {
    const shape = shapeOfType(type);
    if (shape.kind === "list" && typeof step === "number") type = shape.item;
    else if (shape.kind === "map" && typeof step === "string") type = shape.item;
    else if (shape.kind === "object" && typeof step === "string") {
      const fieldType = Object.hasOwn(shape.fields, step) ? shape.fields[step] : undefined;
      if (fieldType === undefined) return `${step}: ${unknownField(step, Object.keys(shape.fields))}`;
      type = fieldType;
    } else return `${step}: there is no such thing in a ${shape.kind}`;
  }
  return shapeOfType(type).kind === "scalar" ? undefined : "must end at a single value, not at a list or a mapping";
}

/** The value at the path, or undefined where the pod has none. */
export function valueAt(pod: JsonValue, path: FieldPath): JsonValue | undefined {
  let value: JsonValue | undefined = pod;
  for (const step of path) {
    if (typeof step === "number") value = isJsonArray(value) ? value[step] : undefined;
    else value = isJsonObject(value) ? ownField(value, step) : undefined;
  }
  return value;
}
