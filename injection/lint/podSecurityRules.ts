import { isJsonArray, type JsonValue } from "../json";
import type { PodSecurityLevel } from "./podSecurity";

/** Which values some fields of a pod may have. Not to give a field is always right here. */
export interface PodSecurityRule {
  /** From the root of the pod on; `[*]` stands for each item of a list. */
  readonly fields: readonly string[];
  readonly allows: (value: JsonValue) => boolean;
  /** What is right, as the end of "… allows". */
  readonly allowed: string;
  readonly passesOver?: PassedOver;
}

/** A field that has to be given for each container. */
export interface RequiredField {
  /** From the container on. */
  readonly field: string;
  /** Whether the pod's own field of that name does for the containers that do not give it. */
  readonly isInherited: boolean;
  /** What to write, as the end of "… wants". */
  readonly wanted: string;
  readonly passesOver?: PassedOver;
}

/** Pods that a rule is not for: those for Windows, or those whose users are not the host's (`hostUsers: false`). */
export type PassedOver = "windows" | "user-namespace";

/** The lists of containers in a pod; the standards make no difference between them. */
const CONTAINER_LISTS = ["initContainers", "containers", "ephemeralContainers"];

/** Where a probe or hook says which host to call, which is the pod itself where nothing is said. */
const HOSTS = ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop"].flatMap(
  (hook) => [`${hook}.httpGet.host`, `${hook}.tcpSocket.host`],
);

/** What both levels ask for, as of policy version 1.36. Source: k8s.io/pod-security-admission/policy. */
const OF_BOTH_LEVELS: readonly PodSecurityRule[] = [
  { fields: ["spec.hostNetwork", "spec.hostPID", "spec.hostIPC"], ...only(false) },
  { fields: inContainers("securityContext.privileged"), ...only(false) },
  { fields: inContainers("ports[*].hostPort"), ...only(0) },
  { fields: inContainers(...HOSTS), ...only("") },
  { fields: inPodAndContainers("windowsOptions.hostProcess"), ...only(false) },
  { fields: inPodAndContainers("appArmorProfile.type"), ...only("RuntimeDefault", "Localhost") },
  {
    fields: inPodAndContainers("seLinuxOptions.type"),
    ...only("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"),
  },
  { fields: inPodAndContainers("seLinuxOptions.user", "seLinuxOptions.role"), ...only("") },
  {
    fields: ["spec.securityContext.sysctls[*].name"],
    ...only(
      "kernel.shm_rmid_forced",
      "net.ipv4.ip_local_port_range",
      "net.ipv4.ip_local_reserved_ports",
      "net.ipv4.ip_unprivileged_port_start",
      "net.ipv4.ping_group_range",
      "net.ipv4.tcp_fin_timeout",
      "net.ipv4.tcp_keepalive_intvl",
      "net.ipv4.tcp_keepalive_probes",
      "net.ipv4.tcp_keepalive_time",
      "net.ipv4.tcp_rmem",
      "net.ipv4.tcp_syncookies",
      "net.ipv4.tcp_wmem",
    ),
  },
];

/** The level `restricted` has stricter ones in their place. */
const OF_BASELINE: readonly PodSecurityRule[] = [
  { fields: ["spec.volumes[*].hostPath"], allows: () => false, allowed: "no hostPath" },
  { fields: inContainers("securityContext.procMount"), ...only("Default"), passesOver: "user-namespace" },
  { fields: inPodAndContainers("seccompProfile.type"), ...only("RuntimeDefault", "Localhost") },
  {
    fields: inContainers("securityContext.capabilities.add[*]"),
    ...only(
      "AUDIT_WRITE",
      "CHOWN",
      "DAC_OVERRIDE",
      "FOWNER",
      "FSETID",
      "KILL",
      "MKNOD",
      "NET_BIND_SERVICE",
      "SETFCAP",
      "SETGID",
      "SETPCAP",
      "SETUID",
      "SYS_CHROOT",
    ),
  },
];

/** Sources of volumes of which no pod may name one itself; through a persistentVolumeClaim it may. */
const RESTRICTED_VOLUMES = [
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cephfs",
  "cinder",
  "fc",
  "flexVolume",
  "flocker",
  "gcePersistentDisk",
  "gitRepo",
  "glusterfs",
  "hostPath",
  "iscsi",
  "nfs",
  "photonPersistentDisk",
  "portworxVolume",
  "quobyte",
  "rbd",
  "scaleIO",
  "storageos",
  "vsphereVolume",
];

const OF_RESTRICTED: readonly PodSecurityRule[] = [
  {
    fields: RESTRICTED_VOLUMES.map((source) => `spec.volumes[*].${source}`),
    allows: () => false,
    allowed:
      "only configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected and secret",
  },
  { fields: inContainers("securityContext.procMount"), ...only("Default") },
  {
    fields: inContainers("securityContext.allowPrivilegeEscalation"),
    ...only(false),
    passesOver: "windows",
  },
  { fields: inPodAndContainers("runAsNonRoot"), ...only(true), passesOver: "user-namespace" },
  {
    fields: inPodAndContainers("runAsUser"),
    allows: (value) => value !== 0,
    allowed: "any user but root",
    passesOver: "user-namespace",
  },
  {
    fields: inPodAndContainers("seccompProfile.type"),
    ...only("RuntimeDefault", "Localhost"),
    passesOver: "windows",
  },
  {
    fields: inContainers("securityContext.capabilities.drop"),
    allows: (value) => isJsonArray(value) && value.includes("ALL"),
    allowed: 'only a list with "ALL"',
    passesOver: "windows",
  },
  {
    fields: inContainers("securityContext.capabilities.add[*]"),
    ...only("NET_BIND_SERVICE"),
    passesOver: "windows",
  },
];

export const POD_SECURITY_RULES: Readonly<Record<Exclude<PodSecurityLevel, "privileged">, readonly PodSecurityRule[]>> =
  {
    baseline: [...OF_BOTH_LEVELS, ...OF_BASELINE],
    restricted: [...OF_BOTH_LEVELS, ...OF_RESTRICTED],
  };

/** What the level `restricted` wants to be given. */
export const REQUIRED_FIELDS: readonly RequiredField[] = [
  {
    field: "securityContext.allowPrivilegeEscalation",
    isInherited: false,
    wanted: "false",
    passesOver: "windows",
  },
  { field: "securityContext.runAsNonRoot", isInherited: true, wanted: "true", passesOver: "user-namespace" },
  {
    field: "securityContext.seccompProfile.type",
    isInherited: true,
    wanted: "RuntimeDefault or Localhost",
    passesOver: "windows",
  },
  { field: "securityContext.capabilities.drop", isInherited: false, wanted: '["ALL"]', passesOver: "windows" },
];

/** Each of the fields in each container. */
export function inContainers(...fields: readonly string[]): readonly string[] {
  return CONTAINER_LISTS.flatMap((list) => fields.map((field) => `spec.${list}[*].${field}`));
}

/** Each of the fields in the securityContext of the pod and of each container. */
function inPodAndContainers(...fields: readonly string[]): readonly string[] {
  const inContext = fields.map((field) => `securityContext.${field}`);
  return [...inContext.map((field) => `spec.${field}`), ...inContainers(...inContext)];
}

function only(...values: readonly (string | number | boolean)[]): Pick<PodSecurityRule, "allows" | "allowed"> {
  const shown = values.filter((value) => value !== "" && value !== 0);
  return {
    allows: (value) => values.some((allowed) => allowed === value),
    allowed: shown.length === 0 ? "none" : `only ${shown.join(", ")}`,
  };
}
