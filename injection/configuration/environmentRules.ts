import { isJsonObject, type JsonObject } from "../json";
import { checkExactlyOne, checkObjectName, isDataKey, isGiven, objectsAt } from "./commonRules";
import { checkFieldRef, checkResourceFieldRef } from "./downwardApiRules";
import { describeValue, type Report } from "../problem";

/** Printable ASCII but for "=". Source: IsRelaxedEnvVarName, the rule since Kubernetes 1.32. */
const VARIABLE_NAME = /^[ -<>-~]+$/;

/** Fields of the pod that an environment variable can take its value from. */
const FIELDS = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
];

/** Checks `env` and `envFrom` of a container. */
export function checkEnvironment(container: JsonObject, path: string, report: Report): void {
  for (const [variable, at] of objectsAt(container.env, `${path}.env`)) {
    checkVariableName(variable.name, `${at}.name`, report);
    if (!isJsonObject(variable.valueFrom)) continue;
    if (typeof variable.value === "string" && variable.value !== "")
      report(at, "has both value and valueFrom; give one");
    checkValueFrom(variable.valueFrom, `${at}.valueFrom`, report);
  }
  for (const [source, at] of objectsAt(container.envFrom, `${path}.envFrom`)) {
    const { configMapRef, secretRef } = source;
    checkVariableName(source.prefix, `${at}.prefix`, report);
    checkExactlyOne({ configMapRef, secretRef }, at, report);
    for (const [field, reference] of Object.entries({ configMapRef, secretRef }))
      if (isJsonObject(reference)) checkObjectName(reference.name, `${at}.${field}.name`, report);
  }
}

function checkVariableName(name: JsonObject[string], path: string, report: Report): void {
  if (typeof name === "string" && name !== "" && !VARIABLE_NAME.test(name))
    report(path, `must be printable ASCII characters without "=", but is ${describeValue(name)}`);
}

function checkValueFrom(valueFrom: JsonObject, path: string, report: Report): void {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom;
  if (isGiven(fileKeyRef)) {
    report(`${path}.fileKeyRef`, "is not for templates: not every Kubernetes version takes it");
    return;
  }
  checkExactlyOne({ fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef }, path, report);
  checkFieldRef(fieldRef, FIELDS, `${path}.fieldRef`, report);
  checkResourceFieldRef(resourceFieldRef, `${path}.resourceFieldRef`, report);
  for (const [field, reference] of Object.entries({ configMapKeyRef, secretKeyRef })) {
    if (!isJsonObject(reference)) continue;
    checkObjectName(reference.name, `${path}.${field}.name`, report);
    const { key } = reference;
    if (typeof key === "string" && key !== "" && !isDataKey(key))
      report(`${path}.${field}.key`, `must be letters, digits, "-", "_" and ".", but is ${describeValue(key)}`);
  }
}
