import {
  aliveOverHttp,
  AWS_REGION,
  configAnnotation,
  configVolume,
  cpuParameter,
  imageParameter,
  memoryParameter,
  POD_NAME,
  REGION_PARAMETER,
  RESOURCES,
  restricted,
} from "./parts";
import { policyOf, WRITE_TRACES, writeLogs } from "./policies";
import { definePreset } from "./preset";

const NAME = "adot-collector";
const LOG_GROUP = "/fargate/metrics";

/** `\${env:…}` is for the collector; `\${…}` without a colon are parameters of the preset. */
const CONFIGURATION = `extensions:
  health_check:
    endpoint: 0.0.0.0:13133
receivers:
  otlp:
    protocols:
      grpc:
        endpoint: 127.0.0.1:4317
      http:
        endpoint: 127.0.0.1:4318
processors:
  memory_limiter:
    check_interval: 1s
    limit_percentage: 75
    spike_limit_percentage: 20
  resource:
    attributes:
      - key: k8s.namespace.name
        value: \${pod.namespace}
        action: upsert
      - key: k8s.pod.name
        value: \${env:POD_NAME}
        action: upsert
  batch:
    timeout: 5s
exporters:
  awsxray:
    region: \${region}
  awsemf:
    region: \${region}
    namespace: \${metricNamespace}
    log_group_name: \${logGroup}
    log_stream_name: \${pod.namespace}/\${env:POD_NAME}
    dimension_rollup_option: NoDimensionRollup
service:
  extensions: [health_check]
  telemetry:
    logs:
      level: \${logLevel}
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter, resource, batch]
      exporters: [awsxray]
    metrics:
      receivers: [otlp]
      processors: [memory_limiter, resource, batch]
      exporters: [awsemf]
`;

/** OpenTelemetry's collector, in the distribution of AWS. */
export const ADOT_COLLECTOR = definePreset({
  name: NAME,
  title: "ADOT collector: OpenTelemetry to X-Ray and CloudWatch",
  replaces: "the DaemonSet of the AWS Distro for OpenTelemetry, to which pods send by the IP of their node",
  does:
    "Takes traces and metrics over OTLP from the pod's own containers, and sends traces to X-Ray and metrics to " +
    "CloudWatch in the embedded metric format.",
  template: {
    parameters: {
      image: imageParameter("public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0"),
      region: REGION_PARAMETER,
      logGroup: { default: LOG_GROUP, pattern: "[A-Za-z0-9_/.#-]{1,512}" },
      metricNamespace: { default: "Fargate/Apps", pattern: "[A-Za-z0-9_/.#-]{1,255}" },
      logLevel: { default: "info", pattern: "debug|info|warn|error" },
      cpu: cpuParameter(NAME, "100m"),
      memory: memoryParameter(NAME, "128Mi"),
    },
    metadata: { annotations: { [configAnnotation(NAME)]: CONFIGURATION } },
    spec: {
      volumes: [configVolume(NAME, "adot-collector-config", "collector.yaml")],
      sidecars: [
        {
          name: NAME,
          image: "${image}",
          args: ["--config=/etc/adot-collector/collector.yaml"],
          env: [AWS_REGION, POD_NAME],
          resources: RESOURCES,
          livenessProbe: aliveOverHttp("/", 13133),
          securityContext: restricted(4317),
          volumeMounts: [{ name: "adot-collector-config", mountPath: "/etc/adot-collector", readOnly: true }],
        },
      ],
      terminationGracePeriodSeconds: 45,
      appContainers: [
        {
          env: [
            { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: "http://127.0.0.1:4318" },
            { name: "OTEL_EXPORTER_OTLP_PROTOCOL", value: "http/protobuf" },
            { name: "OTEL_SERVICE_NAME", value: "${pod.ownerName}" },
          ],
        },
      ],
    },
  },
  descriptions: {
    image: "Image of the collector",
    region: "AWS region of X-Ray and CloudWatch",
    logGroup: "Log group through which metrics travel; it is made where it is missing",
    metricNamespace: "CloudWatch namespace of the metrics",
    logLevel: "What the collector prints itself",
    cpu: "CPU of the sidecar",
    memory: "Memory of the sidecar; the collector refuses data at three quarters of it",
  },
  appGets: [
    "`OTEL_EXPORTER_OTLP_ENDPOINT` and `OTEL_EXPORTER_OTLP_PROTOCOL`, for OTLP over HTTP; gRPC is on 127.0.0.1:4317",
    "`OTEL_SERVICE_NAME` with the name of the Deployment, StatefulSet, CronJob, … that the pod belongs to",
  ],
  policy: (scope) => policyOf(WRITE_TRACES, ...writeLogs(scope, LOG_GROUP)),
  secrets: [],
  podSecurity: "restricted",
  notes: [
    "The image has no shell: the probe asks the extension `health_check` over HTTP.",
    "The receivers listen on 127.0.0.1 only: no other pod can send.",
    "Container Insights is not for a sidecar: a pod on Fargate cannot reach its own kubelet. AWS runs one StatefulSet for the cluster instead.",
  ],
  unproven: [
    "That the collector starts with this configuration. Its components are in ADOT's own list; their keys are those of the contrib distribution's pages.",
    "That the memory limiter finds the limit of its container on Fargate, which has cgroup v1.",
  ],
});
