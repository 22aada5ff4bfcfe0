import { describeBadTemplates } from "./badTemplates";

describeBadTemplates("a template is refused for", [
  ["nothing at all", "", ': must be a mapping with the field "spec", but is empty'],
  ["a list instead of a template", "- name: a\n  image: b", ': must be a mapping with the field "spec", but is a list'],
  ["a number instead of a template", "80", ': must be a mapping with the field "spec", but is the number 80'],
  ["no spec", "order: 1", ".spec: is missing"],
  ["a spec that is a list", "spec: []", ".spec: must be a mapping, but is an empty list"],
  [
    "a spec that adds nothing",
    "spec: {containers: []}",
    ".spec: adds nothing; give at least one of containers, sidecars, initContainers, volumes, imagePullSecrets, " +
      "securityContext, shareProcessNamespace, hostAliases, dnsConfig, terminationGracePeriodSeconds, appContainers",
  ],
  [
    "a pod instead of a template",
    "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: b}]}",
    ": holds a whole Pod; give only what its spec has, below spec",
  ],
  [
    "a misspelt field of the template",
    "namespace: [shop]\nspec: {containers: [{name: a, image: b}]}",
    '.namespace: unknown field, did you mean "namespaces"?',
  ],
  [
    "a misspelt list of the spec",
    "spec: {container: [{name: a, image: b}]}",
    '.spec.container: unknown field, did you mean "containers"?',
  ],
  [
    "containers that are a mapping",
    "spec: {containers: {a: {image: b}}}",
    ".spec.containers: must be a list, but is a mapping",
  ],
  [
    "a container that is a text",
    "spec: {containers: [busybox]}",
    '.spec.containers[0]: must be a mapping, but is the string "busybox"',
  ],
  [
    "a container that is empty",
    "spec:\n  containers:\n    -\n",
    ".spec.containers[0]: must be a mapping, but is empty",
  ],
  ["a container without a name", "spec: {containers: [{image: b}]}", ".spec.containers[0].name: is missing"],
  [
    "a container with an empty name",
    'spec: {containers: [{name: "", image: b}]}',
    ".spec.containers[0].name: is missing",
  ],
  ["a container without an image", "spec: {containers: [{name: a}]}", ".spec.containers[0].image: is missing"],
  [
    "an image with a space",
    'spec: {containers: [{name: a, image: "busybox :1"}]}',
    '.spec.containers[0].image: must be an image reference such as registry.example.com/team/agent:1.2, but is the string "busybox :1"',
  ],
  [
    "an image that another tool should have filled in",
    'spec: {containers: [{name: a, image: "${REGISTRY}/x:1"}, {name: b, image: $IMAGE}]}',
    '.spec.containers[0].image: holds "${REGISTRY}", which nothing fills in here; render it first, or use parameters',
    '.spec.containers[1].image: holds "$IMAGE", which nothing fills in here; render it first, or use parameters',
  ],
  [
    "a misspelt field of a container",
    "spec: {containers: [{name: a, imagee: b, image: b}]}",
    '.spec.containers[0].imagee: unknown field, did you mean "image"?',
  ],
  [
    "a name that is no DNS label",
    "spec: {containers: [{name: Log_Router, image: b}]}",
    '.spec.containers[0].name: must be lower-case letters, digits and "-", at most 63, but is the string "Log_Router"',
  ],
  [
    "a name that is a number",
    "spec: {containers: [{name: 80, image: b}]}",
    ".spec.containers[0].name: must be a string, but is the number 80; write it in quotes",
  ],
  [
    "two containers of one name, in two lists",
    "spec: {containers: [{name: a, image: b}], sidecars: [{name: a, image: b}]}",
    '.spec.sidecars[0].name: "a" stands already at default.spec.containers[0].name',
  ],
  [
    "two containers at one port of the host",
    "spec: {containers: [{name: a, image: b, ports: [{containerPort: 1, hostPort: 9}]}, {name: c, image: b, ports: [{containerPort: 2, hostPort: 9}]}]}",
    '.spec.containers[1].ports: "9/TCP" stands already at default.spec.containers[0].ports',
  ],
  [
    "one init container twice at one port of the host",
    "spec: {initContainers: [{name: a, image: b, ports: [{containerPort: 1, hostPort: 9}, {containerPort: 2, hostPort: 9}]}]}",
    '.spec.initContainers[0].ports: "9/TCP" stands already at default.spec.initContainers[0].ports',
  ],
  [
    "a native sidecar at the port of a container, beside which it runs where the cluster has no native sidecars",
    "spec: {containers: [{name: a, image: b, ports: [{containerPort: 1, hostPort: 9}]}], initContainers: [{name: c, image: b, restartPolicy: Always, ports: [{containerPort: 2, hostPort: 9}]}]}",
    '.spec.initContainers[0].ports: "9/TCP" stands already at default.spec.containers[0].ports',
  ],
  [
    "probes and hooks of an init container",
    "spec: {initContainers: [{name: a, image: b, readinessProbe: {tcpSocket: {port: 1}}, lifecycle: {}}]}",
    ".spec.initContainers[0].readinessProbe: is not for init containers; a container that keeps running stands in spec.sidecars",
    ".spec.initContainers[0].lifecycle: is not for init containers; a container that keeps running stands in spec.sidecars",
  ],
  [
    "an init container that restarts on failure",
    "spec: {initContainers: [{name: a, image: b, restartPolicy: OnFailure, restartPolicyRules: []}]}",
    ".spec.initContainers[0].restartPolicyRules: is not for templates: not every Kubernetes version takes it",
    '.spec.initContainers[0].restartPolicy: must be Always, but is the string "OnFailure"',
  ],
  [
    "two volumes of one name",
    "spec: {volumes: [{name: a}, {name: a}]}",
    '.spec.volumes[1].name: "a" stands already at default.spec.volumes[0].name',
  ],
  [
    "volumes without the name of their source",
    'spec: {volumes: [{name: a, configMap: {}}, {name: b, secret: {secretName: ""}}, {name: c, persistentVolumeClaim: {}}]}',
    ".spec.volumes[2].persistentVolumeClaim.claimName: is missing",
    ".spec.volumes[0].configMap.name: is missing",
    ".spec.volumes[1].secret.secretName: is missing",
  ],
  [
    "a path of the host outside of itself",
    "spec: {volumes: [{name: a, hostPath: {path: /var/../etc, type: Folder}}, {name: b, nfs: {server: s, path: export}}]}",
    '.spec.volumes[0].hostPath.path: must be a path without "..", but is the string "/var/../etc"',
    '.spec.volumes[0].hostPath.type: must be one of DirectoryOrCreate, Directory, FileOrCreate, File, Socket, CharDevice, BlockDevice, but is the string "Folder"',
    '.spec.volumes[1].nfs.path: must be an absolute path, but is the string "export"',
  ],
  [
    "a pull secret without a name",
    "spec: {imagePullSecrets: [{}, {name: 5}]}",
    ".spec.imagePullSecrets[1].name: must be a string, but is the number 5; write it in quotes",
    ".spec.imagePullSecrets[0].name: is missing",
  ],
]);

