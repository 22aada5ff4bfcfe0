/** Reads the stack configuration of index.ts: every key, checked, as arguments of the components. */
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { FargateClusterArgs, InjectedFargateClusterArgs, SidecarInjectorArgs } from "../components";
import { NETWORK_FIELDS } from "../components/validation/clusterNetwork";
import { LOGGING_FIELDS } from "../components/validation/logSettings";
import { ENCRYPTION_FIELDS } from "../components/validation/secretsEncryption";
import { CREDENTIALS_FIELDS } from "../components/validation/validateFargateClusterArgs";
import { validateInjectedFargateClusterArgs } from "../components/validation/validateInjectedFargateClusterArgs";
import { RESOURCES_FIELDS, validateSidecarInjectorArgs } from "../components/validation/validateSidecarInjectorArgs";
import { BUILD_FIELDS } from "../components/validation/validateWebhookImageArgs";
import { describeValue, formatProblem, unknownField, type Problem } from "../injection/problem";
import { kubeconfigProblems } from "./kubeconfigContext";

/** What the stack is to be: a cluster with the injector, or the injector in a cluster that exists. */
export type StackConfiguration =
  { kind: "newCluster"; args: InjectedFargateClusterArgs } | { kind: "existingCluster"; args: SidecarInjectorArgs };

/** How the texts of the configuration are read. Lists and objects are JSON, which `pulumi config set --path` writes. */
type ValueKind = "text" | "number" | "boolean" | "list" | "object";

/** Keys that describe the cluster to make: the fields of FargateClusterArgs, under the same names. */
const CLUSTER_KEYS: Readonly<Record<Exclude<keyof FargateClusterArgs, "tags">, ValueKind>> = {
  clusterName: "text",
  version: "text",
  network: "object",
  vpcId: "text",
  privateSubnetIds: "list",
  serviceCidrBlock: "text",
  endpointPublicAccess: "boolean",
  publicAccessCidrs: "list",
  administrators: "object",
  clusterLogTypes: "list",
  clusterLogRetentionDays: "number",
  secretsEncryption: "object",
  deletionProtection: "boolean",
  fargateProfiles: "object",
  namespaces: "list",
  logging: "object",
  coreDnsVersion: "text",
  kubeconfigCredentials: "object",
};

/** Keys of a stack that makes the cluster. */
const NEW_CLUSTER_KEYS: Readonly<Record<string, ValueKind>> = { ...CLUSTER_KEYS, tags: "object" };

/** Keys of a stack that installs the injector in a cluster that exists; one of the first two says that it does. */
const EXISTING_CLUSTER_KEYS: Readonly<Record<string, ValueKind>> = {
  kubeconfig: "text",
  context: "text",
  namespace: "text",
  region: "text",
  fargateProfiles: "list",
};

const COMMON_KEYS: Readonly<Record<string, ValueKind>> = {
  image: "object",
  replicas: "number",
  appMesh: "boolean",
  resources: "object",
  sidecars: "object",
  typicalPods: "object",
  namespacePolicies: "object",
};

/**
 * Reads and checks the configuration of this project's own keys.
 * @throws RunError that names each key with a problem, before any resource is made.
 */
export function readStackConfiguration(config: pulumi.Config, componentName: string, now: Date): StackConfiguration {
  const set = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(`${config.name}:`))
    .map((key) => key.slice(config.name.length + 1));
  const kind = set.includes("kubeconfig") || set.includes("context") ? "existingCluster" : "newCluster";
  const problems = set.flatMap((key) => keyProblems(key, kind));

  const values: Record<string, unknown> = {};
  const known = { ...COMMON_KEYS, ...(kind === "newCluster" ? NEW_CLUSTER_KEYS : EXISTING_CLUSTER_KEYS) };
  for (const [key, valueKind] of Object.entries(known)) {
    const text = set.includes(key) ? config.get(key) : undefined;
    const read = text === undefined ? undefined : readValue(key, text, key === "image" ? imageKind(text) : valueKind);
    if (read !== undefined && "problem" in read) problems.push({ path: key, message: read.problem });
    else values[key] = read?.value;
  }
  const { sidecars, ...given } = values;
  const templates = sidecarTemplates(sidecars);
  if ("problem" in templates) problems.push({ path: "sidecars", message: templates.problem });
  refuse(problems);

  const sidecarConfiguration = { templates: "value" in templates ? templates.value : undefined };
  if (kind === "newCluster") {
    const args = newClusterArgs(given, sidecarConfiguration);
    refuse(validateInjectedFargateClusterArgs(componentName, args, now).problems.map(atKey));
    return { kind, args };
  }
  const args = existingClusterArgs(given, sidecarConfiguration);
  refuse([
    ...kubeconfigProblems(config.get("kubeconfig"), config.get("context"), process.env),
    ...validateSidecarInjectorArgs(componentName, args, now).map(atKey),
  ]);
  return { kind, args };
}

/** Ends the program where there are problems. */
function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `  - ${formatProblem(problem)}`);
  throw new pulumi.RunError(
    `The stack configuration has ${problems.length === 1 ? "a problem" : "problems"}:\n${lines.join("\n")}`,
  );
}

