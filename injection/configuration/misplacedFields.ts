import { SETTINGS_KEY } from "../names";
import { unknownField } from "../problem";
import { isFieldOf } from "./templateTypes";

/**
 * The message for a field that a type does not have. People write fields there that have another name, or belong in
 * another place; otherwise it is likely to be a misspelt one of those that are known.
 * @param type a type of `templateTypes.ts`, `Template` for a template itself, or `Settings` for `_settings`.
 */
export function unknownFieldOf(type: string, field: string, known: readonly string[]): string {
  const name = ownEntry(ownEntry(OTHER_NAMES, type), field);
  if (name !== undefined) return `unknown field, did you mean "${name}"?`;
  const remark = ownEntry(ownEntry(REMARKS, type), field) ?? remarkOnPlace(type, field);
  return remark === undefined ? unknownField(field, known) : `unknown field; ${remark}`;
}

function remarkOnPlace(type: string, field: string): string | undefined {
  const place = ownEntry(OTHER_PLACES, type)?.find(([owner]) => isFieldOf(owner, field));
  return place?.[1].replaceAll("FIELD", field);
}

/** A table of texts by the type in which a field is written, and by that field. */
type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * What a field is called here. Sources of the other names: Docker Compose, Helm charts, similar objects of Kubernetes,
 * and the sidecar configurations of tumblr/k8s-sidecar-injector and newrelic/newrelic-infra-operator.
 */
const OTHER_NAMES: Texts = {
  Settings: { cost: "prices", costs: "prices", price: "prices", rules: "lint" },
  Template: { inherits: "preset", labelSelector: "podSelector", selector: "podSelector" },
  TemplateAppContainer: { name: "names" },
  Container: {
    cmd: "args",
    entrypoint: "command",
    environment: "env",
    envs: "env",
    mounts: "volumeMounts",
    pullPolicy: "imagePullPolicy",
  },
  Volume: { pvc: "persistentVolumeClaim" },
  VolumeMount: { path: "mountPath", volume: "name", volumeName: "name" },
  ConfigMapVolumeSource: { configMapName: "name" },
  LocalObjectReference: { secretName: "name" },
  PersistentVolumeClaimVolumeSource: { name: "claimName" },
  SecretVolumeSource: { name: "secretName" },
};

const BESIDE_SPEC = "it belongs beside spec, not below it";
const OF_A_WORKLOAD = "it is a field of a workload such as a Deployment; give only what its spec.template.spec has";
const AN_AMOUNT = "it belongs in requests and limits";
const POD_ONLY = "it is a field of the pod that no template changes";
const OF_A_TEMPLATE = "it is a field of a template, which needs a key of its own";
const OPTIONS_ONLY = "templates add options only";

/** What there is to say of a field that has no single name or place here. Sources: as above. */
const REMARKS: Texts = {
  Settings: {
    kind: OF_A_TEMPLATE,
    preset: OF_A_TEMPLATE,
    profiles: OF_A_TEMPLATE,
    sizing: OF_A_TEMPLATE,
    spec: OF_A_TEMPLATE,
  },
  Template: {
    fit: "it belongs in sizing.fit",
    minimum: "it belongs in sizing.minimum",
    prices: `it belongs in the key "${SETTINGS_KEY}", beside the templates`,
    name: "the key in the ConfigMap is the name",
    namespaceSelector: "namespaces are chosen by their names, in namespaces",
  },
  TemplateSpec: {
    kind: BESIDE_SPEC,
    lint: BESIDE_SPEC,
    metadata: BESIDE_SPEC,
    namespaces: BESIDE_SPEC,
    optIn: BESIDE_SPEC,
    order: BESIDE_SPEC,
    parameters: BESIDE_SPEC,
    podSelector: BESIDE_SPEC,
    preset: BESIDE_SPEC,
    profiles: BESIDE_SPEC,
    replicas: OF_A_WORKLOAD,
    restartPolicy: POD_ONLY,
    selector: OF_A_WORKLOAD,
    sizing: BESIDE_SPEC,
    template: OF_A_WORKLOAD,
  },
  Container: {
    cpu: "it belongs in resources.requests and resources.limits",
    memory: "it belongs in resources.requests and resources.limits",
    user: "it belongs in securityContext.runAsUser, as a number",
  },
  ResourceRequirements: { cpu: AN_AMOUNT, "ephemeral-storage": AN_AMOUNT, memory: AN_AMOUNT },
  TemplateDnsConfig: { nameservers: OPTIONS_ONLY, searches: OPTIONS_ONLY },
  Volume: { mountPath: "it belongs in volumeMounts of a container" },
};

/**
 * Types to look for the field in, by the type in which it is written, and what to say where they have it. The first
 * one counts. Which fields they have is known from the API server's own description of a pod (`podSchema.json`).
 */
const OTHER_PLACES: Readonly<Record<string, readonly (readonly [type: string, message: string])[]>> = {
  Template: [
    ["TemplateSpec", "it belongs below spec: spec.FIELD"],
    ["TemplateMetadata", "it belongs below metadata: metadata.FIELD"],
    ["LabelSelector", "it belongs below podSelector: podSelector.FIELD"],
    ["Container", "it is a field of a container: spec.containers[].FIELD"],
    ["PodSpec", POD_ONLY],
  ],
  TemplateSpec: [
    ["Container", "it is a field of a container: containers[].FIELD"],
    ["TemplateMetadata", "it belongs beside spec: metadata.FIELD"],
    ["PodSecurityContext", "it belongs in securityContext.FIELD"],
    ["SecurityContext", "it is a field of a container's securityContext"],
    ["PodSpec", POD_ONLY],
  ],
  Container: [
    ["TemplateSpec", "it belongs in spec.FIELD"],
    ["SecurityContext", "it belongs in securityContext.FIELD"],
    ["PodSecurityContext", "it is a field of spec.securityContext"],
    ["ResourceRequirements", "it belongs in resources.FIELD"],
    ["ContainerPort", "it belongs in ports[].FIELD"],
    ["VolumeMount", "it belongs in volumeMounts[].FIELD"],
    ["Probe", "it belongs in a probe, such as readinessProbe.FIELD"],
    ["PodSpec", POD_ONLY],
  ],
  TemplateAppContainer: [
    ["Container", "a pod's own container keeps it as it is; known are env, envFrom, volumeMounts"],
  ],
  PodSecurityContext: [["SecurityContext", "it is a field of a container's securityContext"]],
  SecurityContext: [["PodSecurityContext", "it is a field of spec.securityContext"]],
  Probe: [
    ["HTTPGetAction", "it belongs in httpGet.FIELD"],
    ["ExecAction", "it belongs in exec.FIELD"],
  ],
  LifecycleHandler: [
    ["HTTPGetAction", "it belongs in httpGet.FIELD"],
    ["ExecAction", "it belongs in exec.FIELD"],
  ],
  EnvVar: [["EnvVarSource", "it belongs in valueFrom.FIELD"]],
  Volume: [
    ["SecretVolumeSource", "it belongs in the kind of the volume, such as secret.FIELD"],
    ["EmptyDirVolumeSource", "it belongs in emptyDir.FIELD"],
    ["PersistentVolumeClaimVolumeSource", "it belongs in persistentVolumeClaim.FIELD"],
  ],
};

/** The table's own entry; never something that every object inherits. */
function ownEntry<Entry>(table: Readonly<Record<string, Entry>> | undefined, key: string): Entry | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}
