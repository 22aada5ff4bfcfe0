import { createHash } from "node:crypto";
import {
  canonicalJson,
  isJsonArray,
  isJsonObject,
  withoutNulls,
  type JsonObject,
  type JsonValue,
  type NamedObject,
} from "../json";
import { ALL_PROFILES_KEY } from "../names";
import { checkGiven, checkUnique, isGiven, objectsAt } from "./commonRules";
import { checkContainer, type ContainerRole } from "./containerRules";
import { checkKubernetesType } from "./kubernetesObject";
import { checkMounts } from "./mountRules";
import { checkHostPorts } from "./portRules";
import { parseLabelSelector, type LabelSelector } from "./labelSelector";
import { describeValue, unknownField, type Problem, type Report } from "./problem";
import { checkVolume } from "./volumeRules";

/** One named entry of the sidecar configuration: which pods it is for, and what it adds to them. */
export interface SidecarTemplate {
  /** The key in the ConfigMap. */
  name: string;
  /** Fargate profiles it is for; `*` and `?` are wildcards. Default: the key itself, or every profile for `_all`. */
  profiles: readonly string[];
  /** Namespaces it is for, with wildcards. Default: every namespace. */
  namespaces: readonly string[];
  /** Labels that a pod must have. Default: none. */
  podSelector: LabelSelector;
  /** Templates apply from the lowest order to the highest, `_all` last among equals, then by name. Default: 0. */
  order: number;
  spec: SidecarTemplateSpec;
  /** Hash of all of the above: the same for the same content, however it is written. */
  hash: string;
}

/** What a template adds. The objects are those of Kubernetes' Pod API, as they were written. */
export interface SidecarTemplateSpec {
  /** Containers beside those of the pod. */
  containers: readonly NamedObject[];
  /** Containers that start before the pod's own and stop after them (native sidecars) where the cluster can do that. */
  sidecars: readonly NamedObject[];
  initContainers: readonly NamedObject[];
  volumes: readonly NamedObject[];
  imagePullSecrets: readonly NamedObject[];
}

/** The fields of a template; the ones marked false are part of the format but not of this version. */
const TEMPLATE_FIELDS: Readonly<Record<string, boolean>> = {
  profiles: true,
  namespaces: true,
  podSelector: true,
  order: true,
  spec: true,
  kind: false,
  preset: false,
  optIn: false,
  parameters: false,
  metadata: false,
  sizing: false,
};

/** The lists that a template's `spec` may have, with the type of their items. */
const SPEC_LISTS = {
  containers: "Container",
  sidecars: "Container",
  initContainers: "Container",
  volumes: "Volume",
  imagePullSecrets: "LocalObjectReference",
} as const;

const SPEC_FIELDS: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(Object.keys(SPEC_LISTS).map((field) => [field, true])),
  native: false,
  position: false,
  securityContext: false,
  shareProcessNamespace: false,
  hostAliases: false,
  dnsConfig: false,
  terminationGracePeriodSeconds: false,
  appContainers: false,
};

/** Reads one template, or says everything that is wrong with it, not only the first thing. */
export function parseTemplate(name: string, value: JsonValue): SidecarTemplate | readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, message) => void problems.push({ path, message });
  if (!isJsonObject(value)) {
    report(name, `must be a mapping with the field "spec", but is ${describeValue(value)}`);
    return problems;
  }
  checkFields(value, TEMPLATE_FIELDS, name, report);
  const selection = {
    profiles: parseGlobs(value.profiles, `${name}.profiles`, report) ?? [name === ALL_PROFILES_KEY ? "*" : name],
    namespaces: parseGlobs(value.namespaces, `${name}.namespaces`, report) ?? ["*"],
    podSelector: isGiven(value.podSelector)
      ? (parseLabelSelector(value.podSelector, `${name}.podSelector`, report) ?? {})
      : {},
    order: parseOrder(value.order, `${name}.order`, report),
  };
  const spec = parseSpec(value.spec, `${name}.spec`, report);
  if (problems.length > 0 || spec === undefined) return problems;
  const hash = createHash("sha256")
    .update(canonicalJson(withoutNulls(value)))
    .digest("hex")
    .slice(0, 12);
  return { name, ...selection, spec, hash };
}

