import {
  ANNOTATION_PREFIX,
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
import { policyOf, writeLogs } from "./policies";
import { definePreset } from "./preset";

const NAME = "fluent-bit";
const LOG_GROUP = "/fargate/apps";

/** Keys as in Fluent Bit's manual: "YAML configuration", "Tail", "Amazon CloudWatch". */
const CONFIGURATION = `service:
  flush: 1
  grace: 15
  log_level: info
  http_server: on
  http_listen: 0.0.0.0
  http_port: \${healthPort}
pipeline:
  inputs:
    - name: tail
      tag: app
      path: \${logFolder}/\${logFiles}
      path_key: file
      db: /var/fluent-bit/tail.db
      read_from_head: on
      refresh_interval: 5
      skip_long_lines: on
      mem_buf_limit: 16MB
  outputs:
    - name: cloudwatch_logs
      match: "*"
      region: \${region}
      log_group_name: \${logGroup}
      log_stream_prefix: \${pod.namespace}/\${pod.ownerName}/\${POD_NAME}/
      log_retention_days: \${retentionDays}
      auto_create_group: on
      retry_limit: 5
`;

/** Files of an app to CloudWatch Logs. What an app prints is no case for it: Fargate's own log router takes that. */
export const FLUENT_BIT = definePreset({
  name: NAME,
  title: "Fluent Bit: log files to CloudWatch Logs",
  replaces: "the DaemonSet `fluent-bit` (or `aws-for-fluent-bit`) that reads log files of the node",
  does:
    "Reads the files that an app writes to a folder, and sends each line to CloudWatch Logs, to one log stream for each " +
    "pod. What an app prints needs no sidecar: Fargate's own log router takes it.",
  template: {
    parameters: {
      image: imageParameter("public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.14"),
      region: REGION_PARAMETER,
      logGroup: { default: LOG_GROUP, pattern: "[A-Za-z0-9_/.#-]{1,512}" },
      retentionDays: {
        type: "integer",
        default: 30,
        pattern: "1|3|5|7|14|30|60|90|120|150|180|365|400|545|731|1827|3653",
      },
      logFolder: { default: "/var/log/app", pattern: "(/[A-Za-z0-9._-]+)+" },
      logFiles: {
        annotation: `${ANNOTATION_PREFIX}fluent-bit-log-files`,
        default: "*.log",
        pattern: "[A-Za-z0-9._*-]+",
      },
      healthPort: { type: "integer", default: 2020, pattern: "[1-9][0-9]{3,4}" },
      cpu: cpuParameter(NAME, "50m"),
      memory: memoryParameter(NAME, "64Mi"),
    },
    metadata: { annotations: { [configAnnotation(NAME)]: CONFIGURATION } },
    spec: {
      volumes: [
        { name: "app-logs", emptyDir: { sizeLimit: "2Gi" } },
        { name: "fluent-bit-state", emptyDir: { sizeLimit: "64Mi" } },
        configVolume(NAME, "fluent-bit-config", "fluent-bit.yaml"),
      ],
      sidecars: [
        {
          name: NAME,
          image: "${image}",
          // The image's own entry point is a shell script, and loads plugins that are not needed here.
          command: ["/fluent-bit/bin/fluent-bit", "--config=/etc/fluent-bit-config/fluent-bit.yaml"],
          env: [AWS_REGION, POD_NAME],
          resources: RESOURCES,
          livenessProbe: aliveOverHttp("/", "${healthPort}"),
          securityContext: restricted(1000),
          volumeMounts: [
            { name: "app-logs", mountPath: "${logFolder}", readOnly: true },
            { name: "fluent-bit-state", mountPath: "/var/fluent-bit" },
            { name: "fluent-bit-config", mountPath: "/etc/fluent-bit-config", readOnly: true },
          ],
        },
      ],
      terminationGracePeriodSeconds: 45,
      appContainers: [
        {
          env: [{ name: "LOG_FOLDER", value: "${logFolder}" }],
          volumeMounts: [{ name: "app-logs", mountPath: "${logFolder}" }],
        },
      ],
    },
  },
  descriptions: {
    image: "Image of AWS for Fluent Bit",
    region: "AWS region of the log group",
    logGroup: "Log group; it is made where it is missing",
    retentionDays: "Days after which a log group that is made here forgets",
    logFolder: "Folder into which the app writes",
    logFiles: "Which files in it",
    healthPort: "Port of Fluent Bit's own HTTP server, for the probe",
    cpu: "CPU of the sidecar",
    memory: "Memory of the sidecar",
  },
  appGets: [
    "the volume `app-logs` (an emptyDir) at `/var/log/app`, or whatever `logFolder` says",
    "`LOG_FOLDER` with that path",
  ],
  policy: (scope) => policyOf(...writeLogs(scope, LOG_GROUP)),
  secrets: [],
  podSecurity: "restricted",
  notes: [
    "Fluent Bit runs as user 1000: files that the app writes must be readable for others (umask 022, the usual one), or the pod needs an `fsGroup` and files that the group can read.",
    "The volume is limited to 2 GiB, and a pod that writes more is evicted: the app should rotate its files.",
    "The position in each file is kept in the pod, so a restart of the sidecar repeats nothing; lines not yet sent are lost with the pod after the grace period.",
  ],
  unproven: [
    "That the image of version 3 runs as user 1000 with a read-only root filesystem: its Dockerfile names no user, and what is run needs nothing but to be read.",
    "The configuration was checked against the manual, not by Fluent Bit itself.",
  ],
});
