import type { SidecarConfiguration } from "../configuration/sidecarConfiguration";
import { hasWildcard, matchesWildcard } from "../wildcard";
import type { NamespacePolicies } from "./namespacePolicy";
import { matchOf, type TypicalPod } from "./typicalPod";

/** What names profiles. */
interface Names {
  readonly configuration: SidecarConfiguration;
  readonly typicalPods: ReadonlyMap<string, TypicalPod>;
  readonly namespacePolicies: NamespacePolicies;
}

/**
 * The profiles to look at in a cluster of which no more is known: those that templates, typical pods and policies name. A
 * template that is for none of these stands with a pattern of its own, for any profile with such a name.
 */
export function profilesNamed({ configuration, typicalPods, namespacePolicies }: Names): readonly string[] {
  const patterns = configuration.templates.flatMap(({ profiles }) => profiles);
  const ofPods = [...typicalPods.values()].flatMap(({ profile }) => profile ?? []);
  const ofPolicies = [...namespacePolicies.values()].flatMap(({ profiles = [] }) => profiles);
  const named = [...patterns.filter((pattern) => !hasWildcard(pattern)), ...ofPods, ...ofPolicies];
  const found = [...new Set(named)].sort();
  // The longest first: what fits a profile like `team-*` needs none like `*`.
  const longestFirst = [...configuration.templates].sort((a, b) => firstOf(b).length - firstOf(a).length);
  for (const template of longestFirst)
    if (!found.some((fargateProfile) => isFor(template, fargateProfile))) found.push(firstOf(template));
  // Templates of kind `appmesh` are for every profile.
  return found.length === 0 ? ["*"] : found;
}

function firstOf({ profiles: [first = "*"] }: ForProfiles): string {
  return first;
}

/** What is for the pods of some profiles. */
interface ForProfiles {
  readonly profiles: readonly string[];
}

/** Those that are for pods of the profile, or for a pattern those that are for all profiles with such names. */
export function templatesOn<Template extends ForProfiles>(
  fargateProfile: string,
  templates: readonly Template[],
): readonly Template[] {
  return templates.filter((template) => isFor(template, fargateProfile));
}

function isFor({ profiles }: ForProfiles, fargateProfile: string): boolean {
  const name = matchOf(fargateProfile);
  return profiles.some((pattern) => matchesWildcard(pattern, name));
}

/** The typical pods that are on the profile, by their names. */
export function typicalPodsOn(
  fargateProfile: string,
  typicalPods: ReadonlyMap<string, TypicalPod>,
): readonly (readonly [string, TypicalPod])[] {
  return [...typicalPods].filter(([, { profile = fargateProfile }]) => profile === fargateProfile);
}
