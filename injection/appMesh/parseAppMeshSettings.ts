import { isGiven } from "../configuration/commonRules";
import { checkKubernetesType } from "../configuration/kubernetesObject";
import { type Report } from "../problem";
import { checkResources } from "../configuration/resourceRules";
import { isJsonObject, objectIn, withoutNulls, type JsonObject, type JsonValue } from "../json";
import type {
  AdminAccessFormat,
  AppMeshFormat,
  DogStatsdFormat,
  EnvoyFormat,
  InterceptionFormat,
  ReadinessProbeFormat,
  SdsFormat,
  StartupProbeFormat,
} from "./appMeshFormat";
import type { AppMeshSettings, EnvoySettings, InterceptionSettings, Resources } from "./appMeshSettings";
import { isAddressOrNetwork } from "./ipAddress";
import { HOST, HOST_WORDS, LAST_PORT, PORTS, RESOURCE_NAME } from "./names";
import { parseTracing } from "./parseTracing";
import { readSetting, type SettingReader } from "./readSetting";

/** The fields that a template has because of its kind; those that say which pods it is for come on top. */
const APP_MESH_FIELDS: Readonly<Record<keyof AppMeshFormat, true>> = {
  mesh: true,
  meshOwner: true,
  region: true,
  injectByDefault: true,
  virtualNodeName: true,
  virtualGateway: true,
  listenerPorts: true,
  envoy: true,
  resources: true,
  interception: true,
  tracing: true,
  statsTags: true,
  dogStatsd: true,
  sds: true,
  iamForServiceAccounts: true,
  ecrSecret: true,
  preview: true,
  dualStackEndpoint: true,
  fipsEndpoint: true,
  kubernetesVersion: true,
};

const ABSOLUTE_PATH = /^\/[^\s:]*$/;
const SECONDS = [0, 86_400] as const;
const FROM_ONE = [1, 86_400] as const;

/**
 * Reads the settings of a template of kind `appmesh`. The value holds the fields of `AppMeshFormat` alone. The settings
 * are good for a pod only where nothing was reported.
 */
export function parseAppMeshSettings(value: JsonObject, path: string, report: Report): AppMeshSettings {
  const settings = readSetting(value, APP_MESH_FIELDS, path, report);
  const mesh = required(settings, "mesh", RESOURCE_NAME, RESOURCE_WORDS, report);
  const owner = settings.text("meshOwner", /^\d{12}$/, "an AWS account of 12 digits, in quotes");
  return {
    mesh: owner === undefined ? mesh : `${mesh}@${owner}`,
    region: required(settings, "region", /^[a-z]{2,4}(-[a-z]+)+-\d+$/, "an AWS region such as eu-west-1", report),
    injectByDefault: settings.boolean("injectByDefault", true),
    virtualNodeName: settings.oneOf(
      "virtualNodeName",
      ["namespace-deployment", "deployment-namespace", "deployment_namespace"],
      "namespace-deployment",
    ),
    virtualGateway: settings.text("virtualGateway", RESOURCE_NAME, RESOURCE_WORDS),
    listenerPorts: settings.list("listenerPorts", portIn, "port from 1 to 65535"),
    envoy: parseEnvoy(settings.object("envoy", ENVOY_FIELDS)),
    resources: parseResources(settings.valueOf("resources"), settings.pathOf("resources"), report),
    interception: parseInterception(settings.object("interception", INTERCEPTION_FIELDS)),
    tracing: parseTracing(settings, report),
    statsTags: settings.boolean("statsTags", false),
    dogStatsd: parseDogStatsd(settings.object("dogStatsd", DOG_STATSD_FIELDS)),
    sds: parseSds(settings.object("sds", SDS_FIELDS)),
    iamForServiceAccounts: settings.boolean("iamForServiceAccounts", true),
    ecrSecret: settings.boolean("ecrSecret", false),
    preview: settings.boolean("preview", false),
    dualStackEndpoint: settings.boolean("dualStackEndpoint", false),
    fipsEndpoint: settings.boolean("fipsEndpoint", false),
    kubernetesVersion: settings.text("kubernetesVersion", /^v?\d+\.\d+\S*$/, 'a version such as "1.36", in quotes'),
  };
}

const RESOURCE_WORDS = 'a name of at most 255 letters, digits, "-", "_" and "."';

function required(settings: SettingReader, field: string, form: RegExp, words: string, report: Report): string {
  if (!isGiven(settings.valueOf(field))) report(settings.pathOf(field), `is missing; it must be ${words}`);
  return settings.text(field, form, words) ?? "";
}

function portIn(item: JsonValue): number | undefined {
  return typeof item === "number" && Number.isInteger(item) && item >= 1 && item <= LAST_PORT ? item : undefined;
}

const ENVOY_FIELDS: Readonly<Record<keyof EnvoyFormat, true>> = {
  image: true,
  logLevel: true,
  adminAccess: true,
  preStopDelaySeconds: true,
  readinessProbe: true,
  waitUntilReady: true,
  startupProbe: true,
};

