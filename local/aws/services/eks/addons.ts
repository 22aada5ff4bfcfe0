import { randomUUID } from "node:crypto";
import { chooseFargateProfile } from "../../../../injection/fargate/fargateProfile";
import { arnOf } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { flag, isObject, oneOf, optional, text } from "../../shape";
import { tagMap } from "../../tags";
import type { Addon, Cluster, Update } from "./clusters";
import { checkedTags, invalidParameter, type EksContext } from "./eksContext";

/** Versions of CoreDNS by version of Kubernetes, the default first. Which ones AWS has changes all the time. */
const COREDNS_VERSIONS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "1.31": ["v1.11.3-eksbuild.1", "v1.11.4-eksbuild.2"],
  "1.32": ["v1.11.4-eksbuild.2", "v1.12.1-eksbuild.2"],
  "1.33": ["v1.12.1-eksbuild.2", "v1.12.4-eksbuild.1"],
  "1.34": ["v1.12.3-eksbuild.1", "v1.12.4-eksbuild.1", "v1.13.1-eksbuild.1"],
  "1.35": ["v1.12.4-eksbuild.1", "v1.13.1-eksbuild.1"],
  "1.36": ["v1.13.1-eksbuild.1", "v1.13.2-eksbuild.1"],
};

const updateFields = {
  clusterName: text,
  addonName: text,
  addonVersion: optional(text),
  configurationValues: optional(text),
  serviceAccountRoleArn: optional(text),
  clientRequestToken: optional(text),
};

/** EKS's actions for add-ons. CoreDNS is the only one that a cluster without nodes has room for. */
export function addonActions(context: EksContext): Record<string, ApiAction> {
  const addonOf = (clusterName: string, name: string): Addon => {
    const addon = context.clusters.clusterOf(clusterName).addons.get(name);
    if (addon === undefined)
      throw new AwsError("ResourceNotFoundException", `No addon: ${name} found in cluster: ${clusterName}`);
    return addon;
  };

  return {
    CreateAddon: apiAction(
      { ...updateFields, resolveConflicts: optional(oneOf("NONE", "OVERWRITE")), tags: optional(tagMap) },
      (parameters) => {
        const { clusterName, addonName: name, configurationValues, serviceAccountRoleArn } = parameters;
        const cluster = context.clusters.activeClusterOf(clusterName);
        if (cluster.addons.has(name)) throw new AwsError("ResourceInUseException", `Addon already exists.`);
        const version = checkedVersion(cluster, name, parameters.addonVersion);
        checkConfiguration(configurationValues);
        const now = new Date().toISOString();
        const addon: Addon = {
          name,
          arn: arnOf(context.account, "eks", `addon/${clusterName}/${name}/${randomUUID()}`),
          clusterName,
          version,
          configurationValues,
          serviceAccountRoleArn,
          status: "CREATING",
          issues: [],
          createdAt: now,
          modifiedAt: now,
          tags: checkedTags(parameters.tags),
        };
        cluster.addons.set(name, addon);
        // What has become of the pods is decided when they are created: Fargate never takes them up later.
        const arePodsPlaced = hasPlaceFor(cluster, addon);
        context.account.later(() => {
          settle(addon, arePodsPlaced);
        });
        return { addon: describe(addon) };
      },
    ),
    DescribeAddon: apiAction({ clusterName: text, addonName: text }, ({ clusterName, addonName }) => ({
      addon: describe(addonOf(clusterName, addonName)),
    })),
    UpdateAddon: apiAction(
      { ...updateFields, resolveConflicts: optional(oneOf("NONE", "OVERWRITE", "PRESERVE")) },
      (parameters) => {
        const cluster = context.clusters.activeClusterOf(parameters.clusterName);
        const addon = addonOf(parameters.clusterName, parameters.addonName);
        if (addon.status === "CREATING" || addon.status === "UPDATING" || addon.status === "DELETING")
          throw new AwsError("ResourceInUseException", `Addon ${addon.name} is in status ${addon.status}`);
        addon.version = checkedVersion(cluster, addon.name, parameters.addonVersion ?? addon.version);
        checkConfiguration(parameters.configurationValues);
        addon.configurationValues = parameters.configurationValues ?? addon.configurationValues;
        addon.serviceAccountRoleArn = parameters.serviceAccountRoleArn ?? addon.serviceAccountRoleArn;
        addon.status = "UPDATING";
        addon.modifiedAt = new Date().toISOString();
        const update: Update = { id: randomUUID(), type: "AddonUpdate", status: "InProgress", params: [] };
        cluster.updates.set(update.id, update);
        const arePodsPlaced = hasPlaceFor(cluster, addon);
        context.account.later(() => {
          settle(addon, arePodsPlaced);
          update.status = "Successful";
        });
        return { update: { ...update } };
      },
    ),
    DeleteAddon: apiAction(
      { clusterName: text, addonName: text, preserve: optional(flag) },
      ({ clusterName, addonName }) => {
        const addon = addonOf(clusterName, addonName);
        addon.status = "DELETING";
        context.account.later(() => {
          context.clusters.byName.get(clusterName)?.addons.delete(addonName);
        });
        return { addon: describe(addon) };
      },
    ),
  };
}

function checkedVersion(cluster: Cluster, name: string, wanted: string | undefined): string {
  const versions = name === "coredns" ? COREDNS_VERSIONS[cluster.version] : undefined;
  if (versions === undefined)
    throw invalidParameter(`Addon ${name} specified is not supported in ${cluster.version} kubernetes version`);
  const version = wanted ?? versions[0];
  if (!versions.includes(version))
    throw invalidParameter(
      `Addon version specified is not supported: ${version}. This stand-in has ${versions.join(", ")}`,
    );
  return version;
}

function checkConfiguration(configurationValues: string | undefined): void {
  if (configurationValues !== undefined && configurationOf(configurationValues) === undefined)
    throw invalidParameter("ConfigurationValue is not in valid JSON or YAML format.");
}

function configurationOf(configurationValues: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(configurationValues);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Whether CoreDNS's pods, as the add-on is configured, go to a profile that is active now. */
function hasPlaceFor(cluster: Cluster, addon: Addon): boolean {
  const computeType = configurationOf(addon.configurationValues ?? "{}")?.computeType;
  if (typeof computeType !== "string" || computeType.toLowerCase() !== "fargate") return false;
  const active = [...cluster.fargateProfiles.values()].filter(({ status }) => status === "ACTIVE");
  const labels = { "k8s-app": "kube-dns", "eks.amazonaws.com/component": "coredns" };
  return chooseFargateProfile("kube-system", labels, active) !== undefined;
}

function settle(addon: Addon, arePodsPlaced: boolean): void {
  addon.status = arePodsPlaced ? "ACTIVE" : "DEGRADED";
  addon.issues = arePodsPlaced
    ? []
    : [
        {
          code: "InsufficientNumberOfReplicas",
          message:
            "The add-on is unhealthy because all deployments have all pods unscheduled no nodes available to schedule pods",
        },
      ];
}

function describe(addon: Addon): object {
  return {
    addonName: addon.name,
    clusterName: addon.clusterName,
    status: addon.status,
    addonVersion: addon.version,
    health: { issues: addon.issues },
    addonArn: addon.arn,
    createdAt: addon.createdAt,
    modifiedAt: addon.modifiedAt,
    serviceAccountRoleArn: addon.serviceAccountRoleArn,
    configurationValues: addon.configurationValues,
    tags: addon.tags,
  };
}
