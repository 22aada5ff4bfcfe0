import type { FargateProfileSelector } from "../../../../injection/fargate/fargateProfile";
import { AwsError } from "../../awsError";
import type { Tags } from "../../tags";

export interface FargateProfile {
  name: string;
  arn: string;
  clusterName: string;
  podExecutionRoleArn: string;
  subnetIds: readonly string[];
  selectors: readonly FargateProfileSelector[];
  status: "CREATING" | "ACTIVE" | "DELETING";
  createdAt: string;
  tags: Tags;
}

export interface Addon {
  name: string;
  arn: string;
  clusterName: string;
  version: string;
  configurationValues: string | undefined;
  serviceAccountRoleArn: string | undefined;
  status: "CREATING" | "ACTIVE" | "DEGRADED" | "UPDATING" | "DELETING";
  issues: readonly { code: string; message: string }[];
  createdAt: string;
  modifiedAt: string;
  tags: Tags;
}

export interface AccessPolicyAssociation {
  policyArn: string;
  scope: { type: "cluster" | "namespace"; namespaces: readonly string[] };
  associatedAt: string;
}

export interface AccessEntry {
  principalArn: string;
  arn: string;
  type: string;
  username: string;
  kubernetesGroups: readonly string[];
  /** By the ARN of the policy. */
  policies: Map<string, AccessPolicyAssociation>;
  createdAt: string;
  modifiedAt: string;
  tags: Tags;
}

export interface Update {
  id: string;
  type: string;
  status: "InProgress" | "Successful";
  params: readonly { type: string; value: string }[];
}

export type LogType = "api" | "audit" | "authenticator" | "controllerManager" | "scheduler";

export interface VpcConfig {
  vpcId: string;
  subnetIds: readonly string[];
  securityGroupIds: readonly string[];
  clusterSecurityGroupId: string;
  endpointPublicAccess: boolean;
  endpointPrivateAccess: boolean;
  publicAccessCidrs: readonly string[];
}

export type AuthenticationMode = "API" | "API_AND_CONFIG_MAP" | "CONFIG_MAP";

export interface Cluster {
  name: string;
  arn: string;
  /** What its OpenID Connect issuer ends with. */
  issuerId: string;
  status: "CREATING" | "ACTIVE" | "UPDATING" | "DELETING";
  version: string;
  roleArn: string;
  vpcConfig: VpcConfig;
  networkInterfaceIds: readonly string[];
  serviceIpv4Cidr: string;
  logTypes: readonly LogType[];
  encryptionKeyArn: string | undefined;
  authenticationMode: AuthenticationMode;
  supportType: "STANDARD" | "EXTENDED";
  deletionProtection: boolean;
  createdAt: string;
  tags: Tags;
  fargateProfiles: Map<string, FargateProfile>;
  addons: Map<string, Addon>;
  /** By the ARN of the principal. */
  accessEntries: Map<string, AccessEntry>;
  updates: Map<string, Update>;
}

/** Everything that EKS knows. */
export class Clusters {
  readonly byName = new Map<string, Cluster>();

  clusterOf(name: string): Cluster {
    const cluster = this.byName.get(name);
    if (cluster === undefined) throw new AwsError("ResourceNotFoundException", `No cluster found for name: ${name}.`);
    return cluster;
  }

  /** For what can be asked of a cluster only when it is there and stays. */
  activeClusterOf(name: string): Cluster {
    const cluster = this.clusterOf(name);
    if (cluster.status === "CREATING" || cluster.status === "DELETING")
      throw new AwsError("InvalidRequestException", `Cluster '${name}' is not in ACTIVE status: ${cluster.status}`);
    return cluster;
  }
}

/** Where the control plane writes its logs. */
export function logGroupOf(cluster: Cluster): string {
  return `/aws/eks/${cluster.name}/cluster`;
}
