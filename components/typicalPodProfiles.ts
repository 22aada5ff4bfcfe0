import { chooseFargateProfile, type FargateProfile } from "../injection/fargate/fargateProfile";
import { DEFAULT_NAMESPACE } from "../injection/report/typicalPod";
import type { FargateProfileArgs } from "./cluster/fargateClusterArgs";
import type { TypicalPodArgs } from "./typicalPodArgs";

type Pods = Readonly<Record<string, TypicalPodArgs>>;
type Profiles = Readonly<Record<string, FargateProfileArgs>>;

/**
 * The typical pods with the profile that EKS would choose for them. One that says neither profile nor namespace stays for
 * all profiles where none selects the namespace `default`; one that no profile selects is left out.
 */
export function onProfiles(pods: Pods, profiles: Profiles): Record<string, TypicalPodArgs> {
  const placed = Object.entries(pods).flatMap(([name, pod]) => {
    const profile = profileOf(pod, profiles);
    if (profile === undefined && pod.namespace !== undefined) return [];
    return [[name, { ...pod, profile }] as const];
  });
  return Object.fromEntries(placed);
}

/** A sentence for each typical pod that no profile of the cluster would take. */
export function homelessPods(pods: Pods, profiles: Profiles): string[] {
  const names = Object.keys(profiles);
  return Object.entries(pods).flatMap(([name, pod]) => {
    if (pod.profile !== undefined)
      return names.includes(pod.profile)
        ? []
        : [`typicalPods.${name}.profile: the cluster has no profile "${pod.profile}", only ${names.join(", ")}`];
    if (pod.namespace === undefined || profileOf(pod, profiles) !== undefined) return [];
    return [`typicalPods.${name}: no Fargate profile selects it in namespace "${pod.namespace}"`];
  });
}

function profileOf(
  { profile, namespace = DEFAULT_NAMESPACE, labels = {} }: TypicalPodArgs,
  profiles: Profiles,
): string | undefined {
  const known = Object.entries(profiles).map(([name, { selectors }]): FargateProfile => ({
    name,
    selectors: selectors.map((selector) => ({ namespace: selector.namespace, labels: selector.labels ?? {} })),
  }));
  return profile ?? chooseFargateProfile(namespace, labels, known)?.name;
}
