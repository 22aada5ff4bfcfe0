/**
 * What a template of kind `appmesh` says beside the pods that it is for, as it is written. `mesh` and `region` must be
 * given; everything else has the default of AWS's injectors. The parser has to agree with these types.
 */

/** How Envoy gets into pods: the settings that AWS's two App Mesh injectors take as flags, and read from App Mesh. */
export interface AppMeshFormat {
  /** Name of the mesh. A pod may name another one in its annotation `appmesh.k8s.aws/mesh`. */
  mesh: string;

  /**
   * AWS account that owns the mesh, of 12 digits, where it is shared by another account.
   *
   * @default - the account of the cluster
   */
  meshOwner?: string;

  /** AWS region of the mesh. */
  region: string;

  /**
   * Whether pods get Envoy that do not ask for it. Where it is false, only those do that have the annotation
   * `appmesh.k8s.aws/sidecarInjectorWebhook: enabled`.
   *
   * @default true
   */
  injectByDefault?: boolean;

  /**
   * How the virtual node of a pod is called that does not name it in its annotation `appmesh.k8s.aws/virtualNode`:
   * `NAMESPACE-DEPLOYMENT`, as AWS's article says; `DEPLOYMENT-NAMESPACE`, as AWS's injector does;
   * `DEPLOYMENT_NAMESPACE`, as AWS's controller names the virtual nodes that it makes. The name of a StatefulSet,
   * DaemonSet or CronJob stands in the place of the Deployment's.
   *
   * @default "namespace-deployment"
   */
  virtualNodeName?: "namespace-deployment" | "deployment-namespace" | "deployment_namespace";

  /**
   * Name of the virtual gateway that the pods of this template are. Their own container `envoy` gets its environment,
   * and no other container is redirected. Choose the pods by `podSelector`.
   *
   * @default - the pods are virtual nodes
   */
  virtualGateway?: string;

  /**
   * Ports on which the apps listen, for pods that do not list them in their annotation `appmesh.k8s.aws/ports`. An empty
   * list is for apps that only call others.
   *
   * @default - the ports of the pod's own containers
   */
  listenerPorts?: readonly number[];

  /**
   * The container `envoy`.
   *
   * @default - as AWS's controller has it
   */
  envoy?: EnvoyFormat;

  /**
   * CPU and memory of each container that is added. Pods may say otherwise by annotation.
   *
   * @default {"requests":{"cpu":"10m","memory":"32Mi"}}
   */
  resources?: ResourceRequirements;

  /**
   * How the pod's traffic gets to Envoy.
   *
   * @default - as AWS's controller has it
   */
  interception?: InterceptionFormat;

  /**
   * Where Envoy sends traces. Give at most one of its fields: Envoy has one tracer.
   *
   * @default - nowhere
   */
  tracing?: TracingFormat;

  /**
   * Whether Envoy's metrics have the names of mesh and virtual node as tags (`appmesh.mesh`, `appmesh.virtual_node`).
   *
   * @default false
   */
  statsTags?: boolean;

  /**
   * Where Envoy sends its metrics as DogStatsD. An empty mapping is its defaults.
   *
   * @default - nowhere
   */
  dogStatsd?: DogStatsdFormat;

  /**
   * The SDS provider on the node (SPIRE) from which Envoy has its certificates. An empty mapping is its defaults. Nothing
   * for Fargate, which has no volumes of the node: pods there are left out (`not-supported-on-fargate`), but for those
   * with the annotation `appmesh.k8s.aws/sds: disabled`.
   *
   * @default - none
   */
  sds?: SdsFormat;

  /**
   * Whether pods get `securityContext.fsGroup: 1337` where they have none, so that Envoy can read the token of an IAM
   * role for service accounts.
   *
   * @default true
   */
  iamForServiceAccounts?: boolean;

  /**
   * Whether pods get the pull secret `appmesh-ecr-secret`.
   *
   * @default false
   */
  ecrSecret?: boolean;

  /**
   * Whether Envoy uses App Mesh's preview channel. Pods may say otherwise by annotation.
   *
   * @default false
   */
  preview?: boolean;

  /**
   * Whether Envoy uses App Mesh's endpoint for IPv4 and IPv6.
   *
   * @default false
   */
  dualStackEndpoint?: boolean;

  /**
   * Whether Envoy uses App Mesh's FIPS endpoint.
   *
   * @default false
   */
  fipsEndpoint?: boolean;

  /**
   * Version of Kubernetes that Envoy tells the mesh.
   *
   * @default - none is told
   */
  kubernetesVersion?: string;
}

/** The container `envoy`. */
export interface EnvoyFormat {
  /**
   * Its image.
   *
   * @default "public.ecr.aws/appmesh/aws-appmesh-envoy:v1.34.13.3-prod"
   */
  image?: string;

  /**
   * How much it logs. `off` stands in quotes, because YAML takes it for false.
   *
   * @default "info"
   */
  logLevel?: "trace" | "debug" | "info" | "warning" | "error" | "critical" | "off";

  /**
   * Its administration interface.
   *
   * @default - on port 9901
   */
  adminAccess?: AdminAccessFormat;

  /**
   * Seconds that it goes on while the app stops. From 21 on, pods that have less get 10 seconds more than this as their
   * grace period. Not for Envoy as a native sidecar, which stops after the app in any case.
   *
   * @asType integer
   * @minimum 0
   * @default 20
   */
  preStopDelaySeconds?: number;

  /**
   * When it is asked whether it is ready.
   *
   * @default - after a second, and then every 10 seconds
   */
  readinessProbe?: ReadinessProbeFormat;

