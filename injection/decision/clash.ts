import { canonicalJson, isJsonObject, objectsIn, type NamedObject } from "../json";
import { CONTAINER_LISTS, containersOf, type Additions, type ContainerList } from "./additions";
import type { PodContents } from "./podContents";
import { findExcess, type PodLimits } from "./podLimits";
import { sameVolume } from "./sameVolume";

/** What earlier templates have added to the pod, by name, be it in this call or in an earlier one. */
export interface Added {
  readonly containers: Map<string, { readonly list: ContainerList; readonly container: NamedObject }>;
  readonly volumes: Map<string, NamedObject>;
  readonly imagePullSecrets: Map<string, NamedObject>;
}

/** Why a template cannot go into this pod beside what is there and what earlier templates have added. */
export function findClash(
  additions: Additions,
  pod: PodContents,
  isGiven: PodLimits["isGiven"],
  added: Added,
  /** That of the pod as it becomes. */
  graceSeconds: number,
): string | undefined {
  return (
    podClash(additions, pod, isGiven) ??
    volumeClash(additions, pod, added) ??
    containerClash(additions, added) ??
    excess(additions, pod, added, graceSeconds)
  );
}

/** What the pod says itself is never set, so it cannot clash. */
function podClash(additions: Additions, pod: PodContents, isGiven: PodLimits["isGiven"]): string | undefined {
  const { sharesHostProcesses, sharesHostIpc, profileAnnotations } = pod.limits;
  const { shareProcessNamespace, securityContext } = additions.podFields;
  if (shareProcessNamespace === true && sharesHostProcesses && !isGiven.shareProcessNamespace)
    return "the pod shares the processes of its node, so its containers cannot share their own";
  const sysctls = isGiven.securityContext.has("sysctls") ? [] : objectsIn(securityContext.sysctls);
  if (sharesHostIpc && sysctls.some(({ name }) => name === "kernel.shm_rmid_forced"))
    return "the pod shares the memory of its node, so it cannot set kernel.shm_rmid_forced";
  const containers = containersOf(additions).filter(({ name }) => !pod.containerNames.has(name));
  for (const field of ["seccompProfile", "appArmorProfile"] as const) {
    const annotation = profileAnnotations[field];
    const ofPod = isGiven.securityContext.has(field) ? [] : [securityContext];
    const contexts = [...ofPod, ...containers.map((container) => container.securityContext)];
    if (annotation !== undefined && contexts.some((context) => isJsonObject(context) && isJsonObject(context[field])))
      return `the pod has the annotation ${annotation}, with which the template's ${field} need not agree`;
  }
  return undefined;
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
  for (const list of CONTAINER_LISTS)
    for (const container of additions[list]) {
      const earlier = added.containers.get(container.name);
      if (earlier !== undefined && (earlier.list !== list || !equal(earlier.container, container)))
        return `an earlier template adds another container "${container.name}"`;
    }
  return undefined;
}

function excess(additions: Additions, pod: PodContents, added: Added, graceSeconds: number): string | undefined {
  const isMissing = ({ name }: NamedObject): boolean => !pod.containerNames.has(name);
  const containers = containersOf(additions).filter(
    (container) => isMissing(container) && !added.containers.has(container.name),
  );
  const earlier = [...added.containers.values()].map(({ container }) => container).filter(isMissing);
  return findExcess(containers, earlier, { ...pod.limits, graceSeconds });
}

function equal(a: NamedObject, b: NamedObject): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
