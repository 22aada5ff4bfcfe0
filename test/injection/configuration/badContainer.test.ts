import { describeBadContainers } from "./badTemplates";

describeBadContainers("a container is refused for", [
  [
    "args that hold a number",
    "args: [--port, 80]",
    ".args[1]: must be a string, but is the number 80; write it in quotes",
  ],
  [
    "a port out of range",
    "ports: [{containerPort: 70000}]",
    ".ports[0].containerPort: must be from 1 to 65535, but is 70000",
  ],
  [
    "numbers and a boolean in quotes",
    'ports: [{containerPort: "80"}], stdin: "true", tty: "on", securityContext: {runAsUser: "1000", runAsGroup: "users"}',
    '.ports[0].containerPort: must be a whole number, but is the string "80"; leave the quotes out',
    '.stdin: must be true or false, but is the string "true"; leave the quotes out',
    '.tty: must be true or false, but is the string "on"; leave the quotes out',
    '.securityContext.runAsUser: must be a whole number, but is the string "1000"; leave the quotes out',
    '.securityContext.runAsGroup: must be a whole number, but is the string "users"',
  ],
  [
    "two ports of one name, and a name that is too long",
    "ports: [{containerPort: 1, name: metrics}, {containerPort: 2, name: metrics}, {containerPort: 3, name: metrics-and-health}]",
    '.ports[2].name: must be at most 15 lower-case letters, digits and "-", but is the string "metrics-and-health"',
    '.ports[1].name: "metrics" stands already at default.spec.containers[0].ports[0].name',
  ],
  [
    "a protocol in lower case",
    "ports: [{containerPort: 1, protocol: udp}]",
    '.ports[0].protocol: must be one of TCP, UDP, SCTP, but is the string "udp"',
  ],
  [
    "an ordinary container that restarts",
    "restartPolicy: Always",
    ".restartPolicy: is not for ordinary containers; a native sidecar stands in spec.sidecars",
  ],
  [
    "a policy that Kubernetes does not know",
    "imagePullPolicy: always, terminationMessagePolicy: Files",
    '.imagePullPolicy: must be one of Always, IfNotPresent, Never, but is the string "always"',
    '.terminationMessagePolicy: must be one of File, FallbackToLogsOnError, but is the string "Files"',
  ],
]);

const FIELD_PATHS =
  "one of metadata.name, metadata.namespace, metadata.uid, spec.nodeName, spec.serviceAccountName, status.hostIP, " +
  "status.hostIPs, status.podIP, status.podIPs, metadata.labels['KEY'], metadata.annotations['KEY']";

describeBadContainers("a container's environment is refused for", [
  [
    "an environment variable that is a boolean",
    "env: [{name: DEBUG, value: true}]",
    ".env[0].value: must be a string, but is the boolean true; write it in quotes",
  ],
  ["environment variables as a mapping", 'env: {DEBUG: "1"}', ".env: must be a list, but is a mapping"],
  [
    "an environment variable with = in its name",
    "env: [{name: A=B}]",
    '.env[0].name: must be printable ASCII characters without "=", but is the string "A=B"',
  ],
  [
    "an environment variable with two sources",
    "env: [{name: A, value: x, valueFrom: {secretKeyRef: {name: s, key: k}, fieldRef: {fieldPath: metadata.name}}}]",
    ".env[0]: has both value and valueFrom; give one",
    ".env[0].valueFrom: has fieldRef and secretKeyRef; give one of them",
  ],
  [
    "an environment variable without a source",
    "env: [{name: A, valueFrom: {}}]",
    ".env[0].valueFrom: must have one of fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef",
  ],
  [
    "a field of the pod that no variable can have",
    "env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.labels}}}]",
    `.env[0].valueFrom.fieldRef.fieldPath: must be ${FIELD_PATHS}, but is the string "metadata.labels"`,
  ],
  [
    "a label whose key has capitals in its DNS name, which only annotations may have, and keys that are none",
    "env: [{name: A, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['UP/a']\"}}}, {name: B, valueFrom: {fieldRef: {fieldPath: \"metadata.annotations['a_b/c']\"}}}, {name: C, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['']\"}}}]",
    `.env[0].valueFrom.fieldRef.fieldPath: must be ${FIELD_PATHS}, but is the string "metadata.labels['UP/a']"`,
    `.env[1].valueFrom.fieldRef.fieldPath: must be ${FIELD_PATHS}, but is the string "metadata.annotations['a_b/c']"`,
    `.env[2].valueFrom.fieldRef.fieldPath: must be ${FIELD_PATHS}, but is the string "metadata.labels['']"`,
  ],
  [
    "a Secret without its name and key",
    "env: [{name: A, valueFrom: {secretKeyRef: {}}}]",
    ".env[0].valueFrom.secretKeyRef.key: is missing",
    ".env[0].valueFrom.secretKeyRef.name: is missing",
  ],
  [
    "a ConfigMap whose name is none",
    "envFrom: [{configMapRef: {name: My_Config}}]",
    '.envFrom[0].configMapRef.name: must be lower-case letters, digits, "-" and ".", but is the string "My_Config"',
  ],
  [
    "a resource that no container has",
    "env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.gpu}}}]",
    '.env[0].valueFrom.resourceFieldRef.resource: must be limits or requests of cpu, memory or ephemeral-storage, but is the string "limits.gpu"',
  ],
  [
    "a divisor that CPU does not take",
    "env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1Mi}}}]",
    '.env[0].valueFrom.resourceFieldRef.divisor: must be 1 or 1m, but is the string "1Mi"',
  ],
  [
    "a source of variables that needs a newer Kubernetes",
    "env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v, path: p, key: k}}}]",
    ".env[0].valueFrom.fileKeyRef: is not for templates: not every Kubernetes version takes it",
  ],
]);

