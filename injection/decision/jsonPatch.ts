import type { JsonValue } from "../json";
import { STATUS_ANNOTATION } from "../names";
import { ADDITION_LISTS, type Additions } from "./additions";
import type { PodView } from "./readPod";

/** The only operation of JSON Patch (RFC 6902) that an injection needs: nothing of the pod is replaced or removed. */
export interface AddOperation {
  readonly op: "add";
  readonly path: string;
  readonly value: JsonValue;
}

export interface InjectionPatch {
  readonly operations: readonly AddOperation[];
  /** The operations as an AdmissionReview carries them: JSON, then base64. */
  readonly base64: string;
}

/** The parents that the pod has. An `add` below a parent that is not there makes the API server refuse the pod. */
export type PodShape = Readonly<Record<(typeof PARENTS)[number], boolean>>;

const PARENTS = ["volumes", "initContainers", "containers", "imagePullSecrets", "annotations"] as const;

export function shapeOf(pod: PodView): PodShape {
  return {
    volumes: pod.volumes !== undefined,
    initContainers: pod.initContainers !== undefined,
    containers: true,
    imagePullSecrets: pod.imagePullSecrets !== undefined,
    annotations: pod.annotations !== undefined,
  };
}

/** A number from 0 to 31 that is different for every shape. */
export function shapeCode(shape: PodShape): number {
  return PARENTS.reduce((code, parent) => code * 2 + (shape[parent] ? 1 : 0), 0);
}

/** The patch that appends the additions to a pod of that shape and writes the status annotation. */
export function buildPatch(additions: Additions, status: string, shape: PodShape): InjectionPatch {
  const operations: AddOperation[] = [];
  for (const list of ADDITION_LISTS) {
    const items = additions[list];
    if (items.length === 0) continue;
    if (shape[list]) for (const item of items) operations.push({ op: "add", path: `/spec/${list}/-`, value: item });
    else operations.push({ op: "add", path: `/spec/${list}`, value: items });
  }
  operations.push(
    shape.annotations
      ? { op: "add", path: `/metadata/annotations/${escapePointer(STATUS_ANNOTATION)}`, value: status }
      : { op: "add", path: "/metadata/annotations", value: { [STATUS_ANNOTATION]: status } },
  );
  return { operations, base64: Buffer.from(JSON.stringify(operations)).toString("base64") };
}

/** Source: RFC 6901, section 3. */
function escapePointer(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}
