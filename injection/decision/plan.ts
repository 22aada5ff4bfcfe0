import { hostPortsOf } from "../kubernetes/hostPorts";
import type { CompiledTemplate } from "./compiledTemplate";
import { compose, type Composition } from "./compose";
import { buildPatch, shapeCode, type InjectionPatch, type PodShape } from "./jsonPatch";
import { NOTHING_IN_THE_WAY } from "./podContents";
import { longestSleepSeconds } from "./podLimits";
import { writeStatus } from "./statusAnnotation";

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
  /** What a pod must have room for. */
  readonly longestSleepSeconds: number;
  readonly takesHostPorts: boolean;
  /** Undefined where nothing was applied, because the templates clash with each other. */
  patchFor(shape: PodShape): InjectionPatch | undefined;
}

export function makePlan(templates: readonly CompiledTemplate[]): Plan {
  const composition = compose(templates, NOTHING_IN_THE_WAY);
  const namesOf = (...lists: readonly (readonly { readonly name: string }[])[]): Set<string> =>
    new Set(lists.flat().map(({ name }) => name));
  const all = templates.map(({ additions }) => additions);
  const containers = all.flatMap((additions) => [...additions.containers, ...additions.initContainers]);
  const status = writeStatus(composition.status);
  const patches = new Map<number, InjectionPatch>();
  return {
    composition,
    containerNames: namesOf(containers),
    volumeNames: namesOf(...all.map(({ volumes }) => volumes)),
    pullSecretNames: namesOf(...all.map(({ imagePullSecrets }) => imagePullSecrets)),
    longestSleepSeconds: longestSleepSeconds(containers),
    takesHostPorts: containers.some((container) => hostPortsOf(container).length > 0),
    patchFor(shape) {
      if (composition.status.size === 0) return undefined;
      const code = shapeCode(shape);
      const patch = patches.get(code) ?? buildPatch(composition.additions, status, shape);
      patches.set(code, patch);
      return patch;
    },
  };
}
