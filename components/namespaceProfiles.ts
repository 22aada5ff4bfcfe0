import { matchesWildcard } from "../injection/wildcard";
import type { FargateProfileArgs } from "./cluster/fargateClusterArgs";
import type { NamespacePolicyArgs } from "./namespacePolicyArgs";

type Policies = Readonly<Record<string, NamespacePolicyArgs>>;
type Profiles = Readonly<Record<string, FargateProfileArgs>>;

/** What namespaces demand, each with the profiles that may take its pods. */
export function namespacesOnProfiles(policies: Policies, profiles: Profiles): Record<string, NamespacePolicyArgs> {
  return Object.fromEntries(
    Object.entries(policies).map(([namespace, policy]) => [
      namespace,
      { ...policy, profiles: policy.profiles ?? profilesFor(namespace, profiles) },
    ]),
  );
}

/** A sentence for each namespace whose pods no profile of the cluster would take. */
export function homelessNamespaces(policies: Policies, profiles: Profiles): string[] {
  const names = Object.keys(profiles);
  return Object.entries(policies).flatMap(([namespace, policy]) => {
    if (policy.profiles === undefined)
      return profilesFor(namespace, profiles).length > 0
        ? []
        : [`namespacePolicies.${namespace}: no Fargate profile selects pods of this namespace`];
    return policy.profiles
      .filter((name) => !names.includes(name))
      .map(
        (name) =>
          `namespacePolicies.${namespace}.profiles: the cluster has no profile "${name}", only ${names.join(", ")}`,
      );
  });
}

/**
 * Each profile with a selector for the namespace, also where another one comes first by its name: a pod may name its
 * profile by label, and have the labels that only one of them wants.
 */
function profilesFor(namespace: string, profiles: Profiles): string[] {
  return Object.entries(profiles)
    .filter(([, { selectors }]) => selectors.some((selector) => matchesWildcard(selector.namespace, namespace)))
    .map(([name]) => name);
}
