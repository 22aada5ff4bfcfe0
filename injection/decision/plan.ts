import { remember } from "../remember";
import { annotationBytes } from "../kubernetes/annotations";
import { hostPortsOf } from "../kubernetes/hostPorts";
import { STATUS_ANNOTATION } from "../names";
import { containersOf, type AdditionList, type PodFields } from "./additions";
import { commonOperations, shapeCode, statusOperations, type PodShape } from "./commonOperations";
import type { BoundTemplate } from "./compiledTemplate";
import { compose, type Composition } from "./compose";
import { patchEnd, patchStart, type PatchPart } from "./jsonPatch";
import { isPersonal } from "./personalOperations";
import { NOTHING_IN_THE_WAY } from "./podContents";
import { LONGEST_SIZE, sizeKey } from "./sizeChange";
import { writeStatus, type WrittenSize } from "./statusAnnotation";

/**
 * What a set of templates puts into a pod that has nothing in their way. It is the same for every such pod, up to which
 * parents its patch has to create, so it is worked out once: most pods of a cluster cost a look-up.
 */
export interface Plan {
  readonly composition: Composition;
  /** The names that a pod must not have for the plan to hold as it is. */
  readonly containerNames: ReadonlySet<string>;
  readonly volumeNames: ReadonlySet<string>;
  readonly pullSecretNames: ReadonlySet<string>;
  readonly labelKeys: readonly string[];
  readonly annotationKeys: readonly string[];
  /** What a pod must have room for. */
  readonly takesHostPorts: boolean;
  /** Of all annotations that the pod gets, the longest status among them. */
  readonly annotationBytes: number;
  /** Whether the pod's own fields and containers have a say in what else it gets. */
  readonly isPersonal: boolean;
  /** How patches begin for pods of this shape. */
  patchStart(shape: PodShape): PatchPart;
  /** What follows where the pod itself has no say in it: the status. */
  patchEnd(shape: PodShape, size: WrittenSize | undefined): PatchPart;
}

/** How many changes of size a plan is kept ready for: pods of few different sizes get the same templates. */
const REMEMBERED_SIZES = 50;

export function makePlan(templates: readonly BoundTemplate[]): Plan {
  const composition = compose(templates, NOTHING_IN_THE_WAY);
  const all = templates.map(({ additions }) => additions);
  const namesOf = (...lists: readonly AdditionList[]): ReadonlySet<string> =>
    new Set(all.flatMap((additions) => lists.flatMap((list) => additions[list].map(({ name }) => name))));
  const keysOf = (field: "labels" | "annotations"): readonly string[] =>
    all.flatMap(({ podFields }: { readonly podFields: PodFields }) => Object.keys(podFields[field]));
  const status = writeStatus(composition.status, LONGEST_SIZE);
  const starts = new Map<number, PatchPart>();
  const ends = remember(REMEMBERED_SIZES, (_key: string, shape: PodShape, size: WrittenSize | undefined) =>
    patchEnd(statusOperations(writeStatus(composition.status, size), composition.additions, shape)),
  );
  return {
    composition,
    containerNames: namesOf("firstInitContainers", "initContainers", "containers"),
    volumeNames: namesOf("volumes"),
    pullSecretNames: namesOf("imagePullSecrets"),
    labelKeys: keysOf("labels"),
    annotationKeys: keysOf("annotations"),
    takesHostPorts: all.some((additions) => containersOf(additions).some((each) => hostPortsOf(each).length > 0)),
    annotationBytes: annotationBytes({ ...composition.additions.podFields.annotations, [STATUS_ANNOTATION]: status }),
    isPersonal: isPersonal(composition.additions),
    patchStart(shape) {
      const code = shapeCode(shape);
      const start = starts.get(code) ?? patchStart(commonOperations(composition.additions, shape));
      starts.set(code, start);
      return start;
    },
    patchEnd: (shape, size) => ends(`${shape.annotations} ${size === undefined ? "" : sizeKey(size)}`, shape, size),
  };
}
