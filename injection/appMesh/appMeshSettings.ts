import type { JsonObject } from "../json";
import type { AppMeshFormat, EnvoyFormat, XrayFormat } from "./appMeshFormat";

/** What a template of kind `appmesh` says, with every default filled in. `AppMeshFormat` describes the fields. */
export interface AppMeshSettings {
  /** With the account that owns it, where that was given: `my-mesh@111122223333`. */
  readonly mesh: string;
  readonly region: string;
  readonly injectByDefault: boolean;
  readonly virtualNodeName: NonNullable<AppMeshFormat["virtualNodeName"]>;
  /** Undefined where the pods are virtual nodes. */
  readonly virtualGateway: string | undefined;
  /** Undefined where each pod's own ports count. */
  readonly listenerPorts: readonly number[] | undefined;
  readonly envoy: EnvoySettings;
  readonly resources: Resources;
  readonly interception: InterceptionSettings;
  readonly tracing: TracingSettings | undefined;
  readonly statsTags: boolean;
  readonly dogStatsd: (Endpoint & { readonly socketPath: string | undefined }) | undefined;
  readonly sds: { readonly socketPath: string } | undefined;
  readonly iamForServiceAccounts: boolean;
  readonly ecrSecret: boolean;
  readonly preview: boolean;
  readonly dualStackEndpoint: boolean;
  readonly fipsEndpoint: boolean;
  readonly kubernetesVersion: string | undefined;
}

export interface EnvoySettings {
  readonly image: string;
  readonly logLevel: NonNullable<EnvoyFormat["logLevel"]>;
  readonly adminAccess: { readonly port: number; readonly logFile: string; readonly ipv6: boolean };
  readonly preStopDelaySeconds: number;
  readonly readinessProbe: { readonly initialDelaySeconds: number; readonly periodSeconds: number };
  readonly waitUntilReady: boolean;
  readonly startupProbe: { readonly periodSeconds: number; readonly failureThreshold: number };
}

export interface InterceptionSettings {
  readonly image: string;
  readonly egressIgnoredIPs: readonly string[];
  readonly egressIgnoredPorts: readonly number[];
  readonly ipv6: boolean;
}

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export type TracingSettings =
  | (Endpoint & { readonly tracer: "jaeger" | "datadog" })
  | {
      readonly tracer: "xray";
      readonly image: string;
      readonly port: number;
      readonly samplingRate: number;
      readonly logLevel: NonNullable<XrayFormat["logLevel"]>;
      readonly roleArn: string | undefined;
    };

/** What a container requests and is limited to, as Kubernetes' API has it. */
export interface Resources {
  readonly requests: JsonObject;
  readonly limits: JsonObject;
}
