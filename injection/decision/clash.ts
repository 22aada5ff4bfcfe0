import { canonicalJson, type NamedObject } from "../json";
import type { AdditionList, Additions } from "./additions";
import type { PodContents } from "./podContents";
import { findExcess } from "./podLimits";
import { sameVolume } from "./sameVolume";

/** What earlier templates have added to the pod, by name, be it in this call or in an earlier one. */
export type Added = Readonly<Record<AdditionList, ReadonlyMap<string, NamedObject>>>;

/** Why a template cannot go into this pod beside what is there and what earlier templates have added. */
export function findClash(additions: Additions, pod: PodContents, added: Added): string | undefined {
  return volumeClash(additions, pod, added) ?? containerClash(additions, added) ?? excess(additions, pod, added);
}

function volumeClash(additions: Additions, pod: PodContents, added: Added): string | undefined {
  for (const volume of additions.volumes) {
    const owned = pod.volumes.get(volume.name);
    if (owned !== undefined && !sameVolume(owned, volume)) return `the pod has another volume "${volume.name}"`;
    const earlier = added.volumes.get(volume.name);
    if (earlier !== undefined && !sameVolume(earlier, volume))
      return `an earlier template adds another volume "${volume.name}"`;
  }
  return undefined;
}

function containerClash(additions: Additions, added: Added): string | undefined {
  for (const list of ["initContainers", "containers"] as const)
    for (const container of additions[list]) {
      const other = list === "containers" ? "initContainers" : "containers";
      const earlier = added[list].get(container.name);
      if (added[other].has(container.name) || (earlier !== undefined && !equal(earlier, container)))
        return `an earlier template adds another container "${container.name}"`;
    }
  return undefined;
}

function excess(additions: Additions, pod: PodContents, added: Added): string | undefined {
  const earlier = new Map([...added.initContainers, ...added.containers]);
  const isMissing = ({ name }: NamedObject): boolean => !pod.containerNames.has(name);
  const containers = [...additions.initContainers, ...additions.containers].filter(
    (container) => isMissing(container) && !earlier.has(container.name),
  );
  return findExcess(containers, [...earlier.values()].filter(isMissing), pod.limits);
}

function equal(a: NamedObject, b: NamedObject): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
