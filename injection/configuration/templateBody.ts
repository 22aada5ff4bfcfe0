import {
  isJsonArray,
  isJsonObject,
  isNamedObject,
  objectIn,
  withoutNulls,
  type JsonObject,
  type JsonValue,
  type NamedObject,
} from "../json";
import { checkAppContainers } from "./appContainerRules";
import { checkOneOf, checkUnique, isGiven, objectsAt } from "./commonRules";
import { checkContainer, type ContainerRole } from "./containerRules";
import { checkKubernetesType } from "./kubernetesObject";
import { checkMetadata } from "./metadataRules";
import { checkMounts } from "./mountRules";
import { checkDnsOptions, checkGracePeriod, checkHostAliases, checkPullSecrets } from "./podFieldRules";
import { checkPodSecurityContext } from "./podSecurityContextRules";
import { checkHostPorts } from "./portRules";
import type { Report } from "../problem";
import { TYPES } from "./templateTypes";
import { checkVolume } from "./volumeRules";

/** What a template adds to a pod. The objects are those of Kubernetes' Pod API, as they were written. */
export interface TemplateBody {
  /** Labels and annotations, each for a pod that has none of that key. */
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: SidecarTemplateSpec;
}

export interface SidecarTemplateSpec {
  /** Containers beside those of the pod. */
  readonly containers: readonly NamedObject[];
  /** Containers that start before the pod's own and stop after them (native sidecars) where the cluster can do that. */
  readonly sidecars: readonly NamedObject[];
  /** When `containers` become native sidecars: in pods that end, in every pod, or never. */
  readonly native: "auto" | "always" | "never";
  /** Where native sidecars and init containers stand among those of the pod. */
  readonly position: "first" | "last";
  readonly initContainers: readonly NamedObject[];
  readonly volumes: readonly NamedObject[];
  readonly imagePullSecrets: readonly NamedObject[];
  /** Fields of the pod's securityContext, each for a pod that leaves it unset. */
  readonly securityContext: JsonObject;
  readonly shareProcessNamespace: boolean | undefined;
  readonly hostAliases: readonly HostAlias[];
  /** Options of the pod's resolver. */
  readonly dnsOptions: readonly NamedObject[];
  /** What the pod must have at least; 0 where it is all the same. */
  readonly terminationGracePeriodSeconds: number;
  readonly appContainers: readonly AppContainerEntry[];
}

/** Names for one address in `/etc/hosts`. */
export interface HostAlias extends JsonObject {
  readonly ip: string;
  readonly hostnames: readonly string[];
}

/** What the pod's own containers of these names get, where they do not have it. */
export interface AppContainerEntry {
  /** With `*` and `?` as wildcards. */
  readonly names: readonly string[];
  readonly env: readonly NamedObject[];
  readonly envFrom: readonly JsonObject[];
  readonly volumeMounts: readonly VolumeMount[];
}

export interface VolumeMount extends NamedObject {
  readonly mountPath: string;
}

/** Checks the body of a template, in which all parameters have been replaced, and reads it. */
export function parseTemplateBody(body: JsonObject, path: string, report: Report): TemplateBody {
  checkKubernetesType(body, "TemplateBody", path, report);
  const metadata = objectIn(body.metadata);
  const spec = objectIn(body.spec);
  checkMetadata(metadata, `${path}.metadata`, report);
  checkSpec(spec, `${path}.spec`, report);
  return {
    metadata: { labels: strings(metadata.labels), annotations: strings(metadata.annotations) },
    spec: readSpec(spec),
  };
}

/** The fields of `spec` that add something by themselves. */
export const SPEC_ADDITIONS: readonly string[] = Object.keys(TYPES.TemplateSpec ?? {}).filter(
  (field) => field !== "native" && field !== "position",
);

/** Tells whether the body holds nothing that a pod could get. */
export function addsNothing({ metadata, spec }: JsonObject): boolean {
  const isEmpty = (value: JsonValue | undefined): boolean =>
    !isGiven(value) ||
    (isJsonArray(value) && value.length === 0) ||
    (isJsonObject(value) && Object.values(value).every(isEmpty));
  return isEmpty(isJsonObject(spec) ? { ...spec, native: null, position: null } : spec) && isEmpty(metadata);
}

const NATIVE = ["auto", "always", "never"] as const;
const POSITION = ["first", "last"] as const;

const CONTAINER_LISTS: Readonly<Record<"containers" | "sidecars" | "initContainers", ContainerRole>> = {
  containers: "container",
  sidecars: "sidecar",
  initContainers: "initContainer",
};

