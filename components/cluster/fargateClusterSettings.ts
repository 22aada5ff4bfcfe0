import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../injection/problem";
import { nameInStack } from "../nameInStack";
import { inputChecker, optional, validatedInput } from "../validatedInput";
import { booleanProblem } from "../validation/argumentChecks";
import * as checks from "../validation/awsIdentifiers";
import { awsTagsProblems } from "../validation/awsTags";
import { subnetIdsProblems } from "../validation/clusterNetwork";
import { eksVersionProblem } from "../validation/eksVersions";
import { eachValue, listProblems } from "../validation/inputCollections";
import { clusterLogTypeProblem, retentionDaysProblem } from "../validation/logSettings";
import { publicAccessCidrsProblems } from "../validation/publicAccess";
import type {
  ClusterNetworkArgs,
  FargateClusterArgs,
  FargateLoggingArgs,
  FargateProfileArgs,
  KubeconfigCredentialsArgs,
  SecretsEncryptionArgs,
} from "./fargateClusterArgs";
import { DEFAULT_PROFILES } from "./fargateProfiles";

/** Version of Kubernetes where none is given. Raised only with a new release of this package. */
export const DEFAULT_KUBERNETES_VERSION = "1.35";

const DEFAULT_CLUSTER_LOG_TYPES = ["api", "audit", "authenticator"];
const DEFAULT_RETENTION_DAYS = 30;

/** The arguments with their defaults. Those of one value are checked also where it comes only later, from elsewhere. */
export interface FargateClusterSettings {
  clusterName: pulumi.Output<string>;
  version: pulumi.Output<string>;
  /** The VPC to make; undefined where the user brings one. */
  network: ClusterNetworkArgs | undefined;
  ownNetwork: { vpcId: pulumi.Output<string>; privateSubnetIds: pulumi.Output<string[]> };
  serviceCidrBlock: string | undefined;
  endpointPublicAccess: boolean;
  publicAccessCidrs: pulumi.Output<string[]> | undefined;
  administrators: Readonly<Record<string, pulumi.Input<string>>>;
  clusterLogTypes: pulumi.Output<string[]>;
  clusterLogRetentionDays: pulumi.Output<number>;
  secretsEncryption: SecretsEncryptionArgs | undefined;
  deletionProtection: pulumi.Output<boolean>;
  fargateProfiles: Readonly<Record<string, FargateProfileArgs>>;
  logging: FargateLoggingArgs | undefined;
  podLogRetentionDays: pulumi.Output<number>;
  coreDnsVersion: pulumi.Output<string | undefined>;
  kubeconfigCredentials: KubeconfigCredentialsArgs | undefined;
  tags: pulumi.Output<Record<string, string>>;
}

export function fargateClusterSettings(
  component: pulumi.Resource,
  name: string,
  args: FargateClusterArgs,
): FargateClusterSettings {
  const checked = inputChecker(component);
  const checkedList = (
    path: string,
    input: pulumi.Output<string[] | undefined>,
    fallback: string[],
    problemsOf: (path: string, list: unknown) => readonly Problem[],
  ): pulumi.Output<string[]> => validatedInput(component, input, fallback, (list) => problemsOf(path, list));
  return {
    clusterName: checked("clusterName", pulumi.output(args.clusterName), nameInStack(name), checks.clusterNameProblem),
    version: checked("version", pulumi.output(args.version), DEFAULT_KUBERNETES_VERSION, eksVersionProblem),
    network: args.vpcId === undefined ? (args.network ?? {}) : undefined,
    ownNetwork: {
      vpcId:
        args.vpcId === undefined
          ? pulumi.output("")
          : checked("vpcId", pulumi.output(args.vpcId), "", checks.vpcIdProblem),
      privateSubnetIds: checkedList("privateSubnetIds", pulumi.output(args.privateSubnetIds), [], ownSubnetsProblems),
    },
    serviceCidrBlock: args.serviceCidrBlock,
    endpointPublicAccess: args.endpointPublicAccess ?? true,
    publicAccessCidrs:
      args.endpointPublicAccess === false
        ? undefined
        : checkedList("publicAccessCidrs", pulumi.output(args.publicAccessCidrs), [], (_path, cidrs) =>
            publicAccessCidrsProblems(cidrs),
          ),
    administrators: mapValues(args.administrators ?? {}, (administrator, principal) =>
      checked(`administrators.${administrator}`, pulumi.output(principal), "", checks.principalArnProblem),
    ),
    clusterLogTypes: checkedList(
      "clusterLogTypes",
      pulumi.output(args.clusterLogTypes),
      DEFAULT_CLUSTER_LOG_TYPES,
      (path, types) => listProblems(path, types, eachValue(clusterLogTypeProblem)),
    ),
    clusterLogRetentionDays: checked(
      "clusterLogRetentionDays",
      pulumi.output(args.clusterLogRetentionDays),
      DEFAULT_RETENTION_DAYS,
      retentionDaysProblem,
    ),
    secretsEncryption: args.secretsEncryption,
    deletionProtection: checked("deletionProtection", pulumi.output(args.deletionProtection), false, booleanProblem),
    fargateProfiles: args.fargateProfiles ?? DEFAULT_PROFILES,
    logging: args.logging,
    podLogRetentionDays: checked(
      "logging.retentionDays",
      pulumi.output(args.logging?.retentionDays),
      DEFAULT_RETENTION_DAYS,
      retentionDaysProblem,
    ),
    coreDnsVersion: checked<string | undefined>(
      "coreDnsVersion",
      pulumi.output(args.coreDnsVersion),
      undefined,
      optional(checks.addOnVersionProblem),
    ),
    kubeconfigCredentials: args.kubeconfigCredentials,
    tags: validatedInput<Record<string, string>>(component, pulumi.output(args.tags), {}, (tags) =>
      awsTagsProblems("tags", tags),
    ),
  };
}

const ownSubnetsProblems = (path: string, subnetIds: unknown): Problem[] =>
  Array.isArray(subnetIds) && subnetIds.length === 0 ? [] : subnetIdsProblems(path, subnetIds, 2);

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (key: string, value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(key, value)]));
}