describeBadTemplates("a template's selection of pods is refused for", [
  [
    "profiles that are no list",
    "profiles: default\nspec: {containers: [{name: a, image: b}]}",
    '.profiles: must be a list of names, which may hold "*" and "?", but is the string "default"',
  ],
  [
    "an empty list of namespaces",
    "namespaces: []\nspec: {containers: [{name: a, image: b}]}",
    '.namespaces: must be a list of names, which may hold "*" and "?", but is an empty list',
  ],
  [
    "a namespace that is a number",
    "namespaces: [shop, 5]\nspec: {containers: [{name: a, image: b}]}",
    '.namespaces[1]: must be a name, which may hold "*" and "?", but is the number 5',
  ],
  [
    "an order that is no whole number",
    "order: 1.5\nspec: {containers: [{name: a, image: b}]}",
    ".order: must be a whole number, but is the number 1.5",
  ],
  [
    "an order in quotes",
    'order: "5"\noptIn: "yes"\nspec: {containers: [{name: a, image: b}]}',
    '.optIn: must be true or false, but is the string "yes"; leave the quotes out',
    '.order: must be a whole number, but is the string "5"; leave the quotes out',
  ],
  [
    "an order beyond what JavaScript counts exactly",
    "order: 99999999999999999999\nspec: {containers: [{name: a, image: b}]}",
    ".order: must be a whole number, but is a number too large to be read exactly",
  ],
  [
    "a podSelector that is a list",
    "podSelector: [app]\nspec: {containers: [{name: a, image: b}]}",
    ".podSelector: must be a mapping, but is a list",
  ],
  [
    "an unknown field of a podSelector",
    "podSelector: {matchLabel: {app: web}}\nspec: {containers: [{name: a, image: b}]}",
    '.podSelector.matchLabel: unknown field, did you mean "matchLabels"?',
  ],
  [
    "a label that is a number",
    "podSelector: {matchLabels: {version: 2}}\nspec: {containers: [{name: a, image: b}]}",
    ".podSelector.matchLabels.version: must be a string, but is the number 2; write it in quotes",
  ],
  [
    "an unknown operator",
    "podSelector: {matchExpressions: [{key: app, operator: Equals, values: [web]}]}\nspec: {containers: [{name: a, image: b}]}",
    '.podSelector.matchExpressions[0].operator: must be one of In, NotIn, Exists, DoesNotExist, but is the string "Equals"',
  ],
  [
    "an operator without its values, and one with values that it does not take",
    "podSelector: {matchExpressions: [{key: app, operator: In}, {key: app, operator: Exists, values: [web]}]}\nspec: {containers: [{name: a, image: b}]}",
    ".podSelector.matchExpressions[0].values: must not be empty with operator In",
    ".podSelector.matchExpressions[1].values: must be empty with operator Exists",
  ],
]);