/** The profiles that a template is for, even where the rest of it is wrong: so that its pods can be told about it. */
export function profilesOf(name: string, value: JsonValue | undefined): readonly string[] {
  const given = isJsonObject(value) ? (parseGlobs(value.profiles, "", () => undefined) ?? []) : [];
  return given.length > 0 ? given : [name === ALL_PROFILES_KEY ? "*" : name];
}

function parseSpec(value: JsonValue | undefined, path: string, report: Report): SidecarTemplateSpec | undefined {
  if (!isGiven(value)) {
    report(path, "is missing");
    return undefined;
  }
  if (!isJsonObject(value)) {
    report(path, `must be a mapping, but is ${describeValue(value)}`);
    return undefined;
  }
  checkFields(value, SPEC_FIELDS, path, report);
  for (const [field, type] of Object.entries(SPEC_LISTS))
    if (isGiven(value[field])) checkKubernetesType(value[field], `${type}[]`, `${path}.${field}`, report);
  checkContents(value, path, report);
  const spec = {
    containers: namedObjects(value.containers),
    sidecars: namedObjects(value.sidecars),
    initContainers: namedObjects(value.initContainers),
    volumes: namedObjects(value.volumes),
    imagePullSecrets: namedObjects(value.imagePullSecrets),
  };
  if (Object.values(value).every((field) => !isGiven(field) || (isJsonArray(field) && field.length === 0)))
    report(path, `adds nothing; give at least one of ${Object.keys(SPEC_LISTS).join(", ")}`);
  return spec;
}

function checkContents(spec: JsonObject, path: string, report: Report): void {
  const volumes = objectsAt(spec.volumes, `${path}.volumes`);
  const volumeNames = new Set(volumes.flatMap(([volume]) => (isNamed(volume) ? [volume.name] : [])));
  for (const [volume, at] of volumes) checkVolume(volume, at, report);
  checkUnique(
    volumes.map(([volume, at]) => [volume.name, `${at}.name`] as const),
    report,
  );
  const roles: Readonly<Record<string, ContainerRole>> = {
    containers: "container",
    sidecars: "sidecar",
    initContainers: "initContainer",
  };
  const all = Object.entries(roles).flatMap(([field, role]) =>
    objectsAt(spec[field], `${path}.${field}`).map(([container, at]) => ({ container, at, role })),
  );
  for (const { container, at, role } of all) {
    checkContainer(container, role, at, report);
    checkMounts(container, volumeNames, at, report);
  }
  checkUnique(
    all.map(({ container, at }) => [container.name, `${at}.name`] as const),
    report,
  );
  checkHostPorts(
    all.filter(({ role }) => role !== "initContainer"),
    report,
  );
  for (const [secret, at] of objectsAt(spec.imagePullSecrets, `${path}.imagePullSecrets`))
    checkGiven(secret.name, `${at}.name`, report);
}

function checkFields(value: JsonObject, known: Readonly<Record<string, boolean>>, path: string, report: Report): void {
  const supported = Object.keys(known).filter((field) => known[field] === true);
  for (const field of Object.keys(value)) {
    if (!Object.hasOwn(known, field)) report(`${path}.${field}`, unknownField(field, supported));
    else if (known[field] === false) report(`${path}.${field}`, "is not supported by this version");
  }
}

function parseGlobs(value: JsonValue | undefined, path: string, report: Report): readonly string[] | undefined {
  if (!isGiven(value)) return undefined;
  const wanted = (what: string, given: JsonValue): string =>
    `must be ${what}, which may hold "*" and "?", but is ${describeValue(given)}`;
  if (!isJsonArray(value) || value.length === 0) {
    report(path, wanted("a list of names", value));
    return undefined;
  }
  return value.flatMap((item, index) => {
    if (typeof item === "string" && item !== "") return [item];
    report(`${path}[${index}]`, wanted("a name", item));
    return [];
  });
}

function parseOrder(value: JsonValue | undefined, path: string, report: Report): number {
  if (!isGiven(value)) return 0;
  if (typeof value === "number" && Number.isInteger(value)) return value;
  report(path, `must be a whole number, but is ${describeValue(value)}`);
  return 0;
}

function namedObjects(value: JsonValue | undefined): readonly NamedObject[] {
  return objectsAt(value, "")
    .map(([object]) => withoutNulls(object))
    .filter(isNamed);
}

function isNamed(value: JsonValue): value is NamedObject {
  return isJsonObject(value) && typeof value.name === "string";
}
