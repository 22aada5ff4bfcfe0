import type {
  AppContainerFormat,
  DnsConfigFormat,
  MetadataFormat,
  MinimumFormat,
  ParameterFormat,
  SizingFormat,
  SpecFormat,
  TemplateFormat,
} from "../../injection/configuration/templateFormat";
import type { JsonObject } from "../../injection/json";
import { EVERY_MESH_FIELD, FIELDS_OF_MESH_TYPES, MESH_TEMPLATE_AROUND } from "./everyMeshField";

/** The fields of each type of the format; the compiler holds them against the types. */
export const FIELDS_OF_TYPES = {
  TemplateFormat: {
    kind: true,
    preset: true,
    profiles: true,
    namespaces: true,
    podSelector: true,
    optIn: true,
    order: true,
    parameters: true,
    metadata: true,
    spec: true,
    sizing: true,
    lint: true,
  } satisfies Record<keyof TemplateFormat, true>,
  SizingFormat: { fit: true, minimum: true } satisfies Record<keyof SizingFormat, true>,
  MinimumFormat: { cpu: true, memory: true } satisfies Record<keyof MinimumFormat, true>,
  ParameterFormat: {
    annotation: true,
    label: true,
    field: true,
    type: true,
    default: true,
    pattern: true,
  } satisfies Record<keyof ParameterFormat, true>,
  MetadataFormat: { labels: true, annotations: true } satisfies Record<keyof MetadataFormat, true>,
  SpecFormat: {
    containers: true,
    sidecars: true,
    native: true,
    position: true,
    initContainers: true,
    volumes: true,
    imagePullSecrets: true,
    securityContext: true,
    shareProcessNamespace: true,
    hostAliases: true,
    dnsConfig: true,
    terminationGracePeriodSeconds: true,
    appContainers: true,
  } satisfies Record<keyof SpecFormat, true>,
  DnsConfigFormat: { options: true } satisfies Record<keyof DnsConfigFormat, true>,
  AppContainerFormat: {
    names: true,
    env: true,
    envFrom: true,
    volumeMounts: true,
  } satisfies Record<keyof AppContainerFormat, true>,
  ...FIELDS_OF_MESH_TYPES,
};

export type FormatTypeName = keyof typeof FIELDS_OF_TYPES;

/** A template in which an object of the type stands in its place. */
export const TEMPLATE_AROUND: Readonly<Record<FormatTypeName, (object: JsonObject) => JsonObject>> = {
  TemplateFormat: (object) => object,
  SizingFormat: (object) => ({ sizing: object }),
  MinimumFormat: (object) => ({ sizing: { minimum: { name: object } } }),
  ParameterFormat: (object) => ({ parameters: { name: object } }),
  MetadataFormat: (object) => ({ metadata: object }),
  SpecFormat: (object) => ({ spec: object }),
  DnsConfigFormat: (object) => ({ spec: { dnsConfig: object } }),
  AppContainerFormat: (object) => ({ spec: { appContainers: [object] } }),
  ...MESH_TEMPLATE_AROUND,
};

const EVERY_FARGATE_FIELD = `
kind: fargate
preset: base
profiles: ["team-*", default]
namespaces: ["sho?"]
podSelector:
  matchLabels: { tier: front }
  matchExpressions: [{ key: release, operator: In, values: [stable, canary] }]
optIn: true
order: -5
parameters:
  logLevel: { annotation: example.com/log-level, default: info, pattern: "^(debug|info)$" }
  port: { label: example.com/port, type: integer, default: 9100 }
  debug: { annotation: example.com/debug, type: boolean, default: false }
  memory: { annotation: example.com/memory, type: quantity, default: 64Mi }
  account: { field: spec.serviceAccountName, default: none }
metadata:
  labels: { agent: metrics }
  annotations: { example.com/level: "level \${logLevel}" }
spec:
  containers:
    - name: metrics
      image: metrics:1
      args: ["--level=\${logLevel}", "--account=\${account}"]
      ports: [{ containerPort: "\${port}", name: metrics }]
      env: [{ name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]
      securityContext: { readOnlyRootFilesystem: "\${debug}", capabilities: { drop: [ALL] } }
      resources: { requests: { cpu: 0.1, memory: "\${memory}" }, limits: { memory: "\${memory}" } }
      livenessProbe: { httpGet: { path: /, port: "\${port}" }, periodSeconds: 10 }
      lifecycle: { preStop: { sleep: { seconds: 5 } } }
      volumeMounts: [{ name: scratch, mountPath: /scratch, readOnly: true }]
  sidecars: [{ name: proxy, image: "proxy:1", startupProbe: { tcpSocket: { port: 15021 } } }]
  native: always
  position: first
  initContainers: [{ name: prepare, image: "proxy:1", args: [prepare] }]
  volumes:
    - { name: scratch, emptyDir: { medium: Memory, sizeLimit: "\${memory}" } }
    - { name: settings, configMap: { name: settings, items: [{ key: k, path: a/b.conf, mode: 0644 }] } }
  imagePullSecrets: [{ name: registry }]
  securityContext: { fsGroup: 1337, seccompProfile: { type: RuntimeDefault } }
  shareProcessNamespace: true
  hostAliases: [{ ip: 127.0.0.1, hostnames: [agent.local] }]
  dnsConfig: { options: [{ name: ndots, value: "2" }] }
  terminationGracePeriodSeconds: 60
  appContainers:
    - names: ["app*"]
      env: [{ name: AGENT, value: "127.0.0.1:\${port}" }]
      envFrom: [{ configMapRef: { name: agent } }]
      volumeMounts: [{ name: scratch, mountPath: /scratch }]
sizing: { fit: true, minimum: { metrics: { cpu: 50m, memory: 32Mi } } }
lint: { privileged: off, host-port: error, image-tag: warn }
`;

/** Templates with every field of the format between them, and with parameters where numbers and booleans are. */
export const EVERY_FIELD: readonly string[] = [EVERY_FARGATE_FIELD, ...EVERY_MESH_FIELD];