describeBadContainers("a container's probes and hooks are refused for", [
  [
    "a probe without and one with two actions",
    "livenessProbe: {}, readinessProbe: {exec: {command: [a]}, tcpSocket: {port: 1}}",
    ".readinessProbe: has exec and tcpSocket; give one of them",
    ".livenessProbe: must have one of exec, httpGet, tcpSocket, grpc",
  ],
  [
    "a probe at a port in quotes",
    'livenessProbe: {httpGet: {port: "8080"}}',
    '.livenessProbe.httpGet.port: must be at most 15 lower-case letters, digits and "-", but is the string "8080"; a port number stands without quotes',
  ],
  ["a probe without a command", "livenessProbe: {exec: {}}", ".livenessProbe.exec.command: is missing"],
  [
    "a liveness probe that must succeed twice",
    "livenessProbe: {tcpSocket: {port: 1}, successThreshold: 2, periodSeconds: -1}",
    ".livenessProbe.periodSeconds: must be at least 0, but is -1",
    ".livenessProbe.successThreshold: must be 1, but is 2",
  ],
  [
    "a header that HTTP does not have",
    "livenessProbe: {httpGet: {port: 1, scheme: http, httpHeaders: [{name: X_A, value: b}]}}",
    '.livenessProbe.httpGet.scheme: must be one of HTTP, HTTPS, but is the string "http"',
    '.livenessProbe.httpGet.httpHeaders[0].name: must be letters, digits and "-", but is the string "X_A"',
  ],
  [
    "a signal to stop",
    "lifecycle: {stopSignal: SIGUSR1, preStop: {exec: {command: []}}}",
    ".lifecycle.preStop.exec.command: is missing",
    ".lifecycle.stopSignal: is not for templates: a pod without spec.os must not have it",
  ],
  [
    "a sleep of no time, which Kubernetes takes only since 1.33",
    "lifecycle: {preStop: {sleep: {seconds: 0}}}",
    ".lifecycle.preStop.sleep.seconds: must be at least 1, but is 0",
  ],
  [
    "a number too great for Kubernetes",
    "livenessProbe: {tcpSocket: {port: 1}, periodSeconds: 9999999999}",
    ".livenessProbe.periodSeconds: must be a whole number of at most 31 bits, but is the number 9999999999",
  ],
  [
    "a command of a hook that is a text, once",
    "lifecycle: {postStart: {exec: {command: ls}}}",
    '.lifecycle.postStart.exec.command: must be a list, but is the string "ls"',
  ],
]);

