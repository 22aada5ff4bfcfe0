import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { INJECT_LABEL, SIDECAR_CONFIG_MAP } from "../../injection/names";
import { INJECTOR_NAME, OBJECT_LABELS, POD_SELECTOR_LABELS, TLS_DIRECTORY, WEBHOOK_PORT } from "../names";

/** What differs between one installation's webhook pods and another's. */
export interface DeploymentOptions {
  namespace: pulumi.Input<string>;
  image: pulumi.Input<string>;
  replicas: pulumi.Input<number>;
  cpu: pulumi.Input<string>;
  memory: pulumi.Input<string>;
  kubernetesVersion: pulumi.Input<string | undefined>;
  /** Region of AWS, for the prices there. */
  region: pulumi.Input<string | undefined>;
  serviceAccountName: pulumi.Input<string>;
  /** Name of the Secret with the serving certificate; a new name is a rollout. */
  secretName: pulumi.Input<string>;
}

/** The webhook's pods. A rollout always starts a new one before it takes an old one away. */
export function deploymentManifest(options: DeploymentOptions): k8s.apps.v1.DeploymentArgs {
  return {
    metadata: { name: INJECTOR_NAME, namespace: options.namespace, labels: OBJECT_LABELS },
    spec: {
      replicas: options.replicas,
      selector: { matchLabels: POD_SELECTOR_LABELS },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: {
        // The label keeps the injector out of its own way even where its namespace is not left out by name.
        metadata: { labels: { ...POD_SELECTOR_LABELS, [INJECT_LABEL]: "false" } },
        spec: podSpec(options),
      },
    },
  };
}

/** User and group `nonroot` of the image. */
const NON_ROOT = 65532;

function podSpec(options: DeploymentOptions): k8s.types.input.core.v1.PodSpec {
  return {
    serviceAccountName: options.serviceAccountName,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: NON_ROOT,
      runAsGroup: NON_ROOT,
      fsGroup: NON_ROOT,
      seccompProfile: { type: "RuntimeDefault" },
    },
    topologySpreadConstraints: ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((topologyKey) => ({
      topologyKey,
      maxSkew: 1,
      // Never DoNotSchedule: badly spread pods still inject, pending ones do not.
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: POD_SELECTOR_LABELS },
      matchLabelKeys: ["pod-template-hash"],
    })),
    containers: [webhookContainer(options)],
    volumes: [{ name: "tls", secret: { secretName: options.secretName, defaultMode: 0o440 } }],
  };
}

function webhookContainer(options: DeploymentOptions): k8s.types.input.core.v1.Container {
  const resources = { cpu: options.cpu, memory: options.memory };
  return {
    name: "webhook",
    image: options.image,
    args: pulumi.all([options.namespace, options.kubernetesVersion, options.region]).apply(webhookArguments),
    ports: [{ name: "https", containerPort: WEBHOOK_PORT, protocol: "TCP" }],
    // Equal, because Fargate gives a pod what it requests and no more.
    resources: { requests: resources, limits: resources },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    },
    startupProbe: { ...probe("/healthz"), periodSeconds: 1, failureThreshold: 60 },
    readinessProbe: { ...probe("/readyz"), periodSeconds: 2, failureThreshold: 2 },
    livenessProbe: { ...probe("/healthz"), periodSeconds: 10, failureThreshold: 3 },
    // The API server keeps calling a pod for a moment after it has begun to end; it goes on answering until then.
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    volumeMounts: [{ name: "tls", mountPath: TLS_DIRECTORY, readOnly: true }],
  };
}

/**
 * The command line of the webhook. The ConfigMap is named by a constant and not by the output of its resource: a
 * provider that replaces ConfigMaps would otherwise take the Deployment with it.
 */
function webhookArguments([namespace, kubernetesVersion, region]: [
  string,
  string | undefined,
  string | undefined,
]): string[] {
  return [
    `--config-map=${SIDECAR_CONFIG_MAP}`,
    `--namespace=${namespace}`,
    `--tls-cert=${TLS_DIRECTORY}/tls.crt`,
    `--tls-key=${TLS_DIRECTORY}/tls.key`,
    "--host=*",
    `--port=${WEBHOOK_PORT}`,
    "--log-level=info",
    ...(kubernetesVersion === undefined ? [] : [`--kubernetes-version=${kubernetesVersion}`]),
    ...(region === undefined ? [] : [`--region=${region}`]),
  ];
}

function probe(path: string): k8s.types.input.core.v1.Probe {
  return { httpGet: { path, port: "https", scheme: "HTTPS" }, timeoutSeconds: 2 };
}
