import { randomBytes } from "node:crypto";
import { arnOf, newId } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { callerArn } from "../../callerIdentity";
import { flag, listOf, objectOf, oneOf, optional, text } from "../../shape";
import { tagMap } from "../../tags";
import { newAccessEntry } from "./accessEntries";
import {
  checkClusterRole,
  checkEncryptionKey,
  checkEndpointAccess,
  checkServiceRange,
  checkVersion,
  clusterSubnets,
  DEFAULT_VERSION,
  defaultServiceRange,
} from "./clusterRules";
import type { Cluster, LogType } from "./clusters";
import { checkedTags, invalidParameter, writeControlPlaneLogs, type EksContext } from "./eksContext";

export const logTypes = oneOf("api", "audit", "authenticator", "controllerManager", "scheduler");

export const loggingShape = objectOf({
  clusterLogging: listOf(objectOf({ types: listOf(logTypes), enabled: flag })),
});

export const vpcConfigFields = {
  subnetIds: optional(listOf(text)),
  securityGroupIds: optional(listOf(text)),
  endpointPublicAccess: optional(flag),
  endpointPrivateAccess: optional(flag),
  publicAccessCidrs: optional(listOf(text)),
};

export const encryptionConfigShape = listOf(
  objectOf({ resources: listOf(oneOf("secrets")), provider: objectOf({ keyArn: text }) }),
);

export const authenticationModes = oneOf("API", "API_AND_CONFIG_MAP", "CONFIG_MAP");

/** EKS's actions for clusters as a whole. */
export function clusterActions(context: EksContext): Record<string, ApiAction> {
  const { clusters } = context;
  return {
    CreateCluster: apiAction(
      {
        name: text,
        version: optional(text),
        roleArn: text,
        resourcesVpcConfig: objectOf(vpcConfigFields),
        kubernetesNetworkConfig: optional(
          objectOf({ serviceIpv4Cidr: optional(text), ipFamily: optional(oneOf("ipv4")) }),
        ),
        logging: optional(loggingShape),
        encryptionConfig: optional(encryptionConfigShape),
        accessConfig: optional(
          objectOf({
            authenticationMode: optional(authenticationModes),
            bootstrapClusterCreatorAdminPermissions: optional(flag),
          }),
        ),
        bootstrapSelfManagedAddons: optional(flag),
        upgradePolicy: optional(objectOf({ supportType: optional(oneOf("STANDARD", "EXTENDED")) })),
        deletionProtection: optional(flag),
        clientRequestToken: optional(text),
        tags: optional(tagMap),
      },
      (parameters) => {
        const { name, version = DEFAULT_VERSION, roleArn, resourcesVpcConfig: vpcConfig } = parameters;
        if (!/^[0-9A-Za-z][A-Za-z0-9\-_]{0,99}$/.test(name))
          throw invalidParameter(
            `The cluster name ${name} has up to 100 letters, digits, hyphens and underscores, a letter or digit first`,
          );
        if (clusters.byName.has(name))
          throw new AwsError("ResourceInUseException", `Cluster already exists with name: ${name}`);
        checkVersion(version);
        checkClusterRole(context, roleArn);
        const subnets = clusterSubnets(context, vpcConfig.subnetIds ?? []);
        const vpc = context.network.vpcs.get(subnets[0].vpcId);
        const endpointPublicAccess = vpcConfig.endpointPublicAccess ?? true;
        const endpointPrivateAccess = vpcConfig.endpointPrivateAccess ?? false;
        const publicAccessCidrs = vpcConfig.publicAccessCidrs ?? (endpointPublicAccess ? ["0.0.0.0/0"] : []);
        checkEndpointAccess(endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs);
        const vpcCidr = vpc?.cidrBlock ?? "";
        const serviceIpv4Cidr = parameters.kubernetesNetworkConfig?.serviceIpv4Cidr ?? defaultServiceRange(vpcCidr);
        checkServiceRange(serviceIpv4Cidr, vpcCidr);
        const encryptionKeyArn = parameters.encryptionConfig?.[0]?.provider.keyArn;
        if (encryptionKeyArn !== undefined) checkEncryptionKey(context, encryptionKeyArn);
        const tags = checkedTags(parameters.tags);

        const cluster: Cluster = {
          name,
          arn: arnOf(context.account, "eks", `cluster/${name}`),
          issuerId: randomBytes(16).toString("hex").toUpperCase(),
          status: "CREATING",
          version,
          roleArn,
          vpcConfig: {
            vpcId: subnets[0].vpcId,
            subnetIds: subnets.map(({ id }) => id),
            securityGroupIds: vpcConfig.securityGroupIds ?? [],
            clusterSecurityGroupId: newId("sg"),
            endpointPublicAccess,
            endpointPrivateAccess,
            publicAccessCidrs,
          },
          networkInterfaceIds: subnets.map(() => newId("eni")),
          serviceIpv4Cidr,
          logTypes: enabledLogTypes(parameters.logging),
          encryptionKeyArn,
          authenticationMode: parameters.accessConfig?.authenticationMode ?? "CONFIG_MAP",
          supportType: parameters.upgradePolicy?.supportType ?? "EXTENDED",
          deletionProtection: parameters.deletionProtection ?? false,
          createdAt: new Date().toISOString(),
          tags,
          fargateProfiles: new Map(),
          addons: new Map(),
          accessEntries: new Map(),
          updates: new Map(),
        };
        clusters.byName.set(name, cluster);
        makeSurroundings(context, cluster);
        if (parameters.accessConfig?.bootstrapClusterCreatorAdminPermissions !== false)
          makeCreatorAdministrator(context, cluster);
        context.account.later(() => {
          cluster.status = "ACTIVE";
          writeControlPlaneLogs(context, cluster);
        });
        return { cluster: describeCluster(context, cluster) };
      },
    ),
    DescribeCluster: apiAction({ name: text }, ({ name }) => ({
      cluster: describeCluster(context, clusters.clusterOf(name)),
    })),
    DeleteCluster: apiAction({ name: text }, ({ name }) => {
      const cluster = clusters.clusterOf(name);
      if (cluster.deletionProtection)
        throw new AwsError(
          "InvalidRequestException",
          `Cluster ${name} cannot be deleted because deletion protection is enabled.`,
        );
      if (cluster.fargateProfiles.size > 0)
        throw new AwsError(
          "ResourceInUseException",
          `Cluster has Fargate profiles attached: ${[...cluster.fargateProfiles.keys()].join(", ")}`,
        );
      if (cluster.status !== "ACTIVE")
        throw new AwsError(
          "ResourceInUseException",
          `Cluster ${name} has an operation in progress, its status is ${cluster.status}`,
        );
      cluster.status = "DELETING";
      writeControlPlaneLogs(context, cluster);
      context.account.later(() => {
        // The last lines come late.
        writeControlPlaneLogs(context, cluster);
        for (const id of cluster.networkInterfaceIds) context.network.networkInterfaces.delete(id);
        context.network.securityGroups.delete(cluster.vpcConfig.clusterSecurityGroupId);
        clusters.byName.delete(name);
      });
      return { cluster: describeCluster(context, cluster) };
    }),
  };
}