describeBadContainers("a container's resources and rights are refused for", [
  [
    "a quantity that is none",
    "resources: {requests: {memory: 64MB}}",
    '.resources.requests.memory: must be a quantity such as "100m" or "64Mi", but is the string "64MB"',
  ],
  [
    "a request above its limit",
    "resources: {requests: {cpu: 200m}, limits: {cpu: 100m}}",
    '.resources.requests.cpu: the string "200m" is more than the limit, the string "100m"',
  ],
  [
    "a quantity that the API server would be busy with for minutes",
    "resources: {limits: {memory: '1e10000000', cpu: 1e19}}",
    '.resources.limits.memory: must be a quantity such as "100m" or "64Mi", but is the string "1e10000000"',
    '.resources.limits.cpu: must be a quantity such as "100m" or "64Mi", but is the number 10000000000000000000',
  ],
  [
    "a request above its limit by less than the number nearest to it tells",
    'resources: {requests: {cpu: "1.00000000000000001", memory: "9007199254740993"}, limits: {cpu: 1, memory: "9007199254740992"}}',
    '.resources.requests.cpu: the string "1.00000000000000001" is more than the limit, the number 1',
    '.resources.requests.memory: the string "9007199254740993" is more than the limit, the string "9007199254740992"',
  ],
  [
    "requests that are hardly below zero",
    "resources: {requests: {cpu: -0.0000000001, memory: '-1e-400'}}",
    '.resources.requests.memory: must be a quantity such as "100m" or "64Mi", but is the string "-1e-400"',
    ".resources.requests.cpu: must not be negative",
  ],
  ["a request below zero", "resources: {requests: {cpu: -1}}", ".resources.requests.cpu: must not be negative"],
  [
    "a resource that no container has",
    "resources: {limits: {storage: 1Gi, requests.cpu: 1, kubernetes.io/gpu: 1, 'a/b/c': 1, hugepages-2Mi: 2Mi}}",
    ".resources.limits.storage: is no resource of a container; known are cpu, memory, ephemeral-storage and devices such as example.com/gpu",
    ".resources.limits.requests.cpu: is no resource of a container; known are cpu, memory, ephemeral-storage and devices such as example.com/gpu",
    ".resources.limits.kubernetes.io/gpu: is no resource of a container; known are cpu, memory, ephemeral-storage and devices such as example.com/gpu",
    ".resources.limits.a/b/c: is no resource of a container; known are cpu, memory, ephemeral-storage and devices such as example.com/gpu",
    ".resources.limits.hugepages-2Mi: is not for templates: no pod on Fargate has huge pages",
  ],
  [
    "devices that are not whole",
    "resources: {limits: {nvidia.com/gpu: 500m, example.com/fpga: 1E}}",
    '.resources.limits.nvidia.com/gpu: must be a whole number, but is the string "500m"',
    '.resources.limits.example.com/fpga: must be a whole number, but is the string "1E"',
  ],
  [
    "devices that are asked for without a limit, or with another one",
    "resources: {requests: {nvidia.com/gpu: 1, example.com/fpga: 1}, limits: {example.com/fpga: 2}}",
    ".resources.limits.nvidia.com/gpu: is missing: what is no CPU, memory or disk needs a limit",
    ".resources.requests.example.com/fpga: must be equal to the limit, the number 2, but is the number 1",
  ],
  [
    "a claim of the pod",
    "resources: {claims: [{name: gpu}]}",
    ".resources.claims: is not for templates: a resource claim belongs to the pod",
  ],
  [
    "a resize that restarts",
    "resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]",
    ".resizePolicy[0].restartPolicy: RestartContainer is not for templates: a pod that never restarts must not have it",
  ],
  [
    "a user below zero",
    "securityContext: {runAsUser: -1, runAsGroup: nobody}",
    '.securityContext.runAsGroup: must be a whole number, but is the string "nobody"',
    ".securityContext.runAsUser: must be from 0 to 2147483647, but is -1",
  ],
  [
    "a privileged container without escalation",
    "securityContext: {privileged: true, allowPrivilegeEscalation: false, capabilities: {add: [CAP_SYS_ADMIN]}}",
    ".securityContext.allowPrivilegeEscalation: must not be false in a privileged container",
    ".securityContext.allowPrivilegeEscalation: must not be false in a container with CAP_SYS_ADMIN",
  ],
  [
    "a profile of the node without its name",
    "securityContext: {seccompProfile: {type: Localhost}, appArmorProfile: {type: Unconfined, localhostProfile: x}, procMount: Unmasked}",
    ".securityContext.seccompProfile.localhostProfile: is missing",
    ".securityContext.appArmorProfile.localhostProfile: is only for type Localhost",
    '.securityContext.procMount: must be Default, but is the string "Unmasked"',
  ],
]);

describeBadContainers("a container's mounts are refused for", [
  [
    "a mount without its volume",
    "volumeMounts: [{name: logs, mountPath: /l}]",
    '.volumeMounts[0].name: no volume "logs" in spec.volumes, which has log',
  ],
  [
    "a mount without a path, and one at a path with a colon",
    'volumeMounts: [{name: log}, {name: log, mountPath: "C:/log"}]',
    ".volumeMounts[0].mountPath: is missing",
    '.volumeMounts[1].mountPath: must be a path without ":", but is the string "C:/log"',
  ],
  [
    "two mounts at one path",
    "volumeMounts: [{name: log, mountPath: /l}, {name: log, mountPath: /l}]",
    '.volumeMounts[1].mountPath: "/l" stands already at default.spec.containers[0].volumeMounts[0].mountPath',
  ],
  [
    "a mount of a path outside its volume",
    "volumeMounts: [{name: log, mountPath: /l, subPath: ../x, subPathExpr: /y}]",
    '.volumeMounts[0].subPath: must be a relative path without "..", but is the string "../x"',
    '.volumeMounts[0].subPathExpr: must be a relative path without "..", but is the string "/y"',
    ".volumeMounts[0]: has subPath and subPathExpr; give one",
  ],
  [
    "mounts that are propagated or read-only as they cannot be",
    "volumeMounts: [{name: log, mountPath: /l, mountPropagation: Bidirectional}, {name: log, mountPath: /m, recursiveReadOnly: Enabled}]",
    ".volumeMounts[0].mountPropagation: Bidirectional is only for privileged containers",
    ".volumeMounts[1].recursiveReadOnly: needs readOnly: true and no mountPropagation",
  ],
  [
    "a block device",
    "volumeDevices: [{name: log, devicePath: /d}]",
    ".volumeDevices: is not for sidecars: Fargate has no block devices; use volumeMounts",
  ],
]);
