import {
  isJsonArray,
  isJsonObject,
  isNamedObject,
  ownField,
  type JsonObject,
  type JsonValue,
  type NamedObject,
} from "../json";

/** The parts of a pod that a decision looks at. A list that the pod does not have is undefined. */
export interface PodView {
  readonly metadata: JsonObject;
  readonly spec: JsonObject;
  readonly labels: JsonObject;
  readonly annotations: JsonObject | undefined;
  readonly containers: readonly NamedObject[];
  readonly initContainers: readonly NamedObject[] | undefined;
  readonly ephemeralContainers: readonly NamedObject[] | undefined;
  readonly volumes: readonly NamedObject[] | undefined;
  readonly imagePullSecrets: readonly JsonObject[] | undefined;
  readonly securityContext: JsonObject | undefined;
  readonly hostAliases: readonly JsonObject[] | undefined;
  readonly dnsConfig: JsonObject | undefined;
  readonly dnsOptions: readonly JsonObject[] | undefined;
}

/** The pod does not have the form that the API server gives to every pod, so it cannot be changed safely. */
export interface UnreadablePod {
  readonly fault: string;
}

/** Reads a pod without copying it: the lists are those of the raw object that the API server sent. */
export function readPod(pod: JsonObject): PodView | UnreadablePod {
  const metadata = ownField(pod, "metadata");
  const spec = ownField(pod, "spec");
  if (!isJsonObject(metadata)) return { fault: "metadata is no object" };
  if (!isJsonObject(spec)) return { fault: "spec is no object" };
  const labels = optionalObject(metadata.labels);
  const annotations = optionalObject(metadata.annotations);
  if (labels === null || annotations === null) return { fault: "metadata.labels or metadata.annotations is no object" };
  const containers = namedList(spec.containers);
  const initContainers = namedList(spec.initContainers);
  const ephemeralContainers = namedList(spec.ephemeralContainers);
  const volumes = namedList(spec.volumes);
  const imagePullSecrets = objectList(spec.imagePullSecrets);
  if (containers === null || containers === undefined) return { fault: "spec.containers is no list of named objects" };
  // The API server refuses such a pod, and would take it with our containers alone.
  if (containers.length === 0) return { fault: "spec.containers is empty" };
  if (initContainers === null) return { fault: "spec.initContainers is no list of named objects" };
  if (ephemeralContainers === null) return { fault: "spec.ephemeralContainers is no list of named objects" };
  if (volumes === null) return { fault: "spec.volumes is no list of named objects" };
  if (imagePullSecrets === null) return { fault: "spec.imagePullSecrets is no list of objects" };
  const securityContext = optionalObject(spec.securityContext);
  const hostAliases = objectList(spec.hostAliases);
  const dnsConfig = optionalObject(spec.dnsConfig);
  const dnsOptions = objectList(dnsConfig?.options);
  if (securityContext === null) return { fault: "spec.securityContext is no object" };
  if (hostAliases === null) return { fault: "spec.hostAliases is no list of objects" };
  if (dnsConfig === null || dnsOptions === null) return { fault: "spec.dnsConfig is no object with a list of options" };
  return {
    metadata,
    spec,
    labels: labels ?? {},
    annotations,
    containers,
    initContainers,
    ephemeralContainers,
    volumes,
    imagePullSecrets,
    securityContext,
    hostAliases,
    dnsConfig,
    dnsOptions,
  };
}

/** The value where it is an object, undefined where it is absent, null where it is something else. */
function optionalObject(value: JsonValue | undefined): JsonObject | undefined | null {
  if (value === undefined || value === null) return undefined;
  return isJsonObject(value) ? value : null;
}

/** The list of objects, undefined where it is absent, null where it is something else. */
export function objectList(value: JsonValue | undefined): readonly JsonObject[] | undefined | null {
  if (value === undefined || value === null) return undefined;
  return isJsonArray(value) && value.every(isJsonObject) ? value : null;
}

function namedList(value: JsonValue | undefined): readonly NamedObject[] | undefined | null {
  if (value === undefined || value === null) return undefined;
  return isJsonArray(value) && value.every(isNamedObject) ? value : null;
}