/** What EKS makes in the account besides the cluster, and takes away with it (the service-linked role stays). */
function makeSurroundings({ account, network, identities }: EksContext, cluster: Cluster): void {
  const { clusterSecurityGroupId: id, vpcId, subnetIds } = cluster.vpcConfig;
  network.securityGroups.set(id, {
    id,
    vpcId,
    name: `eks-cluster-sg-${cluster.name}`,
    tags: { [`kubernetes.io/cluster/${cluster.name}`]: "owned", "aws:eks:cluster-name": cluster.name },
  });
  for (const [index, interfaceId] of cluster.networkInterfaceIds.entries())
    network.networkInterfaces.set(interfaceId, {
      id: interfaceId,
      subnetId: subnetIds[index] ?? "",
      description: `Amazon EKS ${cluster.name}`,
    });
  identities.serviceLinkedRoles.add(
    arnOf(account, "iam", "role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"),
  );
}

function makeCreatorAdministrator(context: EksContext, cluster: Cluster): void {
  const entry = newAccessEntry(context, cluster, callerArn(context.account), { type: "STANDARD" });
  const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
  entry.policies.set(policyArn, {
    policyArn,
    scope: { type: "cluster", namespaces: [] },
    associatedAt: new Date().toISOString(),
  });
}

export function enabledLogTypes(
  logging: { clusterLogging: readonly { types: readonly LogType[]; enabled: boolean }[] } | undefined,
): LogType[] {
  return (logging?.clusterLogging ?? []).flatMap(({ types, enabled }) => (enabled ? types : []));
}

export function describeCluster({ account, kubernetes }: EksContext, cluster: Cluster): object {
  const all: LogType[] = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
  const disabled = all.filter((type) => !cluster.logTypes.includes(type));
  const isUp = cluster.status !== "CREATING";
  return {
    name: cluster.name,
    arn: cluster.arn,
    createdAt: cluster.createdAt,
    version: cluster.version,
    endpoint: isUp ? kubernetes.endpoint : undefined,
    roleArn: cluster.roleArn,
    resourcesVpcConfig: cluster.vpcConfig,
    kubernetesNetworkConfig: { serviceIpv4Cidr: cluster.serviceIpv4Cidr, ipFamily: "ipv4" },
    logging: {
      clusterLogging: [
        ...(cluster.logTypes.length > 0 ? [{ types: cluster.logTypes, enabled: true }] : []),
        ...(disabled.length > 0 ? [{ types: disabled, enabled: false }] : []),
      ],
    },
    identity: {
      oidc: { issuer: `https://oidc.eks.${account.region}.amazonaws.com/id/${cluster.issuerId}` },
    },
    status: cluster.status,
    certificateAuthority: isUp ? { data: kubernetes.certificateAuthority } : {},
    platformVersion: "eks.1",
    tags: cluster.tags,
    encryptionConfig:
      cluster.encryptionKeyArn === undefined
        ? undefined
        : [{ resources: ["secrets"], provider: { keyArn: cluster.encryptionKeyArn } }],
    accessConfig: { authenticationMode: cluster.authenticationMode },
    upgradePolicy: { supportType: cluster.supportType },
    deletionProtection: cluster.deletionProtection,
  };
}
