import { isJsonObject } from "../json";
import { STATUS_ANNOTATION } from "../names";
import type { Additions } from "./additions";
import { append, prepend, setAll, type AddOperation } from "./jsonPatch";
import type { PodView } from "../kubernetes/readPod";

/** The parents that the pod has, and so which of them a patch has to make. */
export type PodShape = Readonly<Record<(typeof PARENTS)[number], boolean>>;

const PARENTS = ["volumes", "initContainers", "imagePullSecrets", "labels", "annotations"] as const;

export function shapeOf(pod: PodView): PodShape {
  return {
    volumes: pod.volumes !== undefined,
    initContainers: pod.initContainers !== undefined,
    imagePullSecrets: pod.imagePullSecrets !== undefined,
    labels: isJsonObject(pod.metadata.labels),
    annotations: pod.annotations !== undefined,
  };
}

/** A number that is different for every shape. */
export function shapeCode(shape: PodShape): number {
  return PARENTS.reduce((code, parent) => code * 2 + (shape[parent] ? 1 : 0), 0);
}

/** What is the same for all pods of a shape that have nothing in the way: lists that grow, labels and annotations. */
export function commonOperations(additions: Additions, shape: PodShape): readonly AddOperation[] {
  const { labels, annotations } = additions.podFields;
  return [
    ...listOperations(additions, shape),
    ...setAll("/metadata/labels", shape.labels, labels),
    ...setAll("/metadata/annotations", shape.annotations, annotations),
  ];
}

/** What comes after the common operations, in which the pod may have got its first annotations. */
export function statusOperations(
  status: string,
  { podFields }: Pick<Additions, "podFields">,
  shape: PodShape,
): readonly AddOperation[] {
  const isThere = shape.annotations || Object.keys(podFields.annotations).length > 0;
  return setAll("/metadata/annotations", isThere, { [STATUS_ANNOTATION]: status });
}

function listOperations(additions: Additions, shape: PodShape): readonly AddOperation[] {
  const { volumes, firstInitContainers, initContainers, containers, imagePullSecrets } = additions;
  const init = "/spec/initContainers";
  return [
    ...append("/spec/volumes", shape.volumes, volumes),
    ...prepend(init, shape.initContainers, firstInitContainers),
    ...append(init, shape.initContainers || firstInitContainers.length > 0, initContainers),
    ...append("/spec/containers", true, containers),
    ...append("/spec/imagePullSecrets", shape.imagePullSecrets, imagePullSecrets),
  ];
}
