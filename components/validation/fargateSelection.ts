import {
  chooseFargateProfile,
  type FargateProfile,
  type FargateProfileSelector,
} from "../../injection/fargate/fargateProfile";
import { FARGATE_PROFILE_LABEL } from "../../injection/names";
import type { FargateProfileArgs } from "../cluster/fargateClusterArgs";
import { SYSTEM_PROFILE, SYSTEM_SELECTORS } from "../cluster/fargateProfiles";

/** Quota of EKS for a cluster; AWS raises it on request. */
const MOST_PROFILES = 10;

/**
 * What is worth knowing about profiles in which nothing is wrong: namespaces whose pods would get none of them, and
 * profiles that no pod would get.
 */
export function fargateSelectionWarnings(
  profileArgs: Readonly<Record<string, FargateProfileArgs>>,
  namespaces: readonly string[],
): string[] {
  const profiles: FargateProfile[] = [
    { name: SYSTEM_PROFILE, selectors: SYSTEM_SELECTORS.map(plainSelector) },
    ...Object.entries(profileArgs).map(([name, { selectors }]) => ({ name, selectors: selectors.map(plainSelector) })),
  ];
  return [
    ...countWarnings(profiles),
    ...namespaces.filter((namespace) => !isSelected(namespace, profiles)).map(namespaceWarning),
    ...profiles.flatMap((profile) => hiddenProfileWarning(profile, profiles)),
  ];
}

function plainSelector({ namespace, labels }: FargateProfileArgs["selectors"][number]): FargateProfileSelector {
  return labels === undefined ? { namespace } : { namespace, labels };
}

function countWarnings({ length }: readonly FargateProfile[]): string[] {
  if (length <= MOST_PROFILES) return [];
  return [
    `fargateProfiles: ${length} profiles with "${SYSTEM_PROFILE}", more than the ${MOST_PROFILES} that EKS allows a ` +
      "cluster, unless AWS has raised this quota for you",
  ];
}

/** Whether a pod of the namespace may get a profile, given the labels that the selector asks for. */
function isSelected(namespace: string, profiles: readonly FargateProfile[]): boolean {
  const withoutLabels = profiles.map(({ name, selectors }) => ({
    name,
    selectors: selectors.map((selector) => ({ namespace: selector.namespace })),
  }));
  return chooseFargateProfile(namespace, {}, withoutLabels) !== undefined;
}

function namespaceWarning(namespace: string): string {
  return `namespaces: no Fargate profile selects "${namespace}", so its pods would stay pending; add a selector for it`;
}

/** Of several profiles that select a pod, the first by name gets it. */
function hiddenProfileWarning(profile: FargateProfile, profiles: readonly FargateProfile[]): string[] {
  const earlier = profiles.filter(({ name }) => name < profile.name);
  const hiding = profile.selectors.map((selector) =>
    earlier.find(({ selectors }) => selectors.some((general) => covers(general, selector))),
  );
  if (!hiding.every((found) => found !== undefined)) return [];
  const names = [...new Set(hiding.map(({ name }) => `"${name}"`))].sort().join(" and ");
  if (profile.name === SYSTEM_PROFILE) {
    return [
      `fargateProfiles: CoreDNS and the injector would run on ${names}, which comes before "${SYSTEM_PROFILE}" and ` +
        "selects their namespaces; they would stop whenever it is changed",
    ];
  }
  return [
    `fargateProfiles.${profile.name}: no pod gets it, because ${names} comes first by name and selects the same pods; ` +
      `a pod can still ask for it by the label ${FARGATE_PROFILE_LABEL}`,
  ];
}

/** Whether every pod that the one selector matches is matched by the general one too. */
function covers(general: FargateProfileSelector, selector: FargateProfileSelector): boolean {
  if (!patternCovers(general.namespace, selector.namespace)) return false;
  return Object.entries(general.labels ?? {}).every(([generalKey, generalValue]) =>
    Object.entries(selector.labels ?? {}).some(
      ([key, value]) => patternCovers(generalKey, key) && patternCovers(generalValue, value),
    ),
  );
}

/**
 * Whether every text that a pattern matches is matched by the general pattern too. It compares the patterns character by
 * character, as a text with a wildcard is compared, and may miss that one covers the other, but never claims it wrongly.
 */
function patternCovers(general: string, pattern: string): boolean {
  let [at, inPattern] = [0, 0];
  let retry: { at: number; inPattern: number } | undefined;
  while (inPattern < pattern.length) {
    if (general[at] === "*") {
      retry = { at: at + 1, inPattern };
      at += 1;
    } else if (general[at] === pattern[inPattern] || (general[at] === "?" && pattern[inPattern] !== "*")) {
      at += 1;
      inPattern += 1;
    } else if (retry !== undefined) {
      // The last star takes one more character.
      retry.inPattern += 1;
      ({ at, inPattern } = retry);
    } else {
      return false;
    }
  }
  return /^\**$/.test(general.slice(at));
}