describeBadTemplates("a text is refused for", [
  [
    "text that is no YAML",
    "spec: [a",
    ": is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 9",
  ],
  [
    "a tab for indentation",
    "spec:\n\tcontainers: []",
    ": is not YAML: Tabs are not allowed as indentation at line 2, column 1",
  ],
  ["two documents", "spec: {}\n---\nspec: {}", ": is not YAML: more than one document"],
  [
    "a key that stands twice",
    "spec: {}\n'spec': {}",
    ': is not YAML: "spec" is given twice, the second time at line 2, column 1',
  ],
  [
    "an alias without its anchor",
    "spec:\n  containers:\n    - <<: *base",
    ': is not YAML: no anchor "base" at line 3, column 11',
  ],
  [
    "an alias before its anchor",
    "spec: {volumes: [*a, &a {name: b}]}",
    ': is not YAML: no anchor "a" at line 1, column 18',
  ],
  [
    "a wildcard without quotes",
    "profiles: [*]\nspec: {containers: [{name: a, image: b}]}",
    ': is not YAML: "*" begins an alias; where it is a wildcard, write it in quotes, at line 1, column 12',
  ],
  [
    "a quote that is never closed",
    'spec:\n  containers:\n    - name: "a"\n      image: "b\n      args: [x]\n',
    ": is not YAML: no end of the quote that begins at line 4, column 14",
  ],
  [
    "a mapping as a key",
    "spec: {? {a: b} : c}",
    ": is not YAML: a mapping or a list cannot be a key at line 1, column 10",
  ],
  [
    "a value that JSON does not have",
    "order: .nan\nspec: {containers: [{name: a, image: b}]}",
    ": is not YAML: holds a value that JSON does not have",
  ],
  [
    "a tag that kubectl does not know",
    "spec: !secret {}",
    ": is not YAML: Unresolved tag: !secret at line 1, column 7",
  ],
]);

describeBadTemplates("a template that another tool should have rendered is refused with what is left in it", [
  [
    "in the place of a value",
    "spec:\n  containers:\n    - name: a\n      image: {{ .Values.image }}\n",
    ': is not YAML: line 4 holds "{{ .Values.image }}", which nothing fills in here; render it first, or use parameters',
  ],
  [
    "in the place of a value of a flow mapping",
    "spec: {containers: [{name: a, image: b, resources: {{ .Values.resources }}}]}",
    ': is not YAML: line 1 holds "{{ .Values.resources }}", which nothing fills in here; render it first, or use parameters',
  ],
  [
    "in the place of lines",
    "spec:\n  {{- toYaml .Values.spec | nindent 2 }}\n",
    ': is not YAML: line 2 holds "{{- toYaml .Values.spec | nindent 2 }}", which nothing fills in here; render it first, or use parameters',
  ],
  [
    "around lines",
    "spec:\n  containers:\n  {% for each in all %}\n  - name: a\n  {% endfor %}\n",
    ': is not YAML: line 3 holds "{% for each in all %}", which nothing fills in here; render it first, or use parameters',
  ],
  [
    "in quotes, wherever it does not fit",
    'spec: {containers: [{name: a, image: "x/{{ .image }}", imagePullPolicy: "{{ .pull }}", args: ["{{ .fits }}"], ports: [{containerPort: "{{ .port }}"}]}]}',
    '.spec.containers[0].ports[0].containerPort: holds "{{ .port }}", which nothing fills in here; render it first, or use parameters',
    '.spec.containers[0].image: holds "{{ .image }}", which nothing fills in here; render it first, or use parameters',
    '.spec.containers[0].imagePullPolicy: holds "{{ .pull }}", which nothing fills in here; render it first, or use parameters',
  ],
]);

describeBadTemplates("a key that YAML reads as a boolean is refused for", [
  [
    "the name of a parameter",
    'parameters: {n: {default: "1"}}\nspec: {containers: [{name: a, image: b, args: ["${n}"]}]}',
    ".parameters.false: the key n reads as the boolean false; write it in quotes",
  ],
  [
    "a label, which would be another one",
    'podSelector: {matchLabels: {Y: "1"}}\nmetadata: {labels: {on: x}}',
    ".podSelector.matchLabels.true: the key Y reads as the boolean true; write it in quotes",
    ".metadata.labels.true: the key on reads as the boolean true; write it in quotes",
  ],
  [
    "a field, which nobody would find under its other name",
    "spec: {containers: [{name: a, image: b, off: x}]}",
    ".spec.containers[0].false: the key off reads as the boolean false; write it in quotes",
    ".spec.containers[0].false: unknown field",
  ],
]);
