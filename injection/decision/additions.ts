import type { NamedObject } from "../json";

/** What is put into a pod: the lists of `spec` that grow, and by what. */
export interface Additions {
  readonly containers: readonly NamedObject[];
  readonly initContainers: readonly NamedObject[];
  readonly volumes: readonly NamedObject[];
  readonly imagePullSecrets: readonly NamedObject[];
}

export type AdditionList = keyof Additions;

/** The lists in the order in which a patch names them: what a container mounts comes before it. */
export const ADDITION_LISTS: readonly AdditionList[] = ["volumes", "initContainers", "containers", "imagePullSecrets"];
