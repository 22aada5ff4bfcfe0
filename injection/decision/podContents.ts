import type { JsonObject, NamedObject } from "../json";
import { limitsOf, NO_LIMITS, type PodLimits } from "./podLimits";
import type { PodBefore } from "./podBefore";
import type { PodView } from "../kubernetes/readPod";
import type { InjectionStatus } from "./statusAnnotation";

/** What a pod has already, as far as it can stand in a template's way. */
export interface PodContents {
  /** Names over containers, init containers and ephemeral containers. */
  readonly containerNames: ReadonlySet<string>;
  readonly volumes: ReadonlyMap<string, NamedObject>;
  readonly pullSecretNames: ReadonlySet<string>;
  readonly limits: PodLimits;
  /** Those that no template has added. */
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
  /** What an earlier call has applied. */
  readonly status: InjectionStatus;
  readonly unprovenStatus: InjectionStatus;
}

/** A pod that has nothing in a template's way. */
export const NOTHING_IN_THE_WAY: PodContents = {
  containerNames: new Set(),
  volumes: new Map(),
  pullSecretNames: new Set(),
  limits: NO_LIMITS,
  labels: {},
  annotations: {},
  status: new Map(),
  unprovenStatus: new Map(),
};

export function contentsOf(view: PodView, { labels, annotations, status, unprovenStatus }: PodBefore): PodContents {
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
    labels,
    annotations,
    status,
    unprovenStatus,
  };
}
