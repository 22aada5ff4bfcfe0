import {
  configAnnotation,
  configVolume,
  AWS_REGION,
  cpuParameter,
  imageParameter,
  memoryParameter,
  POD_NAME,
  REGION_PARAMETER,
  RESOURCES,
  restricted,
} from "./parts";
import { policyOf, writeLogs, writeMetrics } from "./policies";
import { definePreset } from "./preset";

const NAME = "cloudwatch-agent";
const LOG_GROUP = "/fargate/metrics";
const METRIC_NAMESPACE = "Fargate/Apps";
const AGENT_FOLDER = "/opt/aws/amazon-cloudwatch-agent";

/** Fields as in the CloudWatch User Guide: "Manually create or edit the CloudWatch agent configuration file". */
const CONFIGURATION = `{
  "agent": { "region": "\${region}", "omit_hostname": true },
  "metrics": {
    "namespace": "\${metricNamespace}",
    "force_flush_interval": 15,
    "metrics_collected": {
      "statsd": {
        "service_address": "127.0.0.1:8125",
        "metrics_collection_interval": 10,
        "metrics_aggregation_interval": 60
      }
    }
  },
  "logs": {
    "force_flush_interval": 5,
    "metrics_collected": { "emf": {} }
  }
}
`;

/** Metrics of an app to CloudWatch: StatsD, and logs in the embedded metric format. */
export const CLOUDWATCH_AGENT = definePreset({
  name: NAME,
  title: "CloudWatch agent: StatsD and embedded metrics",
  replaces: "the DaemonSet `cloudwatch-agent`, to which pods send metrics by the IP of their node",
  does:
    "Takes StatsD metrics and logs in the embedded metric format from the pod's own containers, and sends them to " +
    "CloudWatch.",
  template: {
    parameters: {
      image: imageParameter("public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1.300066.1b1374"),
      region: REGION_PARAMETER,
      logGroup: { default: LOG_GROUP, pattern: "[A-Za-z0-9_/.#-]{1,512}" },
      metricNamespace: { default: METRIC_NAMESPACE, pattern: "[A-Za-z0-9_/.#-]{1,255}" },
      cpu: cpuParameter(NAME, "100m"),
      memory: memoryParameter(NAME, "128Mi"),
    },
    metadata: { annotations: { [configAnnotation(NAME)]: CONFIGURATION } },
    spec: {
      volumes: [
        configVolume(NAME, "cloudwatch-agent-config", "cwagentconfig.json"),
        { name: "cloudwatch-agent-etc", emptyDir: { sizeLimit: "16Mi" } },
        { name: "cloudwatch-agent-logs", emptyDir: { sizeLimit: "128Mi" } },
        { name: "cloudwatch-agent-var", emptyDir: { sizeLimit: "16Mi" } },
        { name: "cloudwatch-agent-tmp", emptyDir: { sizeLimit: "64Mi" } },
      ],
      sidecars: [
        {
          name: NAME,
          image: "${image}",
          env: [
            AWS_REGION,
            POD_NAME,
            // Without it the agent looks for an EC2 instance, and then for a credentials file as on premises.
            { name: "RUN_WITH_IRSA", value: "True" },
          ],
          resources: RESOURCES,
          livenessProbe: {
            tcpSocket: { port: 25888 },
            initialDelaySeconds: 15,
            periodSeconds: 20,
            timeoutSeconds: 3,
            failureThreshold: 3,
          },
          securityContext: restricted(1000),
          volumeMounts: [
            { name: "cloudwatch-agent-config", mountPath: "/etc/cwagentconfig", readOnly: true },
            { name: "cloudwatch-agent-etc", mountPath: `${AGENT_FOLDER}/etc` },
            { name: "cloudwatch-agent-logs", mountPath: `${AGENT_FOLDER}/logs` },
            { name: "cloudwatch-agent-var", mountPath: `${AGENT_FOLDER}/var` },
            { name: "cloudwatch-agent-tmp", mountPath: "/tmp" },
          ],
        },
      ],
      terminationGracePeriodSeconds: 45,
      appContainers: [
        {
          env: [
            { name: "STATSD_HOST", value: "127.0.0.1" },
            { name: "STATSD_PORT", value: "8125" },
            { name: "AWS_EMF_AGENT_ENDPOINT", value: "tcp://127.0.0.1:25888" },
            { name: "AWS_EMF_LOG_GROUP_NAME", value: "${logGroup}" },
            { name: "AWS_EMF_SERVICE_NAME", value: "${pod.ownerName}" },
          ],
        },
      ],
    },
  },
  descriptions: {
    image: "Image of the agent",
    region: "AWS region of CloudWatch",
    logGroup: "Log group of embedded metrics; it is made where it is missing",
    metricNamespace: "CloudWatch namespace of StatsD metrics",
    cpu: "CPU of the sidecar",
    memory: "Memory of the sidecar",
  },
  appGets: [
    "`STATSD_HOST` and `STATSD_PORT`, for StatsD over UDP",
    "`AWS_EMF_AGENT_ENDPOINT`, `AWS_EMF_LOG_GROUP_NAME` and `AWS_EMF_SERVICE_NAME`, which AWS's libraries for embedded metrics read",
  ],
  policy: (scope) => policyOf(writeMetrics(scope, METRIC_NAMESPACE), ...writeLogs(scope, LOG_GROUP)),
  secrets: [],
  podSecurity: "restricted",
  notes: [
    "The probe connects to port 25888, on which the agent takes embedded metrics on all addresses of the pod; StatsD is on 127.0.0.1 only.",
    "Metrics of the container or the node are not for a sidecar: a pod on Fargate cannot reach its own kubelet.",
  ],
  unproven: [
    "The configuration was held against the agent's JSON Schema by eye, not loaded by the agent.",
    "That the agent runs as user 1000 with a read-only root filesystem and these four folders: a user reports so for ECS on Fargate (aws/amazon-cloudwatch-agent#276).",
    "That the agent finds the role of the service account by `RUN_WITH_IRSA` on Fargate as it does on EC2 nodes.",
  ],
});
