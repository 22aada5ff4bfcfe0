import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { flag, objectOf, oneOf, optional, text, type ObjectOf } from "../../shape";
import {
  authenticationModes,
  enabledLogTypes,
  encryptionConfigShape,
  loggingShape,
  vpcConfigFields,
} from "./clusterActions";
import { checkEncryptionKey, checkEndpointAccess, checkVersion, clusterSubnets } from "./clusterRules";
import type { Cluster, Update, VpcConfig } from "./clusters";
import { invalidParameter, writeControlPlaneLogs, type EksContext } from "./eksContext";

/** EKS's actions that change a cluster. Each takes its time, and only one can run. */
export function clusterUpdateActions(context: EksContext): Record<string, ApiAction> {
  const { clusters } = context;

  const start = (cluster: Cluster, type: string, change: () => void): object => {
    if (cluster.status !== "ACTIVE")
      throw new AwsError(
        "ResourceInUseException",
        `Cannot ${type} because cluster ${cluster.name} currently has an update in progress`,
      );
    const update: Update = { id: randomUUID(), type, status: "InProgress", params: [] };
    cluster.updates.set(update.id, update);
    cluster.status = "UPDATING";
    context.account.later(() => {
      change();
      cluster.status = "ACTIVE";
      update.status = "Successful";
      writeControlPlaneLogs(context, cluster);
    });
    return { update: { ...update } };
  };

  return {
    UpdateClusterConfig: apiAction(
      {
        name: text,
        resourcesVpcConfig: optional(objectOf(vpcConfigFields)),
        logging: optional(loggingShape),
        accessConfig: optional(objectOf({ authenticationMode: optional(authenticationModes) })),
        upgradePolicy: optional(objectOf({ supportType: optional(oneOf("STANDARD", "EXTENDED")) })),
        deletionProtection: optional(flag),
        clientRequestToken: optional(text),
      },
      ({ name, resourcesVpcConfig, logging, accessConfig, upgradePolicy, deletionProtection }) => {
        const cluster = clusters.activeClusterOf(name);
        const kinds = [resourcesVpcConfig, logging, accessConfig, upgradePolicy, deletionProtection];
        if (kinds.filter((kind) => kind !== undefined).length !== 1)
          throw invalidParameter("Only one type of update can be allowed.");
        if (resourcesVpcConfig !== undefined) {
          const vpcConfig = changedVpcConfig(context, cluster, resourcesVpcConfig);
          return start(cluster, "EndpointAccessUpdate", () => {
            cluster.vpcConfig = vpcConfig;
          });
        }
        if (logging !== undefined) {
          const types = enabledLogTypes(logging);
          if (isDeepStrictEqual(new Set(types), new Set(cluster.logTypes)))
            throw invalidParameter("No changes needed for the logging config provided");
          return start(cluster, "LoggingUpdate", () => {
            cluster.logTypes = types;
          });
        }
        if (accessConfig?.authenticationMode !== undefined) {
          const order = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];
          const mode = accessConfig.authenticationMode;
          if (order.indexOf(mode) < order.indexOf(cluster.authenticationMode))
            throw invalidParameter(
              `Unsupported authentication mode update from ${cluster.authenticationMode} to ${mode}`,
            );
          return start(cluster, "AccessConfigUpdate", () => {
            cluster.authenticationMode = mode;
          });
        }
        return start(
          cluster,
          deletionProtection === undefined ? "UpgradePolicyUpdate" : "DeletionProtectionUpdate",
          () => {
            cluster.supportType = upgradePolicy?.supportType ?? cluster.supportType;
            cluster.deletionProtection = deletionProtection ?? cluster.deletionProtection;
          },
        );
      },
    ),
    UpdateClusterVersion: apiAction(
      { name: text, version: text, clientRequestToken: optional(text) },
      ({ name, version }) => {
        const cluster = clusters.activeClusterOf(name);
        checkVersion(version);
        const minor = (of: string): number => Number(of.split(".")[1]);
        if (version === cluster.version)
          throw invalidParameter(`Cluster is already at the desired version: ${version}`);
        if (minor(version) !== minor(cluster.version) + 1)
          throw invalidParameter(`Unsupported Kubernetes minor version update from ${cluster.version} to ${version}`);
        return start(cluster, "VersionUpdate", () => {
          cluster.version = version;
        });
      },
    ),
    AssociateEncryptionConfig: apiAction(
      { clusterName: text, encryptionConfig: encryptionConfigShape, clientRequestToken: optional(text) },
      ({ clusterName, encryptionConfig }) => {
        const cluster = clusters.activeClusterOf(clusterName);
        const keyArn = encryptionConfig[0]?.provider.keyArn;
        if (keyArn === undefined) throw invalidParameter("encryptionConfig has no provider");
        if (cluster.encryptionKeyArn !== undefined)
          throw invalidParameter("Encryption is already enabled for the cluster");
        checkEncryptionKey(context, keyArn);
        return start(cluster, "AssociateEncryptionConfig", () => {
          cluster.encryptionKeyArn = keyArn;
        });
      },
    ),
    DescribeUpdate: apiAction({ name: text, updateId: text, addonName: optional(text) }, ({ name, updateId }) => {
      const update = clusters.clusterOf(name).updates.get(updateId);
      if (update === undefined) throw new AwsError("ResourceNotFoundException", `No update found for ID: ${updateId}`);
      return { update: { ...update } };
    }),
  };
}

function changedVpcConfig(context: EksContext, cluster: Cluster, wanted: ObjectOf<typeof vpcConfigFields>): VpcConfig {
  const { vpcConfig } = cluster;
  const changed = {
    ...vpcConfig,
    ...Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
  };
  if (wanted.subnetIds !== undefined && clusterSubnets(context, wanted.subnetIds)[0].vpcId !== vpcConfig.vpcId)
    throw invalidParameter("Subnets specified must belong to the cluster's VPC");
  checkEndpointAccess(changed.endpointPublicAccess, changed.endpointPrivateAccess, changed.publicAccessCidrs);
  if (isDeepStrictEqual(changed, vpcConfig))
    throw invalidParameter(
      `Cluster is already at the desired configuration with endpointPrivateAccess: ${vpcConfig.endpointPrivateAccess} , endpointPublicAccess: ${vpcConfig.endpointPublicAccess}, and Public Endpoint Restrictions: [${vpcConfig.publicAccessCidrs.join(", ")}]`,
    );
  return changed;
}
