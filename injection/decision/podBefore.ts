import { withoutKeys, type JsonObject, type NamedObject } from "../json";
import { STATUS_ANNOTATION } from "../names";
import type { PodView } from "../kubernetes/readPod";
import { NO_STATUS, readStatus, type InjectionStatus, type WrittenSize } from "./statusAnnotation";

/**
 * A pod as it was before any template was applied to it, be it that the webhook sees it for the first time or is asked
 * again: what it is selected by and what parameters are read from must not depend on what templates have added.
 */
export interface PodBefore {
  readonly namespace: string;
  /** Empty where the pod does not run on Fargate. */
  readonly fargateProfile: string;
  readonly metadata: JsonObject;
  readonly spec: JsonObject;
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
  readonly containers: readonly NamedObject[];
  readonly initContainers: readonly NamedObject[];
  /** Whether the pod ends by itself, as those of Jobs do: containers that go on would keep it from that. */
  readonly ends: boolean;
  /** What an earlier call has applied. */
  readonly status: InjectionStatus;
  /** What an earlier call has applied that adds no container. */
  readonly unprovenStatus: InjectionStatus;
  /** What that call has said of the pod's size. */
  readonly writtenSize: WrittenSize | undefined;
}

export function podBefore(
  view: PodView,
  identity: { readonly namespace: string; readonly fargateProfile: string },
): PodBefore {
  const { metadata, spec, labels, annotations = {}, containers, initContainers = [] } = view;
  const { restartPolicy } = spec;
  const status = Object.hasOwn(annotations, STATUS_ANNOTATION) ? statusOf(view) : NO_STATUS;
  const injected = new Set([...status.applied.values()].flatMap((applied) => applied.containers));
  return {
    ...identity,
    metadata,
    spec,
    labels: withoutKeys(labels, status.labels),
    annotations: withoutKeys(annotations, status.annotations),
    containers: without(containers, injected),
    initContainers: without(initContainers, injected),
    ends: restartPolicy === "Never" || restartPolicy === "OnFailure",
    status: status.applied,
    unprovenStatus: status.unproven,
    writtenSize: status.size,
  };
}

function without(containers: readonly NamedObject[], names: ReadonlySet<string>): readonly NamedObject[] {
  return names.size === 0 ? containers : containers.filter(({ name }) => !names.has(name));
}

function statusOf({
  annotations,
  containers,
  initContainers = [],
  ephemeralContainers = [],
}: PodView): ReturnType<typeof readStatus> {
  const names = new Set([...containers, ...initContainers, ...ephemeralContainers].map(({ name }) => name));
  return readStatus(annotations?.[STATUS_ANNOTATION], (name) => names.has(name));
}
