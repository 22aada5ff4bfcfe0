import type { HostAlias, VolumeMount } from "../configuration/templateBody";
import type { JsonObject, NamedObject } from "../json";

/** What is put into a pod. */
export interface Additions extends NamedAdditions {
  readonly podFields: PodFields;
  readonly appContainers: readonly AppContainerAdditions[];
}

/** What the pod's own containers of some names get, where they do not have it. */
export interface AppContainerAdditions {
  readonly matchesName: (name: string) => boolean;
  readonly env: readonly NamedObject[];
  readonly envFrom: readonly JsonObject[];
  readonly volumeMounts: readonly VolumeMount[];
}

/** The lists of `spec` that grow, and by what. `firstInitContainers` go before those of the pod. */
export interface NamedAdditions {
  readonly containers: readonly NamedObject[];
  readonly firstInitContainers: readonly NamedObject[];
  readonly initContainers: readonly NamedObject[];
  readonly volumes: readonly NamedObject[];
  readonly imagePullSecrets: readonly NamedObject[];
}

/** Fields of the pod as a whole, each for a pod that does not have it. */
export interface PodFields {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly securityContext: JsonObject;
  readonly shareProcessNamespace: boolean | undefined;
  readonly hostAliases: readonly HostAlias[];
  readonly dnsOptions: readonly NamedObject[];
  /** What the pod must have at least. */
  readonly terminationGracePeriodSeconds: number;
}

export type AdditionList = keyof NamedAdditions;

/** The lists that hold containers. */
export type ContainerList = "firstInitContainers" | "initContainers" | "containers";

export const CONTAINER_LISTS: readonly ContainerList[] = ["firstInitContainers", "initContainers", "containers"];

/** The lists in the order in which a patch names them: what a container mounts comes before it. */
export const ADDITION_LISTS: readonly AdditionList[] = ["volumes", ...CONTAINER_LISTS, "imagePullSecrets"];

export const NO_POD_FIELDS: PodFields = {
  labels: {},
  annotations: {},
  securityContext: {},
  shareProcessNamespace: undefined,
  hostAliases: [],
  dnsOptions: [],
  terminationGracePeriodSeconds: 0,
};

export const NO_ADDITIONS: Additions = {
  containers: [],
  firstInitContainers: [],
  initContainers: [],
  volumes: [],
  imagePullSecrets: [],
  podFields: NO_POD_FIELDS,
  appContainers: [],
};

/** All containers, in the order in which they stand in a pod. */
export function containersOf(additions: NamedAdditions): readonly NamedObject[] {
  return CONTAINER_LISTS.flatMap((list) => additions[list]);
}

/** The fields of several templates: of two that set the same one the first wins, and the longest grace period holds. */
export function mergePodFields(earlier: PodFields, later: PodFields): PodFields {
  return {
    labels: { ...later.labels, ...earlier.labels },
    annotations: { ...later.annotations, ...earlier.annotations },
    securityContext: { ...later.securityContext, ...earlier.securityContext },
    shareProcessNamespace: earlier.shareProcessNamespace ?? later.shareProcessNamespace,
    hostAliases: [...earlier.hostAliases, ...later.hostAliases],
    dnsOptions: [
      ...earlier.dnsOptions,
      ...later.dnsOptions.filter(({ name }) => !earlier.dnsOptions.some((option) => option.name === name)),
    ],
    terminationGracePeriodSeconds: Math.max(earlier.terminationGracePeriodSeconds, later.terminationGracePeriodSeconds),
  };
}
