import type { JsonObject, NamedObject } from "../json";
import { STATUS_ANNOTATION } from "../names";
import { limitsOf, NO_LIMITS, type PodLimits } from "./podLimits";
import type { PodView } from "./readPod";
import { readStatus, type InjectionStatus } from "./statusAnnotation";

/** What a pod has already, as far as it can stand in a template's way. */
export interface PodContents {
  /** Names over containers, init containers and ephemeral containers. */
  readonly containerNames: ReadonlySet<string>;
  readonly volumes: ReadonlyMap<string, NamedObject>;
  readonly pullSecretNames: ReadonlySet<string>;
  readonly limits: PodLimits;
  /** What an earlier call has applied. */
  readonly status: InjectionStatus;
}

/** A pod that has nothing in a template's way. */
export const NOTHING_IN_THE_WAY: PodContents = {
  containerNames: new Set(),
  volumes: new Map(),
  pullSecretNames: new Set(),
  limits: NO_LIMITS,
  status: new Map(),
};

export function contentsOf(view: PodView): PodContents {
  const names = (list: readonly JsonObject[] | undefined): readonly string[] =>
    (list ?? []).flatMap(({ name }) => (typeof name === "string" ? [name] : []));
  const containerNames = new Set([
    ...names(view.containers),
    ...names(view.initContainers),
    ...names(view.ephemeralContainers),
  ]);
  return {
    containerNames,
    volumes: new Map((view.volumes ?? []).map((volume: NamedObject) => [volume.name, volume])),
    pullSecretNames: new Set(names(view.imagePullSecrets)),
    limits: limitsOf(view),
    status: readStatus(view.annotations?.[STATUS_ANNOTATION], (name) => containerNames.has(name)),
  };
}
