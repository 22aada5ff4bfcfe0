import { aliveOverHttp, cpuParameter, imageParameter, memoryParameter, RESOURCES, restricted } from "./parts";
import { definePreset } from "./preset";

const NAME = "node-exporter";

/** Prometheus' node exporter. On Fargate each pod is alone on its node, so what it tells of the node is of the pod. */
export const NODE_EXPORTER = definePreset({
  name: NAME,
  title: "Node exporter: metrics for Prometheus",
  replaces: "the DaemonSet `node-exporter`",
  does:
    "Serves metrics of CPU, memory and network for Prometheus, and those that the app writes to files. On Fargate each " +
    "pod has a virtual machine of its own, so the numbers of the node are the pod's, with Fargate's own parts.",
  template: {
    parameters: {
      image: imageParameter("quay.io/prometheus/node-exporter:v1.12.0"),
      port: { type: "integer", default: 9100, pattern: "[1-9][0-9]{3,4}" },
      cpu: cpuParameter(NAME, "50m"),
      memory: memoryParameter(NAME, "64Mi"),
    },
    metadata: {
      annotations: {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": "${port}",
        "prometheus.io/path": "/metrics",
      },
    },
    spec: {
      volumes: [{ name: "app-metrics", emptyDir: { sizeLimit: "16Mi" } }],
      sidecars: [
        {
          name: NAME,
          image: "${image}",
          args: [
            "--web.listen-address=:${port}",
            // Only what needs no more than /proc as each container sees it.
            "--collector.disable-defaults",
            "--collector.cpu",
            "--collector.loadavg",
            "--collector.meminfo",
            "--collector.netdev",
            "--collector.netstat",
            "--collector.sockstat",
            "--collector.stat",
            "--collector.vmstat",
            "--collector.textfile",
            "--collector.textfile.directory=/var/metrics",
          ],
          ports: [{ name: "node-metrics", containerPort: "${port}" }],
          resources: RESOURCES,
          livenessProbe: aliveOverHttp("/", "${port}"),
          securityContext: restricted(65534),
          volumeMounts: [{ name: "app-metrics", mountPath: "/var/metrics", readOnly: true }],
        },
      ],
      appContainers: [
        {
          env: [{ name: "METRICS_FOLDER", value: "/var/metrics" }],
          volumeMounts: [{ name: "app-metrics", mountPath: "/var/metrics" }],
        },
      ],
    },
  },
  descriptions: {
    image: "Image of the node exporter",
    port: "Port on which Prometheus finds it",
    cpu: "CPU of the sidecar",
    memory: "Memory of the sidecar",
  },
  appGets: [
    "the volume `app-metrics` (an emptyDir) at `/var/metrics`, and `METRICS_FOLDER` with that path: files `*.prom` in it are served too",
    "the annotations `prometheus.io/scrape`, `prometheus.io/port` and `prometheus.io/path`, where it has none of its own",
  ],
  policy: undefined,
  secrets: [],
  podSecurity: "restricted",
  notes: [
    "An app that already has the annotations of `prometheus.io` keeps them, and then Prometheus finds only the app: name the port `node-metrics` in a PodMonitor instead.",
    "Metrics of single containers are not in it: they are the kubelet's, which a pod on Fargate cannot reach.",
  ],
  unproven: [
    "Which of the collectors give sensible numbers in Fargate's virtual machines.",
    "The tag v1.12.0 is the one that the Helm chart prometheus-node-exporter 4.56.0 takes.",
  ],
});
