/** A Stage of kwok: what it does to the objects that its selector matches. */
interface Stage {
  apiVersion: "kwok.x-k8s.io/v1alpha1";
  kind: "Stage";
  metadata: { name: string };
  spec: object;
}

interface JqRequirement {
  key: string;
  operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  values?: readonly string[];
}

const DELETED: JqRequirement = { key: ".metadata.deletionTimestamp", operator: "Exists" };
const NOT_DELETED: JqRequirement = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };
const NOT_READY: JqRequirement = {
  key: '.status.conditions[]? | select(.type == "Ready") | .status',
  operator: "NotIn",
  values: ["True"],
};

/**
 * The life of fake nodes and pods. A node is ready at once; kwok takes charge of a node's pods only where a stage exists
 * for nodes. A pod is running and ready at once, complete at once where a Job owns it, gone when it is deleted. Pods with a container of one of `programImages` are left to whoever runs programs.
 */
export function kwokStages(programImages: readonly string[]): readonly Stage[] {
  const ours: JqRequirement[] = programImages.length === 0 ? [] : [withoutImages(programImages)];
  return [
    stage("Node", "node-ready", [NOT_READY], { statusTemplate: NODE_STATUS }),
    stage("Pod", "pod-ready", [...ours, NOT_DELETED, phase("Pending")], { statusTemplate: READY_STATUS }),
    stage("Pod", "pod-complete", [...ours, NOT_DELETED, phase("Running"), ownedByJob()], {
      statusTemplate: COMPLETE_STATUS,
    }),
    stage("Pod", "pod-delete", [...ours, DELETED], { delete: true }),
  ];
}

/** kwok's configuration file: the stages as documents of one YAML stream. */
export function kwokConfiguration(programImages: readonly string[]): string {
  return kwokStages(programImages)
    .map((stage) => JSON.stringify(stage, null, 2))
    .join("\n---\n");
}

function stage(kind: "Node" | "Pod", name: string, selector: readonly JqRequirement[], next: object): Stage {
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: "v1", kind },
      selector: { matchExpressions: selector.map((jq) => ({ jq })) },
      next,
    },
  };
}

function phase(value: string): JqRequirement {
  return { key: ".status.phase", operator: "In", values: [value] };
}

function ownedByJob(): JqRequirement {
  return { key: ".metadata.ownerReferences[]?.kind", operator: "In", values: ["Job"] };
}

function withoutImages(images: readonly string[]): JqRequirement {
  return { key: ".spec.initContainers[]?.image, .spec.containers[].image", operator: "NotIn", values: images };
}

const NODE_STATUS = `
{{ $now := Now | Quote }}
conditions:
- {type: Ready, status: "True", reason: FakeNode, lastHeartbeatTime: {{ $now }}, lastTransitionTime: {{ $now }}}
`;

/** The fields that a template of kwok gives to each container of a list, in which `state` differs. */
function containerStatuses(field: "initContainers" | "containers", ready: boolean, state: string): string {
  return `
{{ range .spec.${field} }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  restartCount: 0
  ready: ${ready}
  ${state}
{{ end }}`;
}

const RUNNING = `started: true
  state: {running: {startedAt: {{ $now | Quote }}}}`;
const COMPLETED = `started: false
  state: {terminated: {exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}}`;

/** A native sidecar (an init container with restartPolicy Always) keeps running; other init containers have ended. */
const INITIALIZED = `{{ if eq .restartPolicy "Always" }}
  ${RUNNING}
  {{ else }}
  ${COMPLETED}
  {{ end }}`;

const READY_STATUS = `
{{ $now := Now }}
phase: Running
startTime: {{ $now | Quote }}
hostIP: {{ index (NodeIPsWith .spec.nodeName) 0 | Quote }}
{{ $address := index (PodIPsWith .spec.nodeName (or .spec.hostNetwork false) .metadata.uid .metadata.name .metadata.namespace) 0 }}
podIP: {{ $address | Quote }}
podIPs: [{ip: {{ $address | Quote }}}]
conditions:
{{ range list "PodReadyToStartContainers" "Initialized" "ContainersReady" "Ready" }}
- {type: {{ . }}, status: "True", lastTransitionTime: {{ $now | Quote }}}
{{ end }}
{{ range .spec.readinessGates }}
- {type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ $now | Quote }}}
{{ end }}
initContainerStatuses:
${containerStatuses("initContainers", true, INITIALIZED)}
containerStatuses:
${containerStatuses("containers", true, RUNNING)}
`;

const COMPLETE_STATUS = `
{{ $now := Now }}
phase: Succeeded
conditions:
{{ range list "ContainersReady" "Ready" }}
- {type: {{ . }}, status: "False", reason: PodCompleted, lastTransitionTime: {{ $now | Quote }}}
{{ end }}
initContainerStatuses:
${containerStatuses("initContainers", true, COMPLETED)}
containerStatuses:
${containerStatuses("containers", false, COMPLETED)}
`;
