import * as pulumi from "@pulumi/pulumi";
import type {
  ClusterNetworkArgs,
  FargateClusterArgs,
  FargateLoggingArgs,
  FargateProfileArgs,
  KubeconfigCredentialsArgs,
  SecretsEncryptionArgs,
} from "./fargateClusterArgs";
import { DEFAULT_PROFILES } from "./fargateProfiles";

/** Version of Kubernetes where none is given. Raised only with a release of this package, because EKS cannot go back. */
export const DEFAULT_KUBERNETES_VERSION = "1.35";

const DEFAULT_CLUSTER_LOG_TYPES = ["api", "audit", "authenticator"];
const DEFAULT_RETENTION_DAYS = 30;

/** The arguments with their defaults. */
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
  coreDnsVersion: pulumi.Input<string | undefined> | undefined;
  kubeconfigCredentials: KubeconfigCredentialsArgs | undefined;
  tags: pulumi.Output<Record<string, string>>;
}

export function fargateClusterSettings(name: string, args: FargateClusterArgs): FargateClusterSettings {
  return {
    clusterName: orElse(pulumi.output(args.clusterName), defaultClusterName(name)),
    version: orElse(pulumi.output(args.version), DEFAULT_KUBERNETES_VERSION),
    network: args.vpcId === undefined ? (args.network ?? {}) : undefined,
    ownNetwork: {
      vpcId: orElse(pulumi.output(args.vpcId), ""),
      privateSubnetIds: orElse(pulumi.output(args.privateSubnetIds), []),
    },
    serviceCidrBlock: args.serviceCidrBlock,
    endpointPublicAccess: args.endpointPublicAccess ?? true,
    publicAccessCidrs:
      args.endpointPublicAccess === false ? undefined : orElse(pulumi.output(args.publicAccessCidrs), []),
    administrators: args.administrators ?? {},
    clusterLogTypes: orElse(pulumi.output(args.clusterLogTypes), DEFAULT_CLUSTER_LOG_TYPES),
    clusterLogRetentionDays: orElse(pulumi.output(args.clusterLogRetentionDays), DEFAULT_RETENTION_DAYS),
    secretsEncryption: args.secretsEncryption,
    deletionProtection: orElse(pulumi.output(args.deletionProtection), false),
    fargateProfiles: args.fargateProfiles ?? DEFAULT_PROFILES,
    logging: args.logging,
    podLogRetentionDays: orElse(pulumi.output(args.logging?.retentionDays), DEFAULT_RETENTION_DAYS),
    coreDnsVersion: args.coreDnsVersion,
    kubeconfigCredentials: args.kubeconfigCredentials,
    tags: orElse(pulumi.output(args.tags), {}),
  };
}

/** The stack's name keeps the clusters of two stacks in one account apart. */
export function defaultClusterName(name: string): string {
  return `${name}-${pulumi.getStack()}`;
}

function orElse<T>(output: pulumi.Output<T | undefined>, fallback: T): pulumi.Output<T> {
  return output.apply((value) => value ?? fallback);
}