  /**
   * Whether the app's containers start only after it is ready. It then is a native sidecar. A cluster before Kubernetes
   * 1.29 has none, and nothing waits there.
   *
   * @default false
   */
  waitUntilReady?: boolean;

  /**
   * How long others wait for it where it is a native sidecar.
   *
   * @default - 180 seconds
   */
  startupProbe?: StartupProbeFormat;
}

/** Envoy's administration interface, which the probes ask too. */
export interface AdminAccessFormat {
  /**
   * Its port.
   *
   * @asType integer
   * @minimum 1
   * @default 9901
   */
  port?: number;

  /**
   * File to which it logs who used it.
   *
   * @default "/tmp/envoy_admin_access.log"
   */
  logFile?: string;

  /**
   * Whether it listens on IPv6 as well.
   *
   * @default false
   */
  ipv6?: boolean;
}

/** When Envoy is asked whether it is ready. */
export interface ReadinessProbeFormat {
  /**
   * Seconds before it is asked first.
   *
   * @asType integer
   * @minimum 0
   * @default 1
   */
  initialDelaySeconds?: number;

  /**
   * Seconds between two questions.
   *
   * @asType integer
   * @minimum 1
   * @default 10
   */
  periodSeconds?: number;
}

/** How long others wait for Envoy: it is started again after so many failures. */
export interface StartupProbeFormat {
  /**
   * Seconds between two questions.
   *
   * @asType integer
   * @minimum 1
   * @default 5
   */
  periodSeconds?: number;

  /**
   * How often it may not be ready.
   *
   * @asType integer
   * @minimum 1
   * @default 36
   */
  failureThreshold?: number;
}

/**
 * How the pod's traffic gets to Envoy: on Fargate, and in pods with the annotation `appmesh.k8s.aws/appmeshCNI: enabled`,
 * by the App Mesh CNI plugin, which reads annotations; in others by the init container `proxyinit`.
 */
export interface InterceptionFormat {
  /**
   * Image of `proxyinit`.
   *
   * @default "840364872350.dkr.ecr.us-west-2.amazonaws.com/aws-appmesh-proxy-route-manager:v7-prod"
   */
  image?: string;

  /**
   * Addresses and networks to which traffic goes past Envoy.
   *
   * @default ["169.254.169.254"]
   */
  egressIgnoredIPs?: readonly string[];

  /**
   * Ports to which traffic goes past Envoy.
   *
   * @default [22]
   */
  egressIgnoredPorts?: readonly number[];

  /**
   * Whether `proxyinit` redirects IPv6 too.
   *
   * @default true
   */
  ipv6?: boolean;
}

/** Where Envoy sends traces: at most one of these. An empty mapping is its defaults. */
export interface TracingFormat {
  /**
   * A Jaeger collector.
   *
   * @default - none
   */
  jaeger?: JaegerFormat;

  /**
   * A Datadog agent.
   *
   * @default - none
   */
  datadog?: DatadogFormat;

  /**
   * An X-Ray daemon, which pods get as a container of their own, `xray-daemon`.
   *
   * @default - none
   */
  xray?: XrayFormat;
}

/** A Jaeger collector that takes Zipkin's format. */
export interface JaegerFormat {
  /**
   * Its name or address.
   *
   * @default "appmesh-jaeger.appmesh-system"
   */
  address?: string;

  /**
   * Its port.
   *
   * @asType integer
   * @minimum 1
   * @default 9411
   */
  port?: number;
}

/** A Datadog agent. */
export interface DatadogFormat {
  /**
   * Its name or address; `ref:status.hostIP` is the address of the pod's node.
   *
   * @default "datadog.appmesh-system"
   */
  address?: string;

  /**
   * Its port for traces.
   *
   * @asType integer
   * @minimum 1
   * @default 8126
   */
  port?: number;
}

/** The X-Ray daemon in each pod. */
export interface XrayFormat {
  /**
   * Its image.
   *
   * @default "public.ecr.aws/xray/aws-xray-daemon:latest"
   */
  image?: string;

  /**
   * Its port.
   *
   * @asType integer
   * @minimum 1
   * @default 2000
   */
  port?: number;

  /**
   * Share of the requests that are traced, from 0 to 1, in steps of 0.01.
   *
   * @default 0.05
   */
  samplingRate?: number;

  /**
   * How much it logs.
   *
   * @default "prod"
   */
  logLevel?: "dev" | "debug" | "info" | "warn" | "error" | "prod";

  /**
   * IAM role, perhaps of another account, with which it sends.
   *
   * @default - that of the pod
   */
  roleArn?: string;
}

/** A receiver of DogStatsD. */
export interface DogStatsdFormat {
  /**
   * Its address; `ref:status.hostIP` is the address of the pod's node.
   *
   * @default "127.0.0.1"
   */
  address?: string;

  /**
   * Its port.
   *
   * @asType integer
   * @minimum 1
   * @default 8125
   */
  port?: number;

  /**
   * Path of its socket, which counts for more than address and port. The volume comes by the pod's annotation
   * `appmesh.k8s.aws/volumeMounts`.
   *
   * @default - none
   */
  socketPath?: string;
}

/** The SDS provider on the node. */
export interface SdsFormat {
  /**
   * Path of its socket.
   *
   * @default "/run/spire/sockets/agent.sock"
   */
  socketPath?: string;
}

/** An object of Kubernetes' Pod API: `podSchema.json` says which fields it has. */
interface KubernetesObject {
  readonly [field: string]: unknown;
}

export type ResourceRequirements = KubernetesObject;