function keyProblems(key: string, kind: StackConfiguration["kind"]): Problem[] {
  if (Object.hasOwn(COMMON_KEYS, key)) return [];
  const [fitting, other] =
    kind === "newCluster" ? [NEW_CLUSTER_KEYS, EXISTING_CLUSTER_KEYS] : [EXISTING_CLUSTER_KEYS, NEW_CLUSTER_KEYS];
  if (Object.hasOwn(fitting, key)) return [];
  const message = Object.hasOwn(other, key)
    ? kind === "newCluster"
      ? "is for a cluster that exists, which `kubeconfig` or `context` names; neither is set"
      : "is for a cluster that this stack makes; with `kubeconfig` or `context` it installs the injector in one that exists"
    : unknownKey(key);
  return [{ path: key, message }];
}

/** Fields of objects, which are easily taken for keys. */
const FIELDS_OF: Readonly<Record<string, readonly string[]>> = {
  network: Object.keys(NETWORK_FIELDS),
  logging: Object.keys(LOGGING_FIELDS),
  secretsEncryption: Object.keys(ENCRYPTION_FIELDS),
  kubeconfigCredentials: Object.keys(CREDENTIALS_FIELDS),
  image: BUILD_FIELDS,
  resources: Object.keys(RESOURCES_FIELDS),
};

function unknownKey(key: string): string {
  const owner = Object.entries(FIELDS_OF).find(([, fields]) => fields.includes(key))?.[0];
  if (owner !== undefined) return `is a field of \`${owner}\`: \`pulumi config set --path ${owner}.${key} VALUE\``;
  return unknownField(key, Object.keys({ ...COMMON_KEYS, ...NEW_CLUSTER_KEYS, ...EXISTING_CLUSTER_KEYS }));
}

function readValue(key: string, text: string, kind: ValueKind): { value: unknown } | { problem: string } {
  switch (kind) {
    case "text":
      return { value: text };
    case "number":
      return /^-?\d+$/.test(text)
        ? { value: Number(text) }
        : { problem: `${describeValue(text)} where a whole number is expected` };
    case "boolean":
      return text === "true" || text === "false"
        ? { value: text === "true" }
        : { problem: `${describeValue(text)} where true or false is expected` };
    case "list":
    case "object": {
      const value = parseJson(text);
      if (typeof value === "object" && value !== null && Array.isArray(value) === (kind === "list")) return { value };
      const [expected, path] = kind === "list" ? ["a list", `${key}[0]`] : ["an object", `${key}.NAME`];
      return {
        problem: `${describeValue(value)} where ${expected} is expected: \`pulumi config set --path '${path}' VALUE\``,
      };
    }
  }
}

/** The value, or the text itself where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A reference, or how to build the image. */
function imageKind(text: string): ValueKind {
  return text.trimStart().startsWith("{") ? "object" : "text";
}

type Values = Readonly<Record<string, unknown>>;
type SidecarConfiguration = NonNullable<SidecarInjectorArgs["sidecarConfiguration"]>;

/** Values of the right names and of any kind: the validation of the components is what they go to next. */
function newClusterArgs(values: Values, sidecarConfiguration: SidecarConfiguration): InjectedFargateClusterArgs {
  const { image, replicas, resources, appMesh, typicalPods, namespacePolicies, tags, ...cluster } = values;
  const args: unknown = {
    cluster: Object.fromEntries(Object.entries(cluster).filter(([, value]) => value !== undefined)),
    image: typeof image === "string" ? { reference: image } : image,
    replicas,
    appMesh,
    resources,
    sidecarConfiguration,
    typicalPods,
    namespacePolicies,
    tags,
  };
  return args as InjectedFargateClusterArgs;
}

function existingClusterArgs(values: Values, sidecarConfiguration: SidecarConfiguration): SidecarInjectorArgs {
  const { image, namespace, region, fargateProfiles, replicas, resources, appMesh } = values;
  const { typicalPods, namespacePolicies } = values;
  const about = { region, fargateProfiles, typicalPods, namespacePolicies };
  const args: unknown = { image, namespace, replicas, resources, appMesh, sidecarConfiguration, ...about };
  return args as SidecarInjectorArgs;
}

/** The problem at the key that its argument comes from: `cluster.version` is `version`. */
function atKey({ path, message }: Problem): Problem {
  const key = path
    .replace(/^cluster\./, "")
    .replace(/^image\.reference$/, "image")
    .replace(/^sidecarConfiguration\.templates/, "sidecars");
  return { path: key, message };
}

/** The templates as YAML texts; undefined where there are none, which leaves the content of the ConfigMap to kubectl. */
function sidecarTemplates(sidecars: unknown): { value: Record<string, string> | undefined } | { problem: string } {
  if (sidecars === undefined || sidecars === null) return { value: undefined };
  if (typeof sidecars !== "object" || Array.isArray(sidecars)) {
    return {
      problem: `${describeValue(sidecars)} where template names, each with YAML text or an object, are expected`,
    };
  }
  const templates: Record<string, string> = {};
  for (const [name, template] of Object.entries(sidecars)) templates[name] = yamlText(template);
  return { value: Object.keys(templates).length === 0 ? undefined : templates };
}

/** As YAML 1.1, which is what the webhook and kubectl read: a text `yes` gets its quotes. */
function yamlText(template: unknown): string {
  if (typeof template === "string") return template;
  const text: string = stringify(template, { version: "1.1" });
  return text;
}
