import { describeBadContainers, describeBadTemplates, describeBadVolumes } from "./badTemplates";

const SPEC = "spec: {containers: [{name: a, image: b}]}";

describeBadTemplates("where a field of a template belongs is told of", [
  [
    "what stands beside spec, without a word about spec",
    "containers: [{name: a, image: b}]\nvolumes: []\nnative: always\nannotations: {}\nimage: b\nhostNetwork: true",
    ".containers: unknown field; it belongs below spec: spec.containers",
    ".volumes: unknown field; it belongs below spec: spec.volumes",
    ".native: unknown field; it belongs below spec: spec.native",
    ".annotations: unknown field; it belongs below metadata: metadata.annotations",
    ".image: unknown field; it is a field of a container: spec.containers[].image",
    ".hostNetwork: unknown field; it is a field of the pod that no template changes",
  ],
  [
    "names that other injectors have",
    `name: a\ninherits: b\nselector: {}\nnamespaceSelector: {}\nmatchLabels: {}\n${SPEC}`,
    ".name: unknown field; the key in the ConfigMap is the name",
    '.inherits: unknown field, did you mean "preset"?',
    '.selector: unknown field, did you mean "podSelector"?',
    ".namespaceSelector: unknown field; namespaces are chosen by their names, in namespaces",
    ".matchLabels: unknown field; it belongs below podSelector: podSelector.matchLabels",
  ],
  [
    "what belongs in sizing, and in the settings of all templates",
    `fit: true\nminimum: {}\nprices: {}\n${SPEC}`,
    ".fit: unknown field; it belongs in sizing.fit",
    ".minimum: unknown field; it belongs in sizing.minimum",
    '.prices: unknown field; it belongs in the key "_settings", beside the templates',
  ],
  [
    "sizing and lint below spec",
    "spec: {containers: [{name: a, image: b}], sizing: {fit: true}, lint: {}}",
    ".spec.sizing: unknown field; it belongs beside spec, not below it",
    ".spec.lint: unknown field; it belongs beside spec, not below it",
  ],
  ["a misspelt spec, once", "Spec: {containers: [{name: a, image: b}]}", '.Spec: unknown field, did you mean "spec"?'],
  [
    "what stands in spec",
    "spec: {containers: [{name: a, image: b}], optIn: true, labels: {}, env: [], fsGroup: 1, privileged: true, restartPolicy: Never, tolerations: [], replicas: 1}",
    ".spec.optIn: unknown field; it belongs beside spec, not below it",
    ".spec.labels: unknown field; it belongs beside spec: metadata.labels",
    ".spec.env: unknown field; it is a field of a container: containers[].env",
    ".spec.fsGroup: unknown field; it belongs in securityContext.fsGroup",
    ".spec.privileged: unknown field; it is a field of a container's securityContext",
    ".spec.restartPolicy: unknown field; it is a field of the pod that no template changes",
    ".spec.tolerations: unknown field; it is a field of the pod that no template changes",
    ".spec.replicas: unknown field; it is a field of a workload such as a Deployment; give only what its spec.template.spec has",
  ],
  [
    "what is the container's in the pod's securityContext",
    "spec: {securityContext: {capabilities: {}, readOnlyRootFilesystem: true, fsGroups: 1}}",
    ".spec.securityContext.capabilities: unknown field; it is a field of a container's securityContext",
    ".spec.securityContext.readOnlyRootFilesystem: unknown field; it is a field of a container's securityContext",
    '.spec.securityContext.fsGroups: unknown field, did you mean "fsGroup"?',
  ],
  [
    "what app containers and DNS settings do not get",
    "spec: {dnsConfig: {searches: [a]}, appContainers: [{name: app, image: b, env: [{name: A, value: b}]}]}",
    ".spec.dnsConfig.searches: unknown field; templates add options only",
    '.spec.appContainers[0].name: unknown field, did you mean "names"?',
    ".spec.appContainers[0].image: unknown field; a pod's own container keeps it as it is; known are env, envFrom, volumeMounts",
  ],
  [
    "a pull secret by another name, once",
    "spec: {imagePullSecrets: [{secretName: a}]}",
    '.spec.imagePullSecrets[0].secretName: unknown field, did you mean "name"?',
  ],
]);

