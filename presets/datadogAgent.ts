import {
  ANNOTATION_PREFIX,
  aliveOverHttp,
  cpuParameter,
  imageParameter,
  memoryParameter,
  restricted,
  RESOURCES,
} from "./parts";
import { definePreset } from "./preset";

const NAME = "datadog-agent";
const SECRET = { name: "datadog-secret", key: "api-key" };

const CONFIG_MOUNT = { name: "datadog-config", mountPath: "/etc/datadog-agent" };
const SOCKET_MOUNT = { name: "datadog-sockets", mountPath: "/var/run/datadog" };
const TMP_MOUNT = { name: "datadog-tmp", mountPath: "/tmp" };
const LOG_MOUNT = { name: "datadog-logs", mountPath: "/var/log/datadog" };

/** User `dd-agent` of the image, which is in the group root and no other one. */
const SECURITY_CONTEXT = restricted(100, 0);

const ENVIRONMENT = [
  // Optional: without the Secret the agent does not work, but the app starts.
  { name: "DD_API_KEY", valueFrom: { secretKeyRef: { ...SECRET, optional: true } } },
  { name: "DD_SITE", value: "${site}" },
  { name: "DD_CLUSTER_NAME", value: "${clusterName}" },
  { name: "DD_ENV", value: "${environment}" },
  { name: "DD_EKS_FARGATE", value: "true" },
  { name: "KUBERNETES", value: "yes" },
  { name: "DD_KUBERNETES_KUBELET_NODENAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
  { name: "DD_APM_RECEIVER_SOCKET", value: "/var/run/datadog/apm.socket" },
  { name: "DD_DOGSTATSD_SOCKET", value: "/var/run/datadog/dsd.socket" },
  // In the image's configuration for Kubernetes they listen to other pods too.
  { name: "DD_APM_NON_LOCAL_TRAFFIC", value: "false" },
  { name: "DD_DOGSTATSD_NON_LOCAL_TRAFFIC", value: "false" },
  { name: "DD_HEALTH_PORT", value: "5555" },
  { name: "DD_LOGS_ENABLED", value: "false" },
];

const SMALL = { cpu: "50m", memory: "64Mi" };

/** The same as Datadog's admission controller injects, with a container for each of its processes as its chart has. */
export const DATADOG_AGENT = definePreset({
  name: NAME,
  title: "Datadog agent: metrics, traces and DogStatsD",
  replaces: "the DaemonSet `datadog` (or the sidecar that Datadog's own admission controller injects)",
  does:
    "Takes traces and DogStatsD metrics from the pod's own containers over Unix sockets, collects the pod's metrics through " +
    "the API server, and sends all to Datadog.",
  template: {
    parameters: {
      image: imageParameter("public.ecr.aws/datadog/agent:7.84.6"),
      site: { default: "datadoghq.com", pattern: "[a-z0-9.-]+" },
      clusterName: { annotation: `${ANNOTATION_PREFIX}datadog-cluster-name`, pattern: "[a-z0-9][a-z0-9.-]{0,79}" },
      environment: {
        annotation: `${ANNOTATION_PREFIX}datadog-environment`,
        default: "production",
        pattern: "[a-z0-9][a-z0-9_.-]*",
      },
      cpu: cpuParameter(NAME, "200m"),
      memory: memoryParameter(NAME, "256Mi"),
    },
    spec: {
      volumes: [
        { name: "datadog-config", emptyDir: { sizeLimit: "64Mi" } },
        { name: "datadog-run", emptyDir: { sizeLimit: "256Mi" } },
        { name: "datadog-tmp", emptyDir: { sizeLimit: "64Mi" } },
        { name: "datadog-logs", emptyDir: { sizeLimit: "128Mi" } },
        { name: "datadog-sockets", emptyDir: { sizeLimit: "1Mi" } },
      ],
      initContainers: [
        {
          // The image brings its configuration in a folder into which the agent also writes.
          name: "datadog-config-copy",
          image: "${image}",
          command: ["cp", "-R", "/etc/datadog-agent/.", "/datadog-config/"],
          resources: { requests: SMALL, limits: SMALL },
          securityContext: SECURITY_CONTEXT,
          volumeMounts: [{ name: "datadog-config", mountPath: "/datadog-config" }],
        },
        {
          name: "datadog-config-init",
          image: "${image}",
          command: ["bash", "-c"],
          args: ["for script in $(find /etc/cont-init.d/ -type f -name '*.sh' | sort); do bash $script; done; exit 0"],
          env: ENVIRONMENT,
          resources: { requests: SMALL, limits: SMALL },
          securityContext: SECURITY_CONTEXT,
          volumeMounts: [CONFIG_MOUNT, SOCKET_MOUNT, TMP_MOUNT],
        },
      ],
      sidecars: [
        {
          name: NAME,
          image: "${image}",
          command: ["agent", "run"],
          env: ENVIRONMENT,
          resources: RESOURCES,
          livenessProbe: aliveOverHttp("/live", 5555),
          securityContext: SECURITY_CONTEXT,
          volumeMounts: [
            CONFIG_MOUNT,
            { name: "datadog-run", mountPath: "/opt/datadog-agent/run" },
            TMP_MOUNT,
            LOG_MOUNT,
            SOCKET_MOUNT,
          ],
        },
        {
          name: "datadog-trace-agent",
          image: "${image}",
          command: ["trace-agent", "--config=/etc/datadog-agent/datadog.yaml"],
          env: ENVIRONMENT,
          resources: {
            requests: { cpu: "100m", memory: "128Mi" },
            limits: { cpu: "100m", memory: "128Mi" },
          },
          securityContext: SECURITY_CONTEXT,
          volumeMounts: [{ ...CONFIG_MOUNT, readOnly: true }, TMP_MOUNT, LOG_MOUNT, SOCKET_MOUNT],
        },
      ],
      terminationGracePeriodSeconds: 45,
      appContainers: [
        {
          env: [
            { name: "DD_TRACE_AGENT_URL", value: "unix:///var/run/datadog/apm.socket" },
            { name: "DD_DOGSTATSD_URL", value: "unix:///var/run/datadog/dsd.socket" },
            { name: "DD_ENTITY_ID", valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } },
            { name: "DD_SERVICE", value: "${pod.ownerName}" },
            { name: "DD_ENV", value: "${environment}" },
          ],
          volumeMounts: [SOCKET_MOUNT],
        },
      ],
    },
  },
  descriptions: {
    image: "Image of the agent",
    site: "Datadog's site, such as `datadoghq.eu`",
    clusterName: "Name of the cluster in Datadog",
    environment: "Datadog's tag `env`",
    cpu: "CPU of the core agent; the trace agent has 100m besides",
    memory: "Memory of the core agent; the trace agent has 128Mi besides",
  },
  appGets: [
    "the volume `datadog-sockets` (an emptyDir) at `/var/run/datadog`, with the sockets of traces and DogStatsD",
    "`DD_TRACE_AGENT_URL` and `DD_DOGSTATSD_URL` with these sockets",
    "`DD_ENTITY_ID`, `DD_SERVICE` and `DD_ENV`, by which Datadog ties all together",
  ],
  policy: undefined,
  secrets: [
    {
      name: SECRET.name,
      keys: [SECRET.key],
      what: "Datadog's API key. Without it the app starts all the same, and the agent says in its log what it misses",
    },
  ],
  podSecurity: "restricted",
  notes: [
    "For metrics of the pod the agent asks the API server for its node: the pod's service account needs a ClusterRole with `get` on `nodes`, `nodes/metrics`, `nodes/spec`, `nodes/stats` and `nodes/proxy`, as Datadog's page on EKS Fargate says. `nodes/proxy` is a strong right (CIS 4.1.10): leave it out where traces and DogStatsD are enough.",
    "Datadog's own admission controller also sets `shareProcessNamespace: true`. This preset does not (NSA/CISA Kubernetes Hardening Guidance); who wants it writes `spec: { shareProcessNamespace: true }` beside `preset:`.",
    "What an app prints does not come through the agent: use Fargate's log router.",
  ],
  unproven: [
    "That all of it runs as user 100 with a read-only root filesystem. Datadog recommends that user for unprivileged agents, and its chart runs both processes with a read-only root filesystem after the same two init containers.",
    "That the scripts in `/etc/cont-init.d` switch on the check for EKS Fargate.",
  ],
});
