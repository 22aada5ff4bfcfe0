import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { mergedTags } from "../mergedTags";
import { INJECTOR_NAME } from "../names";
import type { FargateProfileArgs, FargateProfileSelectorArgs } from "./fargateClusterArgs";

/** Name of the profile that every cluster has. */
export const SYSTEM_PROFILE = "system";

/** Its pods: CoreDNS, and the injector. Never changed, because a change would stop them all. */
export const SYSTEM_SELECTORS: readonly FargateProfileSelectorArgs[] = [
  { namespace: "kube-system" },
  { namespace: INJECTOR_NAME },
];

/** The profiles that a cluster has where none are given. */
export const DEFAULT_PROFILES: Readonly<Record<string, FargateProfileArgs>> = {
  default: { selectors: [{ namespace: "default" }] },
};

export interface FargateProfilesOptions {
  clusterName: pulumi.Input<string>;
  podExecutionRoleArn: pulumi.Input<string>;
  subnetIds: pulumi.Input<string[]>;
  /** Subnets of the system's profile: those that never change, because other ones would stop its pods for good. */
  systemSubnetIds: pulumi.Input<string[]>;
  profiles: Readonly<Record<string, FargateProfileArgs>>;
  tags: pulumi.Output<Record<string, string>>;
  /** What pods need from their first moment to their last. */
  dependsOn: readonly pulumi.Resource[];
}

/**
 * Makes the profiles one after another, the system's first, because EKS refuses to create or delete two at a time. Each
 * waits for *all* before it, not only for the last: the engine looks at direct dependencies, so with a mere chain it
 * would delete the first and the third at once where the second one stays.
 */
export function createFargateProfiles(
  name: string,
  options: FargateProfilesOptions,
  parent: pulumi.Resource,
): [aws.eks.FargateProfile, ...aws.eks.FargateProfile[]] {
  const create = (profileName: string, profile: FargateProfileArgs, before: aws.eks.FargateProfile[]) =>
    new aws.eks.FargateProfile(
      `${name}-profile-${profileName}`,
      {
        clusterName: options.clusterName,
        // Set and not made up: pods carry it as a label, and it is the key of their sidecars.
        fargateProfileName: profileName,
        podExecutionRoleArn: options.podExecutionRoleArn,
        selectors: profile.selectors,
        subnetIds: profile.subnetIds ?? options.subnetIds,
        tags: mergedTags(options.tags, profile.tags),
      },
      {
        parent,
        // A profile cannot be changed, and its name is taken as long as the old one is there.
        deleteBeforeReplace: true,
        dependsOn: [...options.dependsOn, ...before],
        // Both have been seen to take longer than the provider waits (aws/containers-roadmap#1211).
        customTimeouts: { create: "30m", delete: "60m" },
      },
    );
  const system = create(SYSTEM_PROFILE, { selectors: [...SYSTEM_SELECTORS], subnetIds: options.systemSubnetIds }, []);
  const others: aws.eks.FargateProfile[] = [];
  for (const [profileName, profile] of Object.entries(options.profiles).sort(byName)) {
    others.push(create(profileName, profile, [system, ...others]));
  }
  return [system, ...others];
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
