import type { ClusterFeatures } from "../decision/clusterFeatures";
import type { PodBefore } from "../decision/podBefore";
import { portsOf } from "../decision/podPorts";
import { objectsIn, ownField, type JsonObject, type JsonValue } from "../json";
import type { AppMeshSettings, Resources } from "./appMeshSettings";
import type { AppMeshTemplate } from "./appMeshTemplate";
import { resourcesFor } from "./containerResources";
import { envoyContainer, neededGraceSeconds } from "./envoyContainer";
import { envoyEnvironment, samplingRateFault } from "./envoyEnvironment";
import { envoyMounts, type MountsAskedFor } from "./envoyMounts";
import { cniAnnotations, interceptionFor, proxyInitContainer } from "./interception";
import { APP_MESH_PREFIX, ECR_SECRET, ENVOY_CONTAINER, PROXY_UID } from "./names";
import { readAnnotations, type PodAnnotations } from "./podAnnotations";
import { virtualNodeOf } from "./virtualNode";
import { xrayContainer } from "./xrayDaemon";

/** What a pod gets, as `metadata` and `spec` of a template. */
export interface AppMeshBody {
  readonly body: JsonObject;
  /** Names of volumes that containers of the body mount and that are the pod's own. The pod has them. */
  readonly podVolumes: readonly string[];
}

/** Why a pod gets nothing. */
export interface NoAppMeshBody {
  readonly reason: AppMeshReason;
  /** For whoever has to act. */
  readonly detail: string;
}

export type AppMeshReason =
  "opted-out" | "not-opted-in" | "bad-annotation" | "no-ports" | "no-virtual-node" | "not-supported-on-fargate";

/**
 * What AWS's App Mesh injectors would add to a pod, or why they would not. It is the same when it is asked again: what this
 * template has added to the pod before does not count. Init containers and volumes that others brought do.
 */
export function appMeshBody(
  { name, settings }: Pick<AppMeshTemplate, "name" | "settings">,
  { nativeSidecars }: ClusterFeatures,
  pod: PodBefore,
): AppMeshBody | NoAppMeshBody {
  const { annotations, faults } = readAnnotations(pod.annotations);
  if (annotations.sidecarInjectorWebhook === false)
    return { reason: "opted-out", detail: `the pod's annotation ${CHOICE} is "disabled"` };
  if (!settings.injectByDefault && (ownField(pod.annotations, CHOICE) ?? null) === null)
    return { reason: "not-opted-in", detail: `the pod does not have the annotation ${CHOICE}: enabled` };
  if (faults.length > 0) return badAnnotation(faults);
  const usesSds = settings.sds !== undefined && annotations.sds !== false;
  if (usesSds && isOnFargate(pod))
    return { reason: "not-supported-on-fargate", detail: "sds needs a volume of the node" };
  const resources = resourcesFor(settings.resources, annotations);
  if ("fault" in resources) return badAnnotation([resources.fault]);
  const wanted = { template: name, settings, nativeSidecars, annotations, resources, usesSds };
  return settings.virtualGateway === undefined
    ? virtualNodeBody(wanted, pod)
    : virtualGatewayBody(wanted, settings.virtualGateway, pod);
}

const CHOICE = `${APP_MESH_PREFIX}sidecarInjectorWebhook`;

/** What was read of the settings and of the pod's annotations. */
interface Wanted {
  /** The name of the template. */
  readonly template: string;
  readonly settings: AppMeshSettings;
  readonly nativeSidecars: boolean;
  readonly annotations: PodAnnotations;
  readonly resources: Resources;
  readonly usesSds: boolean;
}