describeBadTemplates("a template is refused that is more than one, namely", [
  ["a Deployment", `apiVersion: apps/v1\nkind: Deployment\n${SPEC}`, whole("Deployment", "spec.template.spec")],
  ["a CronJob", `kind: CronJob\n${SPEC}`, whole("CronJob", "spec.jobTemplate.spec.template.spec")],
  ["a SidecarSet", `apiVersion: apps.kruise.io/v1alpha1\nkind: SidecarSet\n${SPEC}`, whole("SidecarSet", "spec")],
  [
    "a ConfigMap",
    "apiVersion: v1\nkind: ConfigMap\ndata: {default: x}",
    ": holds a whole ConfigMap; give only the text of one key of its data",
  ],
  [
    "an object of any other kind",
    "apiVersion: example.com/v1\nkind: Sidecar\nspec: {}",
    ": holds a whole Sidecar; give only a template: spec.containers and the like",
  ],
  ["one below its name", `default: {${SPEC}}`, ': holds a template below "default"; give only what is below it'],
]);

describeBadContainers("where a field of a container belongs is told of", [
  [
    "what stands in the pod's spec",
    "volumes: [], serviceAccountName: a, fsGroup: 1",
    ".volumes: unknown field; it belongs in spec.volumes",
    ".serviceAccountName: unknown field; it is a field of the pod that no template changes",
    ".fsGroup: unknown field; it is a field of spec.securityContext",
  ],
  [
    "rights and amounts",
    "privileged: true, runAsUser: 0, limits: {}, requests: {}, cpu: 1, memory: 1Gi, resources: {cpu: 1}",
    ".privileged: unknown field; it belongs in securityContext.privileged",
    ".runAsUser: unknown field; it belongs in securityContext.runAsUser",
    ".limits: unknown field; it belongs in resources.limits",
    ".requests: unknown field; it belongs in resources.requests",
    ".cpu: unknown field; it belongs in resources.requests and resources.limits",
    ".memory: unknown field; it belongs in resources.requests and resources.limits",
    ".resources.cpu: unknown field; it belongs in requests and limits",
  ],
  [
    "names that other formats have",
    "environment: [], pullPolicy: Always, entrypoint: [], cmd: [], mounts: [], httpGet: {}, mountPath: /a, containerPort: 1",
    '.environment: unknown field, did you mean "env"?',
    '.pullPolicy: unknown field, did you mean "imagePullPolicy"?',
    '.entrypoint: unknown field, did you mean "command"?',
    '.cmd: unknown field, did you mean "args"?',
    '.mounts: unknown field, did you mean "volumeMounts"?',
    ".httpGet: unknown field; it belongs in a probe, such as readinessProbe.httpGet",
    ".mountPath: unknown field; it belongs in volumeMounts[].mountPath",
    ".containerPort: unknown field; it belongs in ports[].containerPort",
  ],
  [
    "what is one level too high",
    "env: [{name: A, secretKeyRef: {}}], livenessProbe: {path: /, command: [a], tcpSocket: {port: 1}}, securityContext: {fsGroup: 1}",
    ".env[0].secretKeyRef: unknown field; it belongs in valueFrom.secretKeyRef",
    ".livenessProbe.path: unknown field; it belongs in httpGet.path",
    ".livenessProbe.command: unknown field; it belongs in exec.command",
    ".securityContext.fsGroup: unknown field; it is a field of spec.securityContext",
  ],
  [
    "a path by another name, once",
    "volumeMounts: [{name: log, path: /a}]",
    '.volumeMounts[0].path: unknown field, did you mean "mountPath"?',
  ],
  [
    "what every object of JavaScript has",
    "constructor: {}, toString: a",
    ".constructor: unknown field",
    ".toString: unknown field",
  ],
]);

describeBadVolumes("where a field of a volume belongs is told of", [
  ["a Secret by name, once", "secret: {name: s}", '.secret.name: unknown field, did you mean "secretName"?'],
  [
    "a claim by name, once",
    "persistentVolumeClaim: {name: s}",
    '.persistentVolumeClaim.name: unknown field, did you mean "claimName"?',
  ],
  ["a claim in short", "pvc: {claimName: s}", '.pvc: unknown field, did you mean "persistentVolumeClaim"?'],
  [
    "what is one level too high",
    "secretName: s, sizeLimit: 1Gi, mountPath: /a",
    ".secretName: unknown field; it belongs in the kind of the volume, such as secret.secretName",
    ".sizeLimit: unknown field; it belongs in emptyDir.sizeLimit",
    ".mountPath: unknown field; it belongs in volumeMounts of a container",
  ],
]);

function whole(kind: string, spec: string): string {
  return `: holds a whole ${kind}; give only what its ${spec} has, below spec`;
}
