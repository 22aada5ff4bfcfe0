import { isFargateProfileName } from "../../injection/fargate/fargateProfile";
import type { Problem } from "../../injection/problem";
import type { FargateProfileArgs } from "../cluster/fargateClusterArgs";
import { SYSTEM_PROFILE } from "../cluster/fargateProfiles";
import { awsTagsProblems } from "./awsTags";
import type { ArgumentCheck } from "./argumentChecks";
import { subnetIdsProblems } from "./clusterNetwork";
import { selectorsProblems } from "./fargateSelectors";
import { recordProblems } from "./inputCollections";
import { isPlain, objectProblems, problemAt, type FieldsOf } from "./objectShape";

const PROFILE_FIELDS: FieldsOf<FargateProfileArgs> = { selectors: true, subnetIds: true, tags: true };

/** What is wrong with the Fargate profiles, under the name of each. */
export function fargateProfilesProblems(path: string, profiles: unknown): Problem[] {
  if (!isPlain(profiles)) return [{ path, message: "has to be known from the start; put the outputs inside" }];
  return recordProblems(path, profiles, (profilePath, profile, name) => [
    ...problemAt(profilePath, profileNameProblem(name)),
    ...objectProblems(profilePath, profile as FargateProfileArgs, PROFILE_FIELDS, profileProblems),
  ]);
}

/**
 * A name is the value of a label of its pods, and the key of their sidecars. EKS itself would allow 100 characters.
 */
const profileNameProblem: ArgumentCheck = (name) => {
  if (name === SYSTEM_PROFILE) {
    return "is the name of the profile of CoreDNS and the injector, which every cluster has; choose another name";
  }
  if (typeof name === "string" && name.startsWith("eks-")) {
    return 'begins with "eks-", which EKS keeps for itself; choose another name';
  }
  if (typeof name === "string" && isFargateProfileName(name)) return undefined;
  return (
    "cannot be the name of a profile, which is a label of its pods; " +
    'use up to 63 letters, digits, "-" and "_", with a letter or a digit first and last'
  );
};

function profileProblems({ selectors, subnetIds, tags }: FargateProfileArgs): Problem[] {
  return [
    ...selectorsProblems("selectors", selectors),
    ...subnetIdsProblems("subnetIds", subnetIds, 1),
    ...awsTagsProblems("tags", tags),
  ];
}
