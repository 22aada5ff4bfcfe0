import { isJsonArray, isJsonObject, objectIn, ownField, type JsonObject, type JsonValue } from "../json";
import type { LintFinding } from "./lintRule";
import { inContainers, POD_SECURITY_RULES, REQUIRED_FIELDS, type PassedOver } from "./podSecurityRules";

/** A level of the Pod Security Standards, as the namespace label `pod-security.kubernetes.io/enforce` names it. */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

export const POD_SECURITY_LEVELS = [
  "privileged",
  "baseline",
  "restricted",
] as const satisfies readonly PodSecurityLevel[];

/**
 * Why a namespace that enforces the level refuses the pod: nothing where it takes it. The findings are those of the
 * latest version of the standards (`enforce-version: latest`), for a pod that the API server would take otherwise.
 */
export function podSecurityFindings(pod: JsonObject, level: PodSecurityLevel): readonly LintFinding[] {
  if (level === "privileged") return [];
  const passedOver = passedOverAs(pod);
  const isFor = (rule: { readonly passesOver?: PassedOver }): boolean =>
    rule.passesOver === undefined || !passedOver.has(rule.passesOver);
  const finding = ({ path }: FieldValue, is: string, right: string): LintFinding => ({
    rule: "pod-security",
    path,
    message: `is ${is}: Pod Security level ${level} ${right}`,
  });

  const wrong = POD_SECURITY_RULES[level]
    .filter(isFor)
    .flatMap(({ fields, allows, allowed }) =>
      fields
        .flatMap((field) => fieldsAt(pod, field))
        .flatMap((field) =>
          field.value === undefined || allows(field.value)
            ? []
            : [finding(field, shown(field.value), `allows ${allowed}`)],
        ),
    );
  const missing = (level === "restricted" ? REQUIRED_FIELDS : [])
    .filter(isFor)
    .filter(({ field, isInherited }) => !isInherited || !isGiven(pod, `spec.${field}`))
    .flatMap(({ field, isInherited, wanted }) =>
      inContainers(field)
        .flatMap((path) => fieldsAt(pod, path))
        .filter(({ value }) => value === undefined)
        .map((absent) =>
          finding(absent, "not given", `wants ${wanted}${isInherited ? ", here or for the whole pod" : ""}`),
        ),
    );
  const annotated = forbiddenAnnotations(pod).map((field) =>
    finding(field, shown(field.value), "allows only runtime/default and localhost/…"),
  );
  return [...wrong, ...missing, ...annotated];
}

interface FieldValue {
  readonly path: string;
  readonly value: JsonValue | undefined;
}

/** The fields that the path leads to, one for each item of the lists on the way; those that are not given too. */
function fieldsAt(pod: JsonObject, path: string): readonly FieldValue[] {
  return path.split(".").reduce<readonly FieldValue[]>(
    (fields, step) => {
      const name = step.replace("[*]", "");
      const next = fields.map(({ path: parent, value }) => ({
        path: parent === "" ? name : `${parent}.${name}`,
        value: isJsonObject(value) ? (ownField(value, name) ?? undefined) : undefined,
      }));
      return name === step ? next : next.flatMap(itemsOf);
    },
    [{ path: "", value: pod }],
  );
}

function itemsOf({ path, value }: FieldValue): readonly FieldValue[] {
  return isJsonArray(value) ? value.map((item, index) => ({ path: `${path}[${index}]`, value: item })) : [];
}

function isGiven(pod: JsonObject, path: string): boolean {
  return fieldsAt(pod, path).some(({ value }) => value !== undefined);
}

function passedOverAs({ spec }: JsonObject): ReadonlySet<PassedOver> {
  const passedOver = new Set<PassedOver>();
  if (!isJsonObject(spec)) return passedOver;
  if (isJsonObject(spec.os) && spec.os.name === "windows") passedOver.add("windows");
  if (spec.hostUsers === false) passedOver.add("user-namespace");
  return passedOver;
}

/** The older way to give a container an AppArmor profile: the annotation ends in the container's name. */
const APP_ARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

function forbiddenAnnotations({ metadata }: JsonObject): readonly FieldValue[] {
  const annotations = objectIn(objectIn(metadata).annotations);
  return Object.entries(annotations).flatMap(([key, value]) => {
    const isAllowed =
      typeof value !== "string" || value === "" || value === "runtime/default" || value.startsWith("localhost/");
    return key.startsWith(APP_ARMOR_ANNOTATION) && !isAllowed
      ? [{ path: `metadata.annotations["${key}"]`, value }]
      : [];
  });
}

/** A value for a message; a mapping says all by being there. */
function shown(value: JsonValue | undefined): string {
  return isJsonObject(value) ? "given" : JSON.stringify(value);
}
