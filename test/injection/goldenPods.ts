import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import {
  clusterFeatures,
  compileConfiguration,
  decide,
  parseSidecarConfiguration,
  parseYamlText,
  REASONS,
  type Decision,
  type Entry,
  type PodReason,
  type Reason,
} from "../../injection";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";

/** A pod with the decision that every outlet of the engine must come to. */
export interface GoldenPod {
  /** The name of its file, without the ending. */
  readonly name: string;
  /** What it proves. */
  readonly claim: string;
  /** The data of the sidecar ConfigMap. */
  readonly configuration: Readonly<Record<string, JsonValue>>;
  readonly namespace: string;
  readonly kubernetesVersion: string;
  /** Which of the webhook's entries is asked. */
  readonly entry: Entry;
  readonly pod: JsonObject;
  /** The API server refuses the pod before or after every webhook, so that it cannot be created on a real one. */
  readonly refusedByApiServer: boolean;
  readonly expected: ExpectedDecision;
}

export interface ExpectedDecision {
  readonly podReason: PodReason | undefined;
  /** Template → reason, in the order of the decision. */
  readonly templates: readonly (readonly [template: string, reason: Reason])[];
  /** The names that each list of `spec` ends with in the changed pod, and did not have before. */
  readonly added: Readonly<Record<AddedList, readonly string[]>>;
  /** Fields of the changed pod that differ from the pod's own, beside those lists: exactly these values. */
  readonly becomes: JsonObject;
  /** Template → containers that the pod brought itself. */
  readonly leftAlone: Readonly<Record<string, readonly string[]>>;
  /** The pod's Fargate size as its status annotation says it, where that is what the pod proves. */
  readonly size: JsonObject | undefined;
  /** A part of each warning. */
  readonly warnings: readonly string[];
}

export const ADDED_LISTS = ["containers", "initContainers", "volumes", "imagePullSecrets"] as const;
export type AddedList = (typeof ADDED_LISTS)[number];

const POD_REASONS = [
  "opted-out",
  "not-fargate",
  "host-network",
  "mirror-pod",
  "unsafe-result",
  "internal-error",
] as const satisfies readonly PodReason[];

/** What the engine decides for the golden pod, or for the pod that has become of it. */
export function decideGolden(golden: GoldenPod, pod: JsonObject): Decision {
  const { configuration, namespace, kubernetesVersion, entry } = golden;
  const features = clusterFeatures(kubernetesVersion);
  if (features === undefined) throw new Error(`${kubernetesVersion} is no version of Kubernetes`);
  return decide(pod, namespace, compileConfiguration(parseSidecarConfiguration(configuration), features), entry);
}

/** All golden pods, by the names of their files. */
export function goldenPods(): readonly GoldenPod[] {
  const folder = join(__dirname, "golden");
  return readdirSync(folder)
    .sort()
    .map((file) => {
      try {
        return goldenPod(basename(file, ".yaml"), parse(readFileSync(join(folder, file), "utf8")));
      } catch (error) {
        throw new Error(`${file} is no golden pod`, { cause: error });
      }
    });
}

function goldenPod(name: string, file: unknown): GoldenPod {
  const {
    claim,
    configMap,
    configuration,
    namespace,
    kubernetesVersion,
    entry,
    pod,
    refusedByApiServer,
    expected,
    ...rest
  } = object(file);
  rejectUnknown(rest);
  return {
    name,
    claim: string(claim),
    configuration: object(configMap === undefined ? configuration : dataOf(string(configMap))),
    namespace: string(namespace),
    kubernetesVersion: string(kubernetesVersion ?? "1.36"),
    entry: oneOf(["fargate", "appmesh"] as const, entry ?? "fargate"),
    pod: object(pod),
    refusedByApiServer: refusedByApiServer === true,
    expected: expectedDecision(object(expected)),
  };
}

function expectedDecision({
  podReason,
  templates,
  added,
  becomes,
  leftAlone,
  size,
  warnings,
  ...rest
}: JsonObject): ExpectedDecision {
  rejectUnknown(rest);
  const { containers, initContainers, volumes, imagePullSecrets, ...others } = object(added ?? {});
  rejectUnknown(others);
  return {
    podReason: podReason === undefined ? undefined : oneOf(POD_REASONS, podReason),
    templates: Object.entries(object(templates)).map(([template, reason]) => [template, oneOf(reasons(), reason)]),
    added: {
      containers: strings(containers),
      initContainers: strings(initContainers),
      volumes: strings(volumes),
      imagePullSecrets: strings(imagePullSecrets),
    },
    becomes: object(becomes ?? {}),
    leftAlone: Object.fromEntries(
      Object.entries(object(leftAlone ?? {})).map(([template, names]) => [template, strings(names)]),
    ),
    size: size === undefined ? undefined : object(size),
    warnings: strings(warnings),
  };
}

export function reasons(): readonly Reason[] {
  return Object.keys(REASONS).filter((key): key is Reason => key in REASONS);
}

/** The data of a ConfigMap's manifest. */
function dataOf(manifest: string): JsonValue | undefined {
  const read = parseYamlText(manifest);
  if ("error" in read) throw new Error(read.error);
  return object(read.value).data;
}

function object(value: unknown): Record<string, JsonValue> {
  if (!isJsonObject(value)) throw new Error(`no mapping: ${JSON.stringify(value)}`);
  const fields: Record<string, JsonValue> = {};
  for (const [key, field] of Object.entries(value)) if (field !== undefined) fields[key] = field;
  return fields;
}

function string(value: unknown): string {
  if (typeof value !== "string") throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
}

function strings(value: JsonValue | undefined): readonly string[] {
  if (value !== undefined && !isJsonArray(value)) throw new Error(`no list: ${JSON.stringify(value)}`);
  return (value ?? []).map(string);
}

function oneOf<Name extends string>(names: readonly Name[], value: unknown): Name {
  const found = names.find((name) => name === value);
  if (found === undefined) throw new Error(`none of ${names.join(", ")}: ${JSON.stringify(value)}`);
  return found;
}

function rejectUnknown(rest: object): void {
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw new Error(`unknown field ${unknown.join(", ")}`);
}
