import { FARGATE_PROFILE_LABEL } from "../names";
import { matchesWildcard } from "../wildcard";

/** One selector of a Fargate profile: `*` and `?` are wildcards in the namespace, the label keys and the label values. */
export interface FargateProfileSelector {
  namespace: string;
  labels?: Record<string, string>;
}

export interface FargateProfile {
  name: string;
  selectors: readonly FargateProfileSelector[];
}

/**
 * Tells whether a Fargate profile can have the name and give it to its pods, as the value of a label of at most 63
 * characters. EKS itself would allow 100. Source: EKS API Reference, CreateFargateProfile.
 */
export function isFargateProfileName(name: string): boolean {
  return /^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/.test(name);
}

/**
 * The Fargate profile that EKS chooses for a new pod, or undefined where none matches and the pod stays off Fargate.
 * A pod may name the profile by label, but must match one of its selectors; of several matching profiles the
 * first by alphanumeric order of the name wins. Source: EKS User Guide, "Fargate profile components".
 */
export function chooseFargateProfile(
  namespace: string,
  labels: Readonly<Record<string, string>>,
  profiles: readonly FargateProfile[],
): FargateProfile | undefined {
  const matching = profiles
    .filter((profile) => profile.selectors.some((selector) => selectorMatches(selector, namespace, labels)))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const wanted = labels[FARGATE_PROFILE_LABEL];
  return wanted === undefined ? matching[0] : matching.find((profile) => profile.name === wanted);
}

function selectorMatches(
  selector: FargateProfileSelector,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (!matchesWildcard(selector.namespace, namespace)) return false;
  return Object.entries(selector.labels ?? {}).every(([key, value]) =>
    Object.entries(labels).some(
      ([podKey, podValue]) => matchesWildcard(key, podKey) && matchesWildcard(value, podValue),
    ),
  );
}
