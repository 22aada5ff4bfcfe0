import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../../injection/json";
import type { PodSecurityLevel } from "../../../injection/lint/podSecurity";

/** A pod, and the strictest level of the Pod Security Standards that takes it. */
export interface PodOfLevel {
  /** What was changed in a pod that the level `restricted` takes. */
  readonly name: string;
  readonly pod: JsonObject;
  readonly level: PodSecurityLevel;
  /** Where the standards find something, at the level next to that. */
  readonly path: string | undefined;
}

/** Values by path; `undefined` takes the field away. */
type Changes = Readonly<Record<string, JsonValue | undefined>>;

type Row = readonly [level: PodSecurityLevel, changes: Changes, path?: string];

const SECURITY_CONTEXT = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };

/** A pod as the level `restricted` wants it, with an app, a native sidecar and an init container that ends. */
export const RESTRICTED_POD: JsonObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "shop", annotations: {} },
  spec: {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    initContainers: [
      { name: "proxy", image: "proxy:1.0", restartPolicy: "Always", securityContext: SECURITY_CONTEXT },
      { name: "migrate", image: "shop:1.0", securityContext: SECURITY_CONTEXT },
    ],
    containers: [{ name: "shop", image: "shop:1.0", securityContext: SECURITY_CONTEXT }],
    volumes: [{ name: "data", emptyDir: {} }],
  },
};

const APP = "spec.containers[0]";
const SIDECAR = "spec.initContainers[0]";
const MIGRATION = "spec.initContainers[1]";
const CONTAINERS = [APP, SIDECAR, MIGRATION];
const CONTEXTS = ["spec", ...CONTAINERS].map((owner) => `${owner}.securityContext`);
const VOLUME = "spec.volumes[0]";

/** Each field that the standards name, with values that are right and wrong, wherever it may stand. */
export function podsOfLevels(): readonly PodOfLevel[] {
  return [...podRows(), ...contextRows(), ...containerRows(), ...volumeRows(), ...exemptionRows()].map(
    ([level, changes, path]) => ({
      name: nameOf(changes),
      pod: changed(RESTRICTED_POD, changes),
      level,
      path: level === "restricted" ? undefined : (path ?? Object.keys(changes)[0]),
    }),
  );
}

/** The pod with other values at some paths. */
export function changed(pod: JsonObject, changes: Changes): JsonObject {
  return Object.entries(changes).reduce((result, [path, value]) => {
    const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
    const next = withValue(result, steps, value);
    return isJsonObject(next) ? next : result;
  }, pod);
}

function podRows(): readonly Row[] {
  const appArmor = "container.apparmor.security.beta.kubernetes.io/shop";
  const annotated = (value: string): Changes => ({ "metadata.annotations": { [appArmor]: value } });
  const sysctl = (name: string): Changes => ({ "spec.securityContext.sysctls": [{ name, value: "1" }] });
  return [
    ["restricted", {}],
    ["privileged", { "spec.hostNetwork": true }],
    ["privileged", { "spec.hostPID": true }],
    ["privileged", { "spec.hostIPC": true }],
    ["restricted", { "spec.hostNetwork": false, "spec.hostPID": false, "spec.hostIPC": false }],
    ["privileged", annotated("unconfined"), `metadata.annotations["${appArmor}"]`],
    ["restricted", annotated("runtime/default")],
    ["restricted", annotated("localhost/mine")],
    ["restricted", annotated("")],
    ["restricted", { "metadata.annotations": { "example.com/app-armor": "unconfined" } }],
    ...SAFE_SYSCTLS.map((name): Row => ["restricted", sysctl(name)]),
    ["privileged", sysctl("kernel.msgmax"), "spec.securityContext.sysctls[0].name"],
    ["privileged", sysctl("net/ipv4/tcp_syncookies"), "spec.securityContext.sysctls[0].name"],
    ["restricted", { "spec.securityContext.fsGroup": 0, "spec.shareProcessNamespace": true }],
  ];
}

function contextRows(): readonly Row[] {
  return CONTEXTS.flatMap((context): readonly Row[] => [
    ["privileged", { [`${context}.seLinuxOptions.type`]: "spc_t" }],
    ["restricted", { [`${context}.seLinuxOptions`]: { type: "container_engine_t", level: "s0" } }],
    ["restricted", { [`${context}.seLinuxOptions`]: { type: "", user: "", role: "" } }],
    ["privileged", { [`${context}.seLinuxOptions.user`]: "system_u" }],
    ["privileged", { [`${context}.seLinuxOptions.role`]: "sysadm_r" }],
    ["privileged", { [`${context}.appArmorProfile.type`]: "Unconfined" }],
    ["restricted", { [`${context}.appArmorProfile`]: { type: "Localhost", localhostProfile: "mine" } }],
    ["privileged", { [`${context}.seccompProfile.type`]: "Unconfined" }],
    ["restricted", { [`${context}.seccompProfile`]: { type: "Localhost", localhostProfile: "mine.json" } }],
    ["baseline", { [`${context}.runAsNonRoot`]: false }],
    ["baseline", { [`${context}.runAsUser`]: 0 }],
    ["restricted", { [`${context}.runAsUser`]: 1000, [`${context}.runAsGroup`]: 0 }],
  ]);
}

