import { describeBadContainers, describeBadTemplates, describeBadVolumes } from "./badTemplates";

// Each of these is told once, and with its values, also where something other than a text stands there.

describeBadTemplates("the possible values are told of", [
  [
    "native and position",
    "spec: {native: true, position: 0, containers: [{name: a, image: b}]}",
    ".spec.native: must be one of auto, always, never, but is the boolean true",
    ".spec.position: must be one of first, last, but is the number 0",
  ],
  [
    "the pod's securityContext",
    "spec: {securityContext: {fsGroupChangePolicy: 1, seccompProfile: {type: [a]}}}",
    ".spec.securityContext.fsGroupChangePolicy: must be one of Always, OnRootMismatch, but is the number 1",
    ".spec.securityContext.seccompProfile.type: must be one of RuntimeDefault, Localhost, Unconfined, but is a list",
  ],
  [
    "a native sidecar's restartPolicy",
    "spec: {sidecars: [{name: a, image: b, restartPolicy: true}]}",
    ".spec.sidecars[0].restartPolicy: must be Always, but is the boolean true",
  ],
  [
    "the operator of a selector",
    "podSelector: {matchExpressions: [{key: a, operator: on}]}\nspec: {containers: [{name: a, image: b}]}",
    ".podSelector.matchExpressions[0].operator: must be one of In, NotIn, Exists, DoesNotExist, but is the boolean true",
  ],
]);

describeBadContainers("the possible values are told of", [
  [
    "policies of a container",
    "imagePullPolicy: yes, terminationMessagePolicy: {}, resizePolicy: [{resourceName: 1, restartPolicy: no}]",
    ".imagePullPolicy: must be one of Always, IfNotPresent, Never, but is the boolean true",
    ".terminationMessagePolicy: must be one of File, FallbackToLogsOnError, but is a mapping",
    ".resizePolicy[0].resourceName: must be one of cpu, memory, but is the number 1",
    ".resizePolicy[0].restartPolicy: must be NotRequired, but is the boolean false",
  ],
  [
    "an ordinary container's restartPolicy",
    "restartPolicy: true",
    ".restartPolicy: is not for ordinary containers; a native sidecar stands in spec.sidecars",
  ],
  [
    "a port's protocol and a probe's scheme",
    "ports: [{containerPort: 1, protocol: 6}], livenessProbe: {httpGet: {port: 1, scheme: 443}}",
    ".livenessProbe.httpGet.scheme: must be one of HTTP, HTTPS, but is the number 443",
    ".ports[0].protocol: must be one of TCP, UDP, SCTP, but is the number 6",
  ],
  [
    "the version of a reference",
    "env: [{name: A, valueFrom: {fieldRef: {apiVersion: 1, fieldPath: metadata.name}}}]",
    ".env[0].valueFrom.fieldRef.apiVersion: must be v1, but is the number 1",
  ],
  [
    "rights",
    "securityContext: {procMount: 1, appArmorProfile: {type: 1}}",
    ".securityContext.appArmorProfile.type: must be one of RuntimeDefault, Localhost, Unconfined, but is the number 1",
    ".securityContext.procMount: must be Default, but is the number 1",
  ],
  [
    "mounts",
    "volumeMounts: [{name: log, mountPath: /a, mountPropagation: no, recursiveReadOnly: on}]",
    ".volumeMounts[0].mountPropagation: must be one of None, HostToContainer, Bidirectional, but is the boolean false",
    ".volumeMounts[0].recursiveReadOnly: must be one of Disabled, IfPossible, Enabled, but is the boolean true",
  ],
]);

describeBadVolumes("the possible values are told of", [
  ["an emptyDir's medium", "emptyDir: {medium: 1}", ".emptyDir.medium: must be Memory, but is the number 1"],
  [
    "the type of a path of the host",
    "hostPath: {path: /a, type: 1}",
    ".hostPath.type: must be one of DirectoryOrCreate, Directory, FileOrCreate, File, Socket, CharDevice, BlockDevice, but is the number 1",
  ],
]);