function checkSpec(spec: JsonObject, path: string, report: Report): void {
  checkOneOf(spec.native, NATIVE, `${path}.native`, report);
  checkOneOf(spec.position, POSITION, `${path}.position`, report);
  const volumes = objectsAt(spec.volumes, `${path}.volumes`);
  const volumeNames = new Set(volumes.flatMap(([{ name }]) => (typeof name === "string" ? [name] : [])));
  for (const [volume, at] of volumes) checkVolume(volume, at, report);
  checkUnique(
    volumes.map(([volume, at]) => [volume.name, `${at}.name`] as const),
    report,
  );
  checkContainers(spec, volumeNames, path, report);
  checkPullSecrets(spec.imagePullSecrets, `${path}.imagePullSecrets`, report);
  checkPodSecurityContext(spec.securityContext, `${path}.securityContext`, report);
  checkHostAliases(spec.hostAliases, `${path}.hostAliases`, report);
  if (isJsonObject(spec.dnsConfig)) checkDnsOptions(spec.dnsConfig.options, `${path}.dnsConfig.options`, report);
  checkGracePeriod(spec.terminationGracePeriodSeconds, `${path}.terminationGracePeriodSeconds`, report);
  checkAppContainers(spec.appContainers, volumeNames, `${path}.appContainers`, report);
}

function checkContainers(spec: JsonObject, volumeNames: ReadonlySet<string>, path: string, report: Report): void {
  const all = Object.entries(CONTAINER_LISTS).flatMap(([field, role]) =>
    objectsAt(spec[field], `${path}.${field}`).map(([container, at]) => ({ container, at, role })),
  );
  for (const { container, at, role } of all) {
    checkContainer(container, role, at, report);
    checkMounts(container, volumeNames, at, report);
  }
  checkUnique(
    all.map(({ container, at }) => [container.name, `${at}.name`] as const),
    report,
  );
  // A native sidecar becomes an ordinary container where the cluster has none; other init containers run one by one.
  const runsAlone = ({ role, container }: (typeof all)[number]): boolean =>
    role === "initContainer" && container.restartPolicy !== "Always";
  checkHostPorts(
    all.filter((each) => !runsAlone(each)),
    report,
  );
  for (const each of all.filter(runsAlone)) checkHostPorts([each], report);
}

function readSpec(spec: JsonObject): SidecarTemplateSpec {
  const dnsConfig = objectIn(spec.dnsConfig);
  const securityContext = withoutNulls(spec.securityContext ?? {});
  const gracePeriod = spec.terminationGracePeriodSeconds;
  return {
    containers: named(spec.containers),
    sidecars: named(spec.sidecars),
    native: NATIVE.find((known) => known === spec.native) ?? "auto",
    position: POSITION.find((known) => known === spec.position) ?? "last",
    initContainers: named(spec.initContainers),
    volumes: named(spec.volumes),
    imagePullSecrets: named(spec.imagePullSecrets),
    securityContext: objectIn(securityContext),
    shareProcessNamespace: typeof spec.shareProcessNamespace === "boolean" ? spec.shareProcessNamespace : undefined,
    hostAliases: objects(spec.hostAliases).filter(isHostAlias),
    dnsOptions: named(dnsConfig.options),
    terminationGracePeriodSeconds: typeof gracePeriod === "number" ? gracePeriod : 0,
    appContainers: objects(spec.appContainers).map(({ names, env, envFrom, volumeMounts }) => ({
      names: isJsonArray(names) ? names.filter((name) => typeof name === "string") : ["*"],
      env: named(env),
      envFrom: objects(envFrom),
      volumeMounts: objects(volumeMounts).filter(isMount),
    })),
  };
}

/** The objects of a list, without fields that are null, which Kubernetes reads as absent. */
function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return objectsAt(value, "")
    .map(([object]) => withoutNulls(object))
    .filter(isJsonObject);
}

function named(value: JsonValue | undefined): readonly NamedObject[] {
  return objects(value).filter(isNamedObject);
}

function isMount(value: JsonObject): value is VolumeMount {
  return isNamedObject(value) && typeof value.mountPath === "string";
}

function isHostAlias(value: JsonObject): value is HostAlias {
  return typeof value.ip === "string" && isJsonArray(value.hostnames) && value.hostnames.every(isString);
}

function isString(value: JsonValue): value is string {
  return typeof value === "string";
}

function strings(value: JsonValue | undefined): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) => (typeof text === "string" ? [[key, text]] : [])),
  );
}