function containerRows(): readonly Row[] {
  const everywhere = CONTAINERS.flatMap((container): readonly Row[] => {
    const context = `${container}.securityContext`;
    return [
      ["privileged", { [`${context}.privileged`]: true, [`${context}.allowPrivilegeEscalation`]: true }],
      ["restricted", { [`${context}.privileged`]: false }],
      ["baseline", { [`${context}.allowPrivilegeEscalation`]: true }],
      ["baseline", { [`${context}.allowPrivilegeEscalation`]: undefined }],
      ["baseline", { [context]: undefined }, `${context}.allowPrivilegeEscalation`],
      ["baseline", { [`${context}.capabilities`]: undefined }, `${context}.capabilities.drop`],
      ["baseline", { [`${context}.capabilities.drop`]: [] }],
      ["baseline", { [`${context}.capabilities.drop`]: ["NET_RAW", "all"] }],
      ["restricted", { [`${context}.capabilities.drop`]: ["NET_RAW", "ALL"] }],
      ["restricted", { [`${context}.capabilities.add`]: ["NET_BIND_SERVICE"] }],
      [
        "baseline",
        { [`${context}.capabilities.add`]: ["NET_BIND_SERVICE", "CHOWN"] },
        `${context}.capabilities.add[1]`,
      ],
      ["privileged", { [`${context}.capabilities.add`]: ["NET_RAW"] }, `${context}.capabilities.add[0]`],
      ["privileged", { [`${context}.capabilities.add`]: ["ALL"] }, `${context}.capabilities.add[0]`],
      ["restricted", { [`${context}.procMount`]: "Default" }],
      [
        "privileged",
        { [`${container}.ports`]: [{ containerPort: 80, hostPort: 80 }] },
        `${container}.ports[0].hostPort`,
      ],
      ["restricted", { [`${container}.ports`]: [{ containerPort: 80, hostPort: 0 }] }],
    ];
  });
  const running = [APP, SIDECAR].flatMap((container) => HOOKS.flatMap((hook) => hostRows(`${container}.${hook}`)));
  const addable = BASELINE_CAPABILITIES.map((capability): Row => {
    const added = `${APP}.securityContext.capabilities.add`;
    return ["baseline", { [added]: [capability] }, `${added}[0]`];
  });
  return [...everywhere, ...running, ...addable];
}

function hostRows(hook: string): readonly Row[] {
  return [
    ["privileged", { [`${hook}.httpGet`]: { port: 80, host: "127.0.0.1" } }, `${hook}.httpGet.host`],
    ["privileged", { [`${hook}.tcpSocket`]: { port: 80, host: "example.com" } }, `${hook}.tcpSocket.host`],
    ["restricted", { [`${hook}.httpGet`]: { port: 80, host: "" } }],
    ["restricted", { [`${hook}.tcpSocket`]: { port: 80 } }],
  ];
}

function volumeRows(): readonly Row[] {
  const volume = (source: string, value: JsonValue): Changes => ({ [VOLUME]: { name: "data", [source]: value } });
  return [
    ["restricted", { [VOLUME]: { name: "data" } }],
    ...Object.entries(RESTRICTED_SOURCES).map(([source, value]): Row => [
      "baseline",
      volume(source, value),
      `${VOLUME}.${source}`,
    ]),
    ["privileged", volume("hostPath", { path: "/var/log" }), `${VOLUME}.hostPath`],
    ...Object.entries(ALLOWED_SOURCES).map(([source, value]): Row => ["restricted", volume(source, value)]),
  ];
}

