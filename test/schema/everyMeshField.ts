import type {
  AdminAccessFormat,
  AppMeshFormat,
  DatadogFormat,
  DogStatsdFormat,
  EnvoyFormat,
  InterceptionFormat,
  JaegerFormat,
  ReadinessProbeFormat,
  SdsFormat,
  StartupProbeFormat,
  TracingFormat,
  XrayFormat,
} from "../../injection/appMesh/appMeshFormat";
import type { JsonObject } from "../../injection/json";

/** The fields of each type of a template of kind `appmesh`; the compiler holds them against the types. */
export const FIELDS_OF_MESH_TYPES = {
  AppMeshFormat: {
    kind: true,
    namespaces: true,
    podSelector: true,
    optIn: true,
    order: true,
    lint: true,
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
  } satisfies Record<keyof AppMeshFormat | "kind" | "namespaces" | "podSelector" | "optIn" | "order" | "lint", true>,
  EnvoyFormat: {
    image: true,
    logLevel: true,
    adminAccess: true,
    preStopDelaySeconds: true,
    readinessProbe: true,
    waitUntilReady: true,
    startupProbe: true,
  } satisfies Record<keyof EnvoyFormat, true>,
  AdminAccessFormat: { port: true, logFile: true, ipv6: true } satisfies Record<keyof AdminAccessFormat, true>,
  ReadinessProbeFormat: {
    initialDelaySeconds: true,
    periodSeconds: true,
  } satisfies Record<keyof ReadinessProbeFormat, true>,
  StartupProbeFormat: {
    periodSeconds: true,
    failureThreshold: true,
  } satisfies Record<keyof StartupProbeFormat, true>,
  InterceptionFormat: {
    image: true,
    egressIgnoredIPs: true,
    egressIgnoredPorts: true,
    ipv6: true,
  } satisfies Record<keyof InterceptionFormat, true>,
  TracingFormat: { jaeger: true, datadog: true, xray: true } satisfies Record<keyof TracingFormat, true>,
  JaegerFormat: { address: true, port: true } satisfies Record<keyof JaegerFormat, true>,
  DatadogFormat: { address: true, port: true } satisfies Record<keyof DatadogFormat, true>,
  XrayFormat: {
    image: true,
    port: true,
    samplingRate: true,
    logLevel: true,
    roleArn: true,
  } satisfies Record<keyof XrayFormat, true>,
  DogStatsdFormat: { address: true, port: true, socketPath: true } satisfies Record<keyof DogStatsdFormat, true>,
  SdsFormat: { socketPath: true } satisfies Record<keyof SdsFormat, true>,
};

/** A template of kind `appmesh` in which an object of the type stands in its place. */
export const MESH_TEMPLATE_AROUND: Readonly<
  Record<keyof typeof FIELDS_OF_MESH_TYPES, (object: JsonObject) => JsonObject>
> = {
  AppMeshFormat: (object) => ({ ...object, kind: "appmesh", mesh: "shop", region: "eu-west-1" }),
  EnvoyFormat: (object) => meshTemplate({ envoy: object }),
  AdminAccessFormat: (object) => meshTemplate({ envoy: { adminAccess: object } }),
  ReadinessProbeFormat: (object) => meshTemplate({ envoy: { readinessProbe: object } }),
  StartupProbeFormat: (object) => meshTemplate({ envoy: { startupProbe: object } }),
  InterceptionFormat: (object) => meshTemplate({ interception: object }),
  TracingFormat: (object) => meshTemplate({ tracing: object }),
  JaegerFormat: (object) => meshTemplate({ tracing: { jaeger: object } }),
  DatadogFormat: (object) => meshTemplate({ tracing: { datadog: object } }),
  XrayFormat: (object) => meshTemplate({ tracing: { xray: object } }),
  DogStatsdFormat: (object) => meshTemplate({ dogStatsd: object }),
  SdsFormat: (object) => meshTemplate({ sds: object }),
};

function meshTemplate(fields: JsonObject): JsonObject {
  return { ...fields, kind: "appmesh", mesh: "shop", region: "eu-west-1" };
}

/** Templates of kind `appmesh` with every field between them: of the tracers each has one. */
export const EVERY_MESH_FIELD: readonly string[] = [
  `
kind: appmesh
namespaces: ["shop-*"]
podSelector: { matchLabels: { tier: front } }
optIn: true
order: 5
lint: { privileged: warn }
mesh: shop
meshOwner: "111122223333"
region: eu-west-1
injectByDefault: false
virtualNodeName: deployment_namespace
virtualGateway: entry
listenerPorts: [8080]
envoy:
  image: registry.example.com/envoy:1.34
  logLevel: "off"
  adminAccess: { port: 9902, logFile: /dev/null, ipv6: true }
  preStopDelaySeconds: 30
  readinessProbe: { initialDelaySeconds: 0, periodSeconds: 5 }
  waitUntilReady: true
  startupProbe: { periodSeconds: 2, failureThreshold: 60 }
resources: { requests: { cpu: 0.1 }, limits: { memory: 128Mi } }
interception:
  image: registry.example.com/route-manager:7
  egressIgnoredIPs: [169.254.169.254, 10.0.0.0/8]
  egressIgnoredPorts: []
  ipv6: false
tracing:
  xray:
    image: registry.example.com/xray:3
    port: 2001
    samplingRate: 0.1
    logLevel: warn
    roleArn: arn:aws:iam::111122223333:role/traces
statsTags: true
dogStatsd: { address: "ref:status.hostIP", port: 8126, socketPath: /var/run/dsd.socket }
sds: { socketPath: /run/sds.sock }
iamForServiceAccounts: false
ecrSecret: true
preview: true
dualStackEndpoint: true
fipsEndpoint: true
kubernetesVersion: "1.36"
`,
  "{kind: appmesh, mesh: shop, region: eu-west-1, tracing: {jaeger: {address: jaeger.traces, port: 9412}}}",
  "{kind: appmesh, mesh: shop, region: eu-west-1, tracing: {datadog: {address: 10.0.0.1, port: 8127}}}",
];
