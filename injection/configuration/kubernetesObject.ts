import { isJsonArray, isJsonObject, type JsonValue } from "../json";
import type { ObjectFields } from "../kubernetes/compactPodSchema";
import { parseQuantity } from "../kubernetes/quantity";
import { unknownFieldOf } from "./misplacedFields";
import { describeValue, wrongType, type Report } from "../problem";
import { shapeOfType } from "./templateTypes";

/**
 * Checks a value against a type of the Kubernetes API (`Container`, `Volume[]`, …): no field that the API does not
 * have, no value of the wrong type, no required field missing. The API server itself would drop an unknown field in
 * silence. The types are those of Kubernetes 1.36, taken from the API server's own OpenAPI document.
 */
export function checkKubernetesType(value: JsonValue, type: string, path: string, report: Report): void {
  const shape = shapeOfType(type);
  switch (shape.kind) {
    case "list":
      if (!isJsonArray(value)) report(path, `must be a list, but is ${describeValue(value)}`);
      else
        value.forEach((item, index) => {
          checkKubernetesType(item, shape.item, `${path}[${index}]`, report);
        });
      return;
    case "map":
      if (!isJsonObject(value)) report(path, `must be a mapping, but is ${describeValue(value)}`);
      else
        for (const [key, item] of Object.entries(value))
          checkKubernetesType(item ?? null, shape.item, `${path}.${key}`, report);
      return;
    case "object":
      checkObject(value, type.replace(/!$/, ""), shape.fields, path, report);
      return;
    case "scalar":
      checkScalar(value, shape.name, path, report);
  }
}

/**
 * Fields for which a rule names the possible values (`checkOneOf`). The rule says so of a value of any type, so that
 * nobody is told to write a value in quotes that is wrong with them, too.
 */
const ONE_OF_A_FEW: ReadonlySet<string> = new Set([
  "AppArmorProfile.type",
  "Container.imagePullPolicy",
  "Container.restartPolicy",
  "Container.terminationMessagePolicy",
  "ContainerPort.protocol",
  "ContainerResizePolicy.resourceName",
  "ContainerResizePolicy.restartPolicy",
  "EmptyDirVolumeSource.medium",
  "HTTPGetAction.scheme",
  "HostPathVolumeSource.type",
  "LabelSelectorRequirement.operator",
  "ObjectFieldSelector.apiVersion",
  "PersistentVolumeClaimSpec.volumeMode",
  "PodSecurityContext.fsGroupChangePolicy",
  "SeccompProfile.type",
  "SecurityContext.procMount",
  "TemplateSpec.native",
  "TemplateSpec.position",
  "VolumeMount.mountPropagation",
  "VolumeMount.recursiveReadOnly",
]);

/** Required strings that may be empty all the same: the API server takes every other one for missing. */
const MAY_BE_EMPTY: readonly string[] = ["HTTPHeader.value"];

function checkObject(value: JsonValue, type: string, fields: ObjectFields, path: string, report: Report): void {
  if (!isJsonObject(value)) {
    report(path, `must be a mapping, but is ${describeValue(value)}`);
    return;
  }
  for (const [field, item] of Object.entries(value)) {
    const fieldType = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (fieldType === undefined) report(`${path}.${field}`, unknownFieldOf(type, field, Object.keys(fields)));
    else if (item !== null && item !== undefined && !ONE_OF_A_FEW.has(`${type}.${field}`))
      checkKubernetesType(item, fieldType, `${path}.${field}`, report);
  }
  for (const [field, fieldType] of Object.entries(fields)) {
    const item = value[field];
    const isEmpty = item === "" && !MAY_BE_EMPTY.includes(`${type}.${field}`);
    if (fieldType.endsWith("!") && (isEmpty || item === undefined || item === null))
      report(`${path}.${field}`, "is missing");
  }
}

function checkScalar(value: JsonValue, type: string, path: string, report: Report): void {
  const wrong = (wanted: string): void => {
    report(path, wrongType(wanted, value));
  };
  switch (type) {
    case "string":
      if (typeof value !== "string") wrong("a string");
      return;
    case "boolean":
      if (typeof value !== "boolean") wrong("true or false");
      return;
    case "int32":
      if (!Number.isInteger(value)) wrong("a whole number");
      else if (Math.abs(Number(value)) >= 2 ** 31) wrong("a whole number of at most 31 bits");
      return;
    case "int64":
      if (!Number.isSafeInteger(value)) wrong("a whole number");
      return;
    case "number":
      if (typeof value !== "number") wrong("a number");
      return;
    case "quantity":
      if (!(typeof value === "string" || typeof value === "number") || parseQuantity(value) === undefined)
        wrong('a quantity such as "100m" or "64Mi"');
      return;
    case "intOrString":
      if (!Number.isSafeInteger(value) && typeof value !== "string") wrong("a whole number or a string");
      return;
    case "object":
      if (!isJsonObject(value)) wrong("a mapping");
      return;
    default:
      throw new Error(`podSchema.json names a type that is not handled: ${type}`);
  }
}