function virtualNodeBody(wanted: Wanted, pod: PodBefore): AppMeshBody | NoAppMeshBody {
  const { template, settings, nativeSidecars, annotations, resources, usesSds } = wanted;
  const mounts = envoyMounts(mountsOf(wanted), pod.spec);
  const rateFault = samplingRateFault(settings.tracing, annotations.variables);
  const faults = [...mounts.faults, ...(rateFault === undefined ? [] : [rateFault])];
  if (faults.length > 0) return badAnnotation(faults);

  const ports = annotations.ports ?? settings.listenerPorts ?? portsOf(pod);
  if (ports.length === 0 && (annotations.ports !== undefined || settings.listenerPorts === undefined))
    return {
      reason: "no-ports",
      detail: `neither the pod's containers nor its annotation ${APP_MESH_PREFIX}ports name a port`,
    };
  const virtualNode = annotations.virtualNode ?? virtualNodeOf(pod, settings.virtualNodeName);
  if (virtualNode === undefined)
    return {
      reason: "no-virtual-node",
      detail: `the pod belongs to no controller and does not have the annotation ${APP_MESH_PREFIX}virtualNode`,
    };

  const usesCni = annotations.appmeshCNI ?? isOnFargate(pod);
  if (!usesCni && isOnFargate(pod))
    return {
      reason: "not-supported-on-fargate",
      detail: `the pod's annotation ${APP_MESH_PREFIX}appmeshCNI asks for proxyinit, which needs the capability NET_ADMIN`,
    };
  const interception = interceptionFor(settings, annotations, ports);
  // The CNI plugin redirects the traffic before the first init container, which then needs Envoy to reach anything. Where
  // there are no native sidecars Envoy stays an ordinary container, with what belongs to one.
  const isNative =
    nativeSidecars &&
    (settings.envoy.waitUntilReady || pod.ends || (usesCni && initContainersBeside(template, pod).length > 0));
  const envoy = envoyContainer(settings, {
    uid: interception.uid,
    env: envoyEnvironment(settings, {
      resource: `mesh/${annotations.mesh ?? settings.mesh}/virtualNode/${virtualNode}`,
      preview: annotations.preview ?? settings.preview,
      usesSds,
      variables: annotations.variables,
    }),
    volumeMounts: mounts.volumeMounts,
    resources,
    isNative,
  });
  // A pod that brings Envoy itself is redirected to it all the same, as in AWS's controller.
  const isMissing = ({ name }: JsonObject): boolean => !usesCni || !hasOwn(pod, name);
  const envoys = [envoy].filter(isMissing);
  const xray = xrayOf(wanted, interception.uid).filter(isMissing);
  const graceSeconds = neededGraceSeconds(settings, isNative);
  return {
    body: {
      ...(usesCni ? { metadata: { annotations: cniAnnotations(interception, pod.annotations) } } : {}),
      spec: {
        ...listOf("containers", isNative ? xray : [...envoys, ...xray]),
        ...listOf("sidecars", isNative ? envoys : []),
        ...listOf("initContainers", usesCni ? [] : [proxyInitContainer(settings, interception)]),
        // `proxyinit` comes after the pod's own init containers, so that they reach the network as if it was not there.
        position: usesCni ? "first" : "last",
        ...listOf("volumes", mounts.volumes),
        ...listOf("imagePullSecrets", settings.ecrSecret ? [{ name: ECR_SECRET }] : []),
        ...(settings.iamForServiceAccounts ? { securityContext: { fsGroup: PROXY_UID } } : {}),
        ...(graceSeconds === undefined ? {} : { terminationGracePeriodSeconds: graceSeconds }),
      },
    },
    podVolumes: mounts.podVolumes,
  };
}

/** A gateway's pod brings Envoy itself: it gets the environment that it does not set. */
function virtualGatewayBody(wanted: Wanted, name: string, pod: PodBefore): AppMeshBody | NoAppMeshBody {
  const { settings, annotations, usesSds } = wanted;
  if (!pod.containers.some((container) => container.name === ENVOY_CONTAINER))
    return {
      reason: "no-virtual-node",
      detail: `the pod has no container "${ENVOY_CONTAINER}", which a virtual gateway consists of`,
    };
  const mounts = envoyMounts({ ...mountsOf(wanted), secretMounts: [], volumeMounts: [] }, pod.spec);
  if (mounts.faults.length > 0) return badAnnotation(mounts.faults);
  const env = envoyEnvironment(settings, {
    resource: `mesh/${annotations.mesh ?? settings.mesh}/virtualGateway/${name}`,
    preview: annotations.preview ?? settings.preview,
    usesSds,
    variables: [],
  });
  return {
    body: {
      spec: {
        ...listOf("containers", xrayOf(wanted, PROXY_UID)),
        ...listOf("volumes", mounts.volumes),
        appContainers: [{ names: [ENVOY_CONTAINER], env, ...listOf("volumeMounts", mounts.volumeMounts) }],
      },
    },
    podVolumes: mounts.podVolumes,
  };
}

function badAnnotation(faults: readonly string[]): NoAppMeshBody {
  return { reason: "bad-annotation", detail: faults.join("; ") };
}

function isOnFargate({ fargateProfile }: PodBefore): boolean {
  return fargateProfile !== "";
}

function xrayOf({ settings, annotations, resources }: Wanted, uid: number): readonly JsonObject[] {
  if (settings.tracing?.tracer !== "xray") return [];
  const configuration = annotations.xrayAgentConfigMount;
  return [xrayContainer(settings.tracing, { region: settings.region, uid, resources, configuration })];
}

function mountsOf({ settings, annotations, usesSds }: Wanted): MountsAskedFor {
  const isTraced = settings.tracing?.tracer === "xray";
  return {
    secretMounts: annotations.secretMounts,
    volumeMounts: annotations.volumeMounts,
    xrayAgentConfigMount: isTraced ? annotations.xrayAgentConfigMount : undefined,
    sdsSocketPath: usesSds ? settings.sds?.socketPath : undefined,
  };
}

/** The init containers of the pod and of other templates. */
function initContainersBeside(template: string, { spec, status }: PodBefore): readonly JsonObject[] {
  return initContainersWithout(status.get(template)?.containers ?? [], spec);
}

function hasOwn({ containers, spec, status }: PodBefore, name: JsonValue | undefined): boolean {
  const added = [...status.values()].flatMap((applied) => applied.containers);
  return [...containers, ...initContainersWithout(added, spec)].some((container) => container.name === name);
}

function initContainersWithout(added: readonly string[], spec: JsonObject): readonly JsonObject[] {
  const names = new Set<JsonValue | undefined>(added);
  const containers = objectsIn(spec.initContainers);
  return containers.filter(({ name }) => !names.has(name));
}

function listOf(field: string, items: readonly JsonObject[]): JsonObject {
  return items.length === 0 ? {} : { [field]: items };
}
