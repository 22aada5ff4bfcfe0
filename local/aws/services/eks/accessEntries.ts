import { arnOf } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { listOf, objectOf, oneOf, optional, text } from "../../shape";
import { tagMap } from "../../tags";
import type { AccessEntry, Cluster } from "./clusters";
import { checkedTags, invalidParameter, type EksContext } from "./eksContext";

/** EKS's actions for who may log in to a cluster, and what they may do there. */
export function accessEntryActions(context: EksContext): Record<string, ApiAction> {
  const entryOf = (clusterName: string, principalArn: string): AccessEntry => {
    const entry = context.clusters.clusterOf(clusterName).accessEntries.get(principalArn);
    if (entry === undefined)
      throw new AwsError("ResourceNotFoundException", `The specified principalArn could not be found: ${principalArn}`);
    return entry;
  };
  return {
    CreateAccessEntry: apiAction(
      {
        clusterName: text,
        principalArn: text,
        kubernetesGroups: optional(listOf(text)),
        username: optional(text),
        type: optional(oneOf("STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX")),
        clientRequestToken: optional(text),
        tags: optional(tagMap),
      },
      ({ clusterName, principalArn, kubernetesGroups, username, type = "STANDARD", tags }) => {
        const cluster = context.clusters.activeClusterOf(clusterName);
        if (cluster.authenticationMode === "CONFIG_MAP")
          throw new AwsError(
            "InvalidRequestException",
            "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
          );
        if (!/^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/.test(principalArn))
          throw invalidParameter("The principalArn parameter format is not valid");
        if (principalArn.startsWith(arnOf(context.account, "iam", "role/")) && !isRole(context, principalArn))
          throw invalidParameter(`The specified principalArn is invalid: invalid principal.`);
        if (cluster.accessEntries.has(principalArn))
          throw new AwsError(
            "ResourceInUseException",
            "The specified access entry resource is already in use on this cluster.",
          );
        const reserved = kubernetesGroups?.find((group) => /^(system:|eks:|aws:|amazon:|iam:)/.test(group));
        if (reserved !== undefined)
          throw invalidParameter(`The kubernetes group name ${reserved} is invalid, it cannot start with system:`);
        if (type !== "STANDARD" && ((kubernetesGroups?.length ?? 0) > 0 || username !== undefined))
          throw invalidParameter(`Access entries of type ${type} take neither kubernetesGroups nor username`);
        const entry = newAccessEntry(context, cluster, principalArn, { type, kubernetesGroups, username, tags });
        return { accessEntry: describe(cluster, entry) };
      },
    ),
    DescribeAccessEntry: apiAction({ clusterName: text, principalArn: text }, ({ clusterName, principalArn }) => ({
      accessEntry: describe(context.clusters.clusterOf(clusterName), entryOf(clusterName, principalArn)),
    })),
    UpdateAccessEntry: apiAction(
      {
        clusterName: text,
        principalArn: text,
        kubernetesGroups: optional(listOf(text)),
        username: optional(text),
        clientRequestToken: optional(text),
      },
      ({ clusterName, principalArn, kubernetesGroups, username }) => {
        const entry = entryOf(clusterName, principalArn);
        entry.kubernetesGroups = kubernetesGroups ?? entry.kubernetesGroups;
        entry.username = username ?? entry.username;
        entry.modifiedAt = new Date().toISOString();
        return { accessEntry: describe(context.clusters.clusterOf(clusterName), entry) };
      },
    ),
    DeleteAccessEntry: apiAction({ clusterName: text, principalArn: text }, ({ clusterName, principalArn }) => {
      entryOf(clusterName, principalArn);
      context.clusters.clusterOf(clusterName).accessEntries.delete(principalArn);
      return {};
    }),
    AssociateAccessPolicy: apiAction(
      {
        clusterName: text,
        principalArn: text,
        policyArn: text,
        accessScope: objectOf({ type: oneOf("cluster", "namespace"), namespaces: optional(listOf(text)) }),
      },
      ({ clusterName, principalArn, policyArn, accessScope }) => {
        const entry = entryOf(clusterName, principalArn);
        if (!/^arn:aws:eks::aws:cluster-access-policy\/AmazonEKS\w+Policy$/.test(policyArn))
          throw invalidParameter(`The policyArn parameter format is not valid: ${policyArn}`);
        if (entry.type !== "STANDARD")
          throw new AwsError(
            "InvalidRequestException",
            `Access policies cannot be associated with an access entry of type ${entry.type}`,
          );
        const namespaces = accessScope.namespaces ?? [];
        if ((accessScope.type === "namespace") !== namespaces.length > 0)
          throw invalidParameter("Namespaces go with an access scope of type namespace, and only with that");
        const association = {
          policyArn,
          scope: { type: accessScope.type, namespaces },
          associatedAt: new Date().toISOString(),
        };
        entry.policies.set(policyArn, association);
        return { clusterName, principalArn, associatedAccessPolicy: describePolicy(association) };
      },
    ),
    ListAssociatedAccessPolicies: apiAction({ clusterName: text, principalArn: text }, (parameters) => ({
      ...parameters,
      associatedAccessPolicies: [...entryOf(parameters.clusterName, parameters.principalArn).policies.values()].map(
        describePolicy,
      ),
    })),
    DisassociateAccessPolicy: apiAction(
      { clusterName: text, principalArn: text, policyArn: text },
      ({ clusterName, principalArn, policyArn }) => {
        if (!entryOf(clusterName, principalArn).policies.delete(policyArn))
          throw new AwsError("ResourceNotFoundException", `No association found for policyArn: ${policyArn}`);
        return {};
      },
    ),
  };
}

export interface NewAccessEntry {
  type: string;
  kubernetesGroups?: readonly string[] | undefined;
  username?: string | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
}

/** Adds an entry to the cluster, asked for or by EKS itself. */
export function newAccessEntry(
  context: EksContext,
  cluster: Cluster,
  principalArn: string,
  { type, kubernetesGroups = [], username = principalArn, tags }: NewAccessEntry,
): AccessEntry {
  const now = new Date().toISOString();
  const entry: AccessEntry = {
    principalArn,
    arn: arnOf(context.account, "eks", `access-entry/${cluster.name}/${principalArn.split(":").at(-1) ?? ""}`),
    type,
    username,
    kubernetesGroups,
    policies: new Map(),
    createdAt: now,
    modifiedAt: now,
    tags: checkedTags(tags),
  };
  cluster.accessEntries.set(principalArn, entry);
  return entry;
}

function isRole(context: EksContext, arn: string): boolean {
  return context.identities.roleWithArn(arn) !== undefined;
}

function describe(cluster: Cluster, entry: AccessEntry): object {
  return {
    clusterName: cluster.name,
    principalArn: entry.principalArn,
    kubernetesGroups: entry.kubernetesGroups,
    accessEntryArn: entry.arn,
    createdAt: entry.createdAt,
    modifiedAt: entry.modifiedAt,
    tags: entry.tags,
    username: entry.username,
    type: entry.type,
  };
}

function describePolicy(association: { policyArn: string; scope: object; associatedAt: string }): object {
  const { policyArn, scope, associatedAt } = association;
  return { policyArn, accessScope: scope, associatedAt, modifiedAt: associatedAt };
}
