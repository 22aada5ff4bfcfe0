import { shorten } from "../problem";
import type { JsonObject } from "../json";
import { samplingRate, type Variable } from "./annotationValues";
import type { AppMeshSettings, TracingSettings } from "./appMeshSettings";
import { APP_MESH_PREFIX, HOST_IP } from "./names";

/** The one variable of ours whose value a pod may say itself. */
const SAMPLING_RATE = "XRAY_SAMPLING_RATE";

/** What differs between the Envoys of one template. */
export interface EnvoyIdentity {
  /** `mesh/my-mesh/virtualNode/shop-web`, or a virtual gateway. */
  readonly resource: string;
  readonly preview: boolean;
  /** Whether it has its certificates from the SDS provider. */
  readonly usesSds: boolean;
  /** Variables that the pod asks for. Those that are named here otherwise are not changed by them. */
  readonly variables: readonly Variable[];
}

/**
 * The environment of Envoy, always in the same order: a variable that refers to another one finds it, and the same pod
 * gets the same patch.
 */
export function envoyEnvironment(settings: AppMeshSettings, identity: EnvoyIdentity): readonly JsonObject[] {
  const { envoy, sds, kubernetesVersion } = settings;
  const own: Readonly<Record<string, string | undefined>> = {
    // Older images read the second one, newer ones the first one.
    APPMESH_RESOURCE_ARN: identity.resource,
    APPMESH_VIRTUAL_NODE_NAME: identity.resource,
    AWS_REGION: settings.region,
    ENVOY_ADMIN_ACCESS_ENABLE_IPV6: String(envoy.adminAccess.ipv6),
    APPMESH_DUALSTACK_ENDPOINT: settings.dualStackEndpoint ? "1" : "0",
    APPMESH_FIPS_ENDPOINT: settings.fipsEndpoint ? "1" : "0",
    APPMESH_PREVIEW: identity.preview ? "1" : "0",
    ENVOY_LOG_LEVEL: envoy.logLevel,
    APPMESH_SDS_SOCKET_PATH: identity.usesSds ? sds?.socketPath : undefined,
    ENVOY_ADMIN_ACCESS_PORT: String(envoy.adminAccess.port),
    ENVOY_ADMIN_ACCESS_LOG_FILE: envoy.adminAccess.logFile,
    ...tracingVariables(settings.tracing, identity.variables),
    ENABLE_ENVOY_STATS_TAGS: settings.statsTags ? "1" : undefined,
    ...statsdVariables(settings.dogStatsd),
    APPMESH_PLATFORM_K8S_VERSION: kubernetesVersion,
    APPNET_AGENT_ADMIN_MODE: "uds",
    APPNET_AGENT_ADMIN_UDS_PATH: "/tmp/agent.sock",
  };
  const given = Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  const names = new Set([...given.map(({ name }) => name), POD_UID.name]);
  return [...given.map(variable), POD_UID, ...lastOfEach(identity.variables, names).map(variable)];
}

/** What is wrong with the pod's own share of traced requests, where it has one that counts. */
export function samplingRateFault(
  tracing: TracingSettings | undefined,
  variables: readonly Variable[],
): string | undefined {
  const own = tracing?.tracer === "xray" ? ownSamplingRate(variables) : undefined;
  const parsed = own === undefined ? undefined : samplingRate(own);
  return parsed !== undefined && "mustBe" in parsed
    ? `${SAMPLING_RATE} in the pod's annotation ${APP_MESH_PREFIX}sidecarEnv must be ${parsed.mustBe}, but is "${shorten(own ?? "")}"`
    : undefined;
}

const POD_UID = { name: "APPMESH_PLATFORM_K8S_POD_UID", valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } };

function tracingVariables(
  tracing: TracingSettings | undefined,
  variables: readonly Variable[],
): Readonly<Record<string, string>> {
  switch (tracing?.tracer) {
    case undefined:
      return {};
    case "jaeger":
      return {
        ENABLE_ENVOY_JAEGER_TRACING: "1",
        JAEGER_TRACER_PORT: String(tracing.port),
        JAEGER_TRACER_ADDRESS: tracing.address,
      };
    case "datadog":
      return {
        ENABLE_ENVOY_DATADOG_TRACING: "1",
        DATADOG_TRACER_PORT: String(tracing.port),
        DATADOG_TRACER_ADDRESS: tracing.address,
      };
    case "xray":
      return {
        ENABLE_ENVOY_XRAY_TRACING: "1",
        XRAY_DAEMON_PORT: String(tracing.port),
        [SAMPLING_RATE]: hundredths(Number(ownSamplingRate(variables) ?? tracing.samplingRate)),
      };
  }
}

function ownSamplingRate(variables: readonly Variable[]): string | undefined {
  return variables.findLast(({ name }) => name === SAMPLING_RATE)?.value;
}

function hundredths(rate: number): string {
  return String(Math.round(rate * 100) / 100);
}

function statsdVariables(receiver: AppMeshSettings["dogStatsd"]): Readonly<Record<string, string | undefined>> {
  if (receiver === undefined) return {};
  return {
    ENABLE_ENVOY_DOG_STATSD: "1",
    STATSD_PORT: String(receiver.port),
    STATSD_ADDRESS: receiver.address,
    STATSD_SOCKET_PATH: receiver.socketPath,
  };
}

/** The variables that are not taken yet; of two of one name the last one. A pod may bring tens of thousands. */
function lastOfEach(variables: readonly Variable[], taken: ReadonlySet<string>): readonly Variable[] {
  const last = new Map(variables.map((each) => [each.name, each]));
  return variables.filter((each) => !taken.has(each.name) && last.get(each.name) === each);
}

/** The addresses that may be that of the pod's node. */
const ADDRESSES: readonly string[] = ["STATSD_ADDRESS", "DATADOG_TRACER_ADDRESS"];

function variable({ name, value }: Variable): JsonObject {
  return ADDRESSES.includes(name) && value === HOST_IP
    ? { name, valueFrom: { fieldRef: { fieldPath: "status.hostIP" } } }
    : { name, value };
}