/** What the standards take from pods with users of their own, and from those for Windows. */
function exemptionRows(): readonly Row[] {
  const ownUsers = { "spec.hostUsers": false };
  const windows: Changes = {
    "spec.os": { name: "windows" },
    "spec.securityContext": { runAsNonRoot: true },
    ...Object.fromEntries(CONTAINERS.map((container) => [`${container}.securityContext`, undefined])),
  };
  const procMount = `${APP}.securityContext.procMount`;
  const context = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, runAsNonRoot: true };
  const profiled = { ...context, seccompProfile: { type: "RuntimeDefault" } };
  return [
    ["restricted", { ...ownUsers, "spec.securityContext.runAsNonRoot": undefined }],
    ["restricted", { ...ownUsers, "spec.securityContext.runAsNonRoot": false, "spec.securityContext.runAsUser": 0 }],
    ["restricted", { ...ownUsers, [`${APP}.securityContext.runAsUser`]: 0 }],
    ["baseline", { ...ownUsers, [procMount]: "Unmasked" }, procMount],
    [
      "baseline",
      { ...ownUsers, "spec.securityContext.seccompProfile": undefined },
      `${APP}.securityContext.seccompProfile.type`,
    ],
    [
      "baseline",
      { "spec.hostUsers": true, "spec.securityContext.runAsNonRoot": undefined },
      `${APP}.securityContext.runAsNonRoot`,
    ],
    ["restricted", windows],
    [
      "restricted",
      { ...windows, "spec.securityContext": { runAsNonRoot: true, windowsOptions: { hostProcess: false } } },
    ],
    ["baseline", { ...windows, "spec.securityContext": undefined }, `${APP}.securityContext.runAsNonRoot`],
    [
      "baseline",
      { "spec.os": { name: "linux" }, [`${APP}.securityContext`]: undefined },
      `${APP}.securityContext.allowPrivilegeEscalation`,
    ],
    [
      "privileged",
      {
        ...windows,
        "spec.securityContext": { runAsNonRoot: true, windowsOptions: { hostProcess: true } },
        "spec.hostNetwork": true,
      },
      "spec.hostNetwork",
    ],
    ["baseline", { "spec.securityContext.runAsNonRoot": undefined }, `${APP}.securityContext.runAsNonRoot`],
    ["baseline", { "spec.securityContext.seccompProfile": undefined }, `${APP}.securityContext.seccompProfile.type`],
    [
      "baseline",
      { "spec.securityContext": {}, [`${APP}.securityContext`]: profiled },
      `${SIDECAR}.securityContext.runAsNonRoot`,
    ],
    [
      "restricted",
      {
        "spec.securityContext": {},
        ...Object.fromEntries(CONTAINERS.map((at) => [`${at}.securityContext`, profiled])),
      },
    ],
  ];
}

const SAFE_SYSCTLS = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_wmem",
];

const BASELINE_CAPABILITIES = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];

const HOOKS = ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop"];

const RESTRICTED_SOURCES: Readonly<Record<string, JsonValue>> = {
  awsElasticBlockStore: { volumeID: "vol-1" },
  azureDisk: { diskName: "disk", diskURI: "https://example.com/disk" },
  azureFile: { secretName: "file", shareName: "share" },
  cephfs: { monitors: ["10.0.0.1"] },
  cinder: { volumeID: "volume" },
  fc: { targetWWNs: ["50060e801049cfd1"], lun: 0 },
  flexVolume: { driver: "example.com/driver" },
  flocker: { datasetName: "set" },
  gcePersistentDisk: { pdName: "disk" },
  gitRepo: { repository: "https://example.com/shop.git" },
  glusterfs: { endpoints: "gluster", path: "volume" },
  iscsi: { targetPortal: "10.0.0.1:3260", iqn: "iqn.2026-01.com.example:disk", lun: 0 },
  nfs: { server: "10.0.0.1", path: "/" },
  photonPersistentDisk: { pdID: "disk" },
  portworxVolume: { volumeID: "volume" },
  quobyte: { registry: "10.0.0.1:7861", volume: "volume" },
  rbd: { monitors: ["10.0.0.1"], image: "image" },
  scaleIO: { gateway: "https://10.0.0.1", system: "system", secretRef: { name: "secret" }, volumeName: "volume" },
  storageos: { volumeName: "volume" },
  vsphereVolume: { volumePath: "[store] volume" },
};

const ALLOWED_SOURCES: Readonly<Record<string, JsonValue>> = {
  configMap: { name: "map" },
  csi: { driver: "example.com" },
  downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] },
  ephemeral: {
    volumeClaimTemplate: {
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    },
  },
  image: { reference: "example.com/data:1.0" },
  persistentVolumeClaim: { claimName: "claim" },
  projected: { sources: [{ configMap: { name: "map" } }] },
  secret: { secretName: "secret" },
};

function nameOf(changes: Changes): string {
  const texts = Object.entries(changes).map(([path, value]) =>
    value === undefined ? `no ${path}` : `${path} ${JSON.stringify(value)}`,
  );
  return texts.length === 0 ? "no change" : texts.join(", ");
}

function withValue(
  owner: JsonValue | undefined,
  steps: readonly string[],
  value: JsonValue | undefined,
): JsonValue | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (isJsonArray(owner)) {
    return owner.flatMap((item, index) => {
      const next = index === Number(step) ? withValue(item, rest, value) : item;
      return next === undefined ? [] : [next];
    });
  }
  const fields = isJsonObject(owner) ? owner : {};
  const next = withValue(fields[step], rest, value);
  const others = Object.entries(fields).filter(([field]) => field !== step);
  return Object.fromEntries(next === undefined ? others : [...others, [step, next]]);
}
