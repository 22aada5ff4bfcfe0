import { arnOf } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { matchesWildcard } from "../../../../injection/wildcard";
import { listOf, mapOf, objectOf, optional, text } from "../../shape";
import { tagMap } from "../../tags";
import { trustIn, type Role } from "../iam/identities";
import { newAccessEntry } from "./accessEntries";
import { existingSubnet } from "./clusterRules";
import type { Cluster, FargateProfile } from "./clusters";
import { checkedTags, invalidParameter, writeControlPlaneLogs, type EksContext } from "./eksContext";

const FARGATE_PODS = "eks-fargate-pods.amazonaws.com";

/** EKS's actions for Fargate profiles. */
export function fargateProfileActions(context: EksContext): Record<string, ApiAction> {
  const profileOf = (cluster: Cluster, name: string): FargateProfile => {
    const profile = cluster.fargateProfiles.get(name);
    if (profile === undefined)
      throw new AwsError("ResourceNotFoundException", `No Fargate Profile found with name: ${name}.`);
    return profile;
  };

  return {
    CreateFargateProfile: apiAction(
      {
        clusterName: text,
        fargateProfileName: text,
        podExecutionRoleArn: text,
        subnets: optional(listOf(text)),
        selectors: optional(listOf(objectOf({ namespace: optional(text), labels: optional(mapOf(text)) }))),
        clientRequestToken: optional(text),
        tags: optional(tagMap),
      },
      (parameters) => {
        const { clusterName, fargateProfileName: name, podExecutionRoleArn } = parameters;
        const cluster = context.clusters.activeClusterOf(clusterName);
        checkName(name);
        if (cluster.fargateProfiles.has(name))
          throw new AwsError(
            "ResourceInUseException",
            "A Fargate Profile already exists with this name in this cluster.",
          );
        checkNoneInProgress(cluster, "create", name);
        const selectors = (parameters.selectors ?? []).map(({ namespace, labels }) => {
          if (namespace === undefined || namespace === "")
            throw invalidParameter(`A selector of Fargate profile ${name} has no namespace`);
          if (Object.keys(labels ?? {}).length > 5)
            throw invalidParameter(`A selector of Fargate profile ${name} has more than 5 labels`);
          return { namespace, ...(labels && { labels }) };
        });
        if (selectors.length < 1 || selectors.length > 5)
          throw invalidParameter(`Fargate profile ${name} must have 1 to 5 selectors, not ${selectors.length}`);
        const subnetIds = parameters.subnets ?? [];
        checkSubnets(context, cluster, subnetIds);
        const arn = arnOf(context.account, "eks", `fargateprofile/${clusterName}/${name}`);
        checkPodExecutionRole(context, podExecutionRoleArn, arn);
        const tags = checkedTags(parameters.tags);

        const profile: FargateProfile = {
          name,
          arn,
          clusterName,
          podExecutionRoleArn,
          subnetIds,
          selectors,
          status: "CREATING",
          createdAt: new Date().toISOString(),
          tags,
        };
        cluster.fargateProfiles.set(name, profile);
        context.identities.serviceLinkedRoles.add(
          arnOf(
            context.account,
            "iam",
            "role/aws-service-role/eks-fargate.amazonaws.com/AWSServiceRoleForAmazonEKSForFargate",
          ),
        );
        if (cluster.authenticationMode !== "CONFIG_MAP" && !cluster.accessEntries.has(podExecutionRoleArn))
          newAccessEntry(context, cluster, podExecutionRoleArn, {
            type: "FARGATE_LINUX",
            username: "system:node:{{SessionName}}",
            kubernetesGroups: ["system:node-proxier"],
          });
        context.account.later(() => {
          profile.status = "ACTIVE";
          writeControlPlaneLogs(context, cluster);
          context.onProfilesChanged();
        });
        return { fargateProfile: describe(profile) };
      },
    ),
    DescribeFargateProfile: apiAction(
      { clusterName: text, fargateProfileName: text },
      ({ clusterName, fargateProfileName }) => ({
        fargateProfile: describe(profileOf(context.clusters.clusterOf(clusterName), fargateProfileName)),
      }),
    ),
    ListFargateProfiles: apiAction({ clusterName: text }, ({ clusterName }) => ({
      fargateProfileNames: [...context.clusters.clusterOf(clusterName).fargateProfiles.keys()],
    })),
    DeleteFargateProfile: apiAction(
      { clusterName: text, fargateProfileName: text },
      ({ clusterName, fargateProfileName: name }) => {
        const cluster = context.clusters.clusterOf(clusterName);
        const profile = profileOf(cluster, name);
        checkNoneInProgress(cluster, "delete", name);
        profile.status = "DELETING";
        context.onProfilesChanged();
        context.account.later(() => {
          cluster.fargateProfiles.delete(name);
          writeControlPlaneLogs(context, cluster);
        });
        return { fargateProfile: describe(profile) };
      },
    ),
  };
}

