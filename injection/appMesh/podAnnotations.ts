import { describeValue } from "../problem";
import { ownField, type JsonObject } from "../json";
import {
  addresses,
  enabledOrDisabled,
  id,
  likeThis,
  mount,
  mounts,
  port,
  ports,
  quantity,
  trueOrEnabled,
  variables,
  variablesInJson,
  type Mount,
  type Parse,
  type Variable,
} from "./annotationValues";
import { APP_MESH_PREFIX, MESH_NAME, RESOURCE_NAME } from "./names";

/** What a pod says by its annotations `appmesh.k8s.aws/…`; undefined where it says nothing. */
export interface PodAnnotations {
  readonly sidecarInjectorWebhook: boolean | undefined;
  readonly mesh: string | undefined;
  readonly virtualNode: string | undefined;
  readonly ports: readonly number[] | undefined;
  readonly egressIgnoredIPs: readonly string[] | undefined;
  readonly egressIgnoredPorts: readonly number[] | undefined;
  readonly proxyIngressPort: number | undefined;
  readonly proxyEgressPort: number | undefined;
  readonly ignoredUID: number | undefined;
  readonly appmeshCNI: boolean | undefined;
  readonly ipv6: boolean | undefined;
  readonly preview: boolean | undefined;
  readonly cpuRequest: string | undefined;
  readonly memoryRequest: string | undefined;
  readonly cpuLimit: string | undefined;
  readonly memoryLimit: string | undefined;
  readonly secretMounts: readonly Mount[];
  readonly volumeMounts: readonly Mount[];
  readonly xrayAgentConfigMount: Mount | undefined;
  readonly sds: boolean | undefined;
  /** Those of `sidecarEnv` and then those of `sidecarEnvJson`. */
  readonly variables: readonly Variable[];
}

/** The annotations of a pod, and in words what is wrong with those that could not be read. */
export interface ReadAnnotations {
  readonly annotations: PodAnnotations;
  readonly faults: readonly string[];
}

/**
 * Reads the annotations of both of AWS's injectors. Where they want different forms, both are good; what neither knows
 * is a fault, though AWS's injectors pass over some of it in silence.
 */
export function readAnnotations(pod: JsonObject): ReadAnnotations {
  const faults: string[] = [];
  const read = <Value>(name: string, parse: Parse<Value>): Value | undefined => {
    const given = ownField(pod, `${APP_MESH_PREFIX}${name}`);
    if (given === undefined || given === null) return undefined;
    const parsed = typeof given === "string" ? parse(given) : { mustBe: "a text" };
    if ("value" in parsed) return parsed.value;
    faults.push(
      `the pod's annotation ${APP_MESH_PREFIX}${name} must be ${parsed.mustBe}, but is ${describeValue(given)}`,
    );
    return undefined;
  };
  const annotations = {
    sidecarInjectorWebhook: read("sidecarInjectorWebhook", enabledOrDisabled),
    mesh: read("mesh", likeThis(MESH_NAME, "the name of a mesh")),
    virtualNode: read("virtualNode", likeThis(RESOURCE_NAME, "the name of a virtual node")),
    ports: read("ports", ports),
    egressIgnoredIPs: read("egressIgnoredIPs", addresses),
    egressIgnoredPorts: read("egressIgnoredPorts", ports),
    proxyIngressPort: read("proxyIngressPort", port),
    proxyEgressPort: read("proxyEgressPort", port),
    ignoredUID: read("ignoredUID", id),
    appmeshCNI: read("appmeshCNI", enabledOrDisabled),
    ipv6: read("ipv6", enabledOrDisabled),
    preview: read("preview", trueOrEnabled),
    cpuRequest: read("cpuRequest", quantity),
    memoryRequest: read("memoryRequest", quantity),
    cpuLimit: read("cpuLimit", quantity),
    memoryLimit: read("memoryLimit", quantity),
    secretMounts: read("secretMounts", mounts) ?? [],
    volumeMounts: read("volumeMounts", mounts) ?? [],
    xrayAgentConfigMount: read("xrayAgentConfigMount", mount),
    sds: read("sds", enabledOrDisabled),
    variables: [...(read("sidecarEnv", variables) ?? []), ...(read("sidecarEnvJson", variablesInJson) ?? [])],
  };
  // Nothing comes of these: AWS's injectors do not read the group, and images of a pod's own containers stay as they are.
  read("ignoredGID", id);
  read("virtualGatewaySkipImageOverride", enabledOrDisabled);
  return { annotations, faults };
}
