import { describeValue, type Problem } from "../../injection/problem";
import type { FargateClusterArgs, KubeconfigCredentialsArgs } from "../cluster/fargateClusterArgs";
import { DEFAULT_KUBERNETES_VERSION } from "../cluster/fargateClusterSettings";
import { DEFAULT_PROFILES } from "../cluster/fargateProfiles";
import { nameInStack } from "../nameInStack";
import { administratorsProblems } from "./administrators";
import { booleanProblem, dnsLabelProblem, type ArgumentCheck } from "./argumentChecks";
import { addOnVersionProblem, clusterComponentNameProblem, clusterNameProblem, roleArnProblem } from "./awsIdentifiers";
import { awsTagsProblems } from "./awsTags";
import { clusterNetworkProblems } from "./clusterNetwork";
import { eksVersionProblem, eksVersionWarning } from "./eksVersions";
import { fargateProfilesProblems } from "./fargateProfiles";
import { fargateSelectionWarnings } from "./fargateSelection";
import { eachValue, listProblems } from "./inputCollections";
import { clusterLogTypeProblem, loggingProblems, retentionDaysProblem } from "./logSettings";
import { inputProblems, objectProblems, optionalObjectProblems, problemAt, type FieldsOf } from "./objectShape";
import { publicAccessCidrsWarnings, publicAccessProblems } from "./publicAccess";
import { secretsEncryptionProblems } from "./secretsEncryption";

/** What is found in arguments. */
export interface Findings {
  /** What makes the cluster impossible, with the path of each argument. */
  problems: Problem[];
  /** What is allowed, but seldom meant: one sentence each, with the argument's path. None while there are problems. */
  warnings: string[];
}

/**
 * Everything that is wrong with the name and the arguments of a FargateCluster, as far as their values are known. Values
 * that come from other resources are checked when they arrive.
 */
export function validateFargateClusterArgs(name: string, args: FargateClusterArgs, today = new Date()): Findings {
  const problems = [
    ...problemAt("name", clusterComponentNameProblem(name)),
    ...objectProblems("", args, ARGUMENT_FIELDS, (object) => argumentProblems(name, object)),
  ];
  return { problems, warnings: problems.length > 0 ? [] : argumentWarnings(args, today) };
}

const ARGUMENT_FIELDS: FieldsOf<FargateClusterArgs> = {
  clusterName: true,
  version: true,
  network: true,
  vpcId: true,
  privateSubnetIds: true,
  serviceCidrBlock: true,
  endpointPublicAccess: true,
  publicAccessCidrs: true,
  administrators: true,
  clusterLogTypes: true,
  clusterLogRetentionDays: true,
  secretsEncryption: true,
  deletionProtection: true,
  fargateProfiles: true,
  namespaces: true,
  logging: true,
  coreDnsVersion: true,
  kubeconfigCredentials: true,
  tags: true,
};

function argumentProblems(name: string, args: FargateClusterArgs): Problem[] {
  return [
    ...clusterNameProblems(name, args.clusterName),
    ...inputProblems("version", args.version, eksVersionProblem),
    ...clusterNetworkProblems(args),
    ...publicAccessProblems(args),
    ...administratorsProblems(args.administrators),
    ...listProblems("clusterLogTypes", args.clusterLogTypes, eachValue(clusterLogTypeProblem)),
    ...inputProblems("clusterLogRetentionDays", args.clusterLogRetentionDays, retentionDaysProblem),
    ...secretsEncryptionProblems("secretsEncryption", args.secretsEncryption),
    ...inputProblems("deletionProtection", args.deletionProtection, booleanProblem),
    ...fargateProfilesProblems("fargateProfiles", args.fargateProfiles),
    ...listProblems("namespaces", args.namespaces, (path, namespace) => problemAt(path, dnsLabelProblem(namespace))),
    ...loggingProblems("logging", args.logging),
    ...inputProblems("coreDnsVersion", args.coreDnsVersion, addOnVersionProblem),
    ...optionalObjectProblems(
      "kubeconfigCredentials",
      args.kubeconfigCredentials,
      CREDENTIALS_FIELDS,
      credentialsProblems,
    ),
    ...awsTagsProblems("tags", args.tags),
  ];
}

/** The default is made of two names that may be fine on their own, so it is checked too. */
function clusterNameProblems(name: string, clusterName: FargateClusterArgs["clusterName"]): Problem[] {
  if (clusterName !== undefined) return inputProblems("clusterName", clusterName, clusterNameProblem);
  const problem = clusterNameProblem(nameInStack(name));
  if (problem === undefined || clusterComponentNameProblem(name) !== undefined) return [];
  return [{ path: "clusterName", message: `is not given, and by default ${problem}` }];
}

export const CREDENTIALS_FIELDS: FieldsOf<KubeconfigCredentialsArgs> = { profileName: true, roleArn: true };

function credentialsProblems({ profileName, roleArn }: KubeconfigCredentialsArgs): Problem[] {
  return [
    ...inputProblems("profileName", profileName, profileNameProblem),
    ...inputProblems("roleArn", roleArn, roleArnProblem),
  ];
}

const profileNameProblem: ArgumentCheck = (value) =>
  typeof value === "string" && value !== ""
    ? undefined
    : `${describeValue(value)} where the name of a profile of the AWS CLI is expected`;

/** Only for arguments in which nothing is wrong. */
function argumentWarnings(args: FargateClusterArgs, today: Date): string[] {
  const versionWarning = eksVersionWarning(args.version ?? DEFAULT_KUBERNETES_VERSION, today);
  return [
    ...(versionWarning === undefined ? [] : [`version: ${versionWarning}`]),
    ...publicAccessCidrsWarnings(args.publicAccessCidrs),
    ...fargateSelectionWarnings(args.fargateProfiles ?? DEFAULT_PROFILES, args.namespaces ?? ["default"]),
  ];
}