const ADMIN_ACCESS_FIELDS: Readonly<Record<keyof AdminAccessFormat, true>> = { port: true, logFile: true, ipv6: true };

const READINESS_PROBE_FIELDS: Readonly<Record<keyof ReadinessProbeFormat, true>> = {
  initialDelaySeconds: true,
  periodSeconds: true,
};

const STARTUP_PROBE_FIELDS: Readonly<Record<keyof StartupProbeFormat, true>> = {
  periodSeconds: true,
  failureThreshold: true,
};

function parseEnvoy(envoy: SettingReader | undefined): EnvoySettings {
  const adminAccess = envoy?.object("adminAccess", ADMIN_ACCESS_FIELDS);
  const readinessProbe = envoy?.object("readinessProbe", READINESS_PROBE_FIELDS);
  const startupProbe = envoy?.object("startupProbe", STARTUP_PROBE_FIELDS);
  return {
    image: envoy?.image("image") ?? "public.ecr.aws/appmesh/aws-appmesh-envoy:v1.34.13.3-prod",
    logLevel:
      envoy?.oneOf("logLevel", ["trace", "debug", "info", "warning", "error", "critical", "off"], "info") ?? "info",
    adminAccess: {
      port: adminAccess?.integer("port", PORTS, 9901) ?? 9901,
      logFile: adminAccess?.text("logFile", ABSOLUTE_PATH, "an absolute path") ?? "/tmp/envoy_admin_access.log",
      ipv6: adminAccess?.boolean("ipv6", false) ?? false,
    },
    preStopDelaySeconds: envoy?.integer("preStopDelaySeconds", SECONDS, 20) ?? 20,
    readinessProbe: {
      initialDelaySeconds: readinessProbe?.integer("initialDelaySeconds", SECONDS, 1) ?? 1,
      periodSeconds: readinessProbe?.integer("periodSeconds", FROM_ONE, 10) ?? 10,
    },
    waitUntilReady: envoy?.boolean("waitUntilReady", false) ?? false,
    startupProbe: {
      periodSeconds: startupProbe?.integer("periodSeconds", FROM_ONE, 5) ?? 5,
      failureThreshold: startupProbe?.integer("failureThreshold", FROM_ONE, 36) ?? 36,
    },
  };
}

const INTERCEPTION_FIELDS: Readonly<Record<keyof InterceptionFormat, true>> = {
  image: true,
  egressIgnoredIPs: true,
  egressIgnoredPorts: true,
  ipv6: true,
};

const PROXY_INIT_IMAGE = "840364872350.dkr.ecr.us-west-2.amazonaws.com/aws-appmesh-proxy-route-manager:v7-prod";

function parseInterception(interception: SettingReader | undefined): InterceptionSettings {
  const addressIn = (item: JsonValue): string | undefined =>
    typeof item === "string" && isAddressOrNetwork(item) ? item : undefined;
  return {
    image: interception?.image("image") ?? PROXY_INIT_IMAGE,
    egressIgnoredIPs: interception?.list("egressIgnoredIPs", addressIn, "IP address or network") ?? ["169.254.169.254"],
    egressIgnoredPorts: interception?.list("egressIgnoredPorts", portIn, "port from 1 to 65535") ?? [22],
    ipv6: interception?.boolean("ipv6", true) ?? true,
  };
}

const DEFAULT_REQUESTS: JsonObject = { cpu: "10m", memory: "32Mi" };

/** A resource that is not named keeps its default, so that whoever sets a limit does not lose the requests. */
function parseResources(value: JsonValue | undefined, path: string, report: Report): Resources {
  const fallback = { requests: DEFAULT_REQUESTS, limits: {} };
  if (!isGiven(value)) return fallback;
  checkKubernetesType(value, "ResourceRequirements", path, report);
  const given = withoutNulls(value);
  if (!isJsonObject(given)) return fallback;
  const requests = objectIn(given.requests);
  const resources = {
    requests: { ...DEFAULT_REQUESTS, ...requests },
    limits: objectIn(given.limits),
  };
  checkResources({ ...given, ...resources }, path, report);
  return resources;
}

const DOG_STATSD_FIELDS: Readonly<Record<keyof DogStatsdFormat, true>> = {
  address: true,
  port: true,
  socketPath: true,
};

function parseDogStatsd(receiver: SettingReader | undefined): AppMeshSettings["dogStatsd"] {
  if (receiver === undefined) return undefined;
  return {
    address: receiver.text("address", HOST, HOST_WORDS) ?? "127.0.0.1",
    port: receiver.integer("port", PORTS, 8125),
    socketPath: receiver.text("socketPath", ABSOLUTE_PATH, "an absolute path"),
  };
}

const SDS_FIELDS: Readonly<Record<keyof SdsFormat, true>> = { socketPath: true };

function parseSds(provider: SettingReader | undefined): AppMeshSettings["sds"] {
  if (provider === undefined) return undefined;
  const form = /^\/(?!(.*\/)?\.\.(\/|$))[^\s:]+$/;
  return {
    socketPath: provider.text("socketPath", form, 'an absolute path without ".."') ?? "/run/spire/sockets/agent.sock",
  };
}