/** EKS works on one profile of a cluster at a time. */
function checkNoneInProgress(cluster: Cluster, verb: "create" | "delete", name: string): void {
  const busy = [...cluster.fargateProfiles.values()].find(({ status }) => status !== "ACTIVE");
  if (busy === undefined) return;
  throw new AwsError(
    "ResourceInUseException",
    `Cannot ${verb} Fargate Profile ${name} because cluster ${cluster.name} currently has Fargate profile ${busy.name} in status ${busy.status}`,
  );
}

function checkName(name: string): void {
  if (name.startsWith("eks-"))
    throw invalidParameter(`Fargate profile name ${name} is invalid: the prefix eks- is reserved`);
  // The name becomes the value of the label eks.amazonaws.com/fargate-profile.
  if (!/^[0-9A-Za-z][A-Za-z0-9\-_]{0,62}$/.test(name))
    throw invalidParameter(
      `Fargate profile name ${name} is invalid: up to 63 letters, digits, hyphens and underscores, a letter or digit first`,
    );
}

function checkSubnets(context: EksContext, cluster: Cluster, subnetIds: readonly string[]): void {
  if (subnetIds.length === 0) throw invalidParameter("No subnets provided for the Fargate profile");
  for (const subnet of subnetIds.map((id) => existingSubnet(context, id))) {
    if (subnet.vpcId !== cluster.vpcConfig.vpcId)
      throw invalidParameter(`Subnet ${subnet.id} provided in Fargate Profile does not belong to the cluster's VPC`);
    if (!context.network.isPrivate(subnet))
      throw invalidParameter(`Subnet ${subnet.id} provided in Fargate Profile is not a private subnet`);
  }
}

function checkPodExecutionRole(context: EksContext, roleArn: string, profileArn: string): void {
  const role = context.identities.roleWithArn(roleArn);
  if (role === undefined)
    throw invalidParameter(`Role ${roleArn} of podExecutionRoleArn does not exist or cannot be assumed`);
  if (role.path !== "/")
    throw invalidParameter(`The pod execution role ${roleArn} must not have a path, it has ${role.path}`);
  if (!isTrusted(context, role, profileArn))
    throw invalidParameter(
      "Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal",
    );
}

/** Whether Fargate may assume the role for this profile: its ARN and account are what conditions can ask for. */
function isTrusted(context: EksContext, role: Role, profileArn: string): boolean {
  return trustIn(role, FARGATE_PODS).some(({ conditions }) =>
    Object.entries(conditions).every(([operator, keys]) =>
      Object.entries(keys).every(([key, patterns]) => {
        const value = { "aws:sourcearn": profileArn, "aws:sourceaccount": context.account.accountId }[
          key.toLowerCase()
        ];
        if (value === undefined)
          throw new Error(`the stand-in for EKS does not know the condition ${operator} on ${key} of ${role.name}`);
        return patterns.some((pattern) =>
          /^(Arn|String)Equals$/.test(operator) && !pattern.includes("*")
            ? pattern === value
            : matchesWildcard(pattern, value),
        );
      }),
    ),
  );
}

function describe(profile: FargateProfile): object {
  return {
    fargateProfileName: profile.name,
    fargateProfileArn: profile.arn,
    clusterName: profile.clusterName,
    createdAt: profile.createdAt,
    podExecutionRoleArn: profile.podExecutionRoleArn,
    subnets: profile.subnetIds,
    selectors: profile.selectors,
    status: profile.status,
    tags: profile.tags,
  };
}
