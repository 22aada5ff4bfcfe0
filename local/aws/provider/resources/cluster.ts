import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { flag, listOf, mapOf, objectOf, optional, setOf, text } from "../../shape";
import type { AwsClient } from "../awsClient";
import type { Json } from "../../json";
import { defineResource } from "../resourceType";
import { eksTags, eksTagsOf, updateEksTags } from "./eksTags";

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** `aws.eks.Cluster` */
export const cluster = defineResource({
  type: "aws:eks/cluster:Cluster",
  inputs: {
    name: optional(text),
    version: optional(text),
    roleArn: text,
    vpcConfig: objectOf({
      subnetIds: setOf(text),
      securityGroupIds: optional(setOf(text)),
      endpointPublicAccess: optional(flag),
      endpointPrivateAccess: optional(flag),
      publicAccessCidrs: optional(setOf(text)),
    }),
    kubernetesNetworkConfig: optional(objectOf({ serviceIpv4Cidr: optional(text), ipFamily: optional(text) })),
    enabledClusterLogTypes: optional(setOf(text)),
    encryptionConfig: optional(objectOf({ provider: objectOf({ keyArn: text }), resources: listOf(text) })),
    accessConfig: optional(
      objectOf({
        authenticationMode: optional(text),
        bootstrapClusterCreatorAdminPermissions: optional(flag),
      }),
    ),
    bootstrapSelfManagedAddons: optional(flag),
    upgradePolicy: optional(objectOf({ supportType: optional(text) })),
    deletionProtection: optional(flag),
    defaultAddonsToRemoves: optional(listOf(text)),
    tags: optional(mapOf(text)),
  },
  outputs: [
    "accessConfig",
    "arn",
    "certificateAuthority",
    "createdAt",
    "deletionProtection",
    "endpoint",
    "identities",
    "kubernetesNetworkConfig",
    "platformVersion",
    "status",
    "tagsAll",
    "upgradePolicy",
    "version",
  ],
  autoname: { input: "name", maxLength: 255 },
  replaceOn: ["name", "roleArn", "kubernetesNetworkConfig", "bootstrapSelfManagedAddons"],
  alsoReplaceOn(old, now) {
    const bootstraps = (inputs: typeof now): boolean =>
      inputs.accessConfig?.bootstrapClusterCreatorAdminPermissions ?? true;
    const hadKey = old.encryptionConfig !== undefined;
    return [
      ...(bootstraps(old) === bootstraps(now) ? [] : (["accessConfig"] as const)),
      ...(!hadKey || isDeepStrictEqual(old.encryptionConfig, now.encryptionConfig)
        ? []
        : (["encryptionConfig"] as const)),
    ];
  },

  async create({ aws, inputs, tags }, setId) {
    const { name = "", encryptionConfig } = inputs;
    await aws.call("eks", "CreateCluster", {
      name,
      version: inputs.version,
      roleArn: inputs.roleArn,
      resourcesVpcConfig: inputs.vpcConfig,
      kubernetesNetworkConfig: inputs.kubernetesNetworkConfig,
      logging: inputs.enabledClusterLogTypes && loggingOf(inputs.enabledClusterLogTypes),
      encryptionConfig: encryptionConfig && [encryptionConfig],
      accessConfig: inputs.accessConfig,
      bootstrapSelfManagedAddons: inputs.bootstrapSelfManagedAddons,
      upgradePolicy: inputs.upgradePolicy,
      deletionProtection: inputs.deletionProtection,
      clientRequestToken: randomUUID(),
      tags: eksTags(tags),
    });
    setId(name);
    await aws.waitUntil("ACTIVE", ["CREATING"], async () => (await find(aws, name))?.at("status").text);
  },

  async read({ aws, id }) {
    const it = await find(aws, id);
    if (it === undefined) return undefined;
    const vpcConfig = it.at("resourcesVpcConfig");
    const network = it.at("kubernetesNetworkConfig");
    const [encryption] = it.at("encryptionConfig").items;
    return {
      arn: it.at("arn").text,
      name: id,
      version: it.at("version").text,
      roleArn: it.at("roleArn").text,
      createdAt: it.at("createdAt").text,
      endpoint: it.at("endpoint").optionalText,
      certificateAuthority: { data: it.at("certificateAuthority").at("data").optionalText },
      identities: [{ oidcs: [{ issuer: it.at("identity").at("oidc").at("issuer").text }] }],
      platformVersion: it.at("platformVersion").text,
      status: it.at("status").text,
      vpcConfig: vpcConfig.value,
      kubernetesNetworkConfig: {
        serviceIpv4Cidr: network.at("serviceIpv4Cidr").text,
        ipFamily: network.at("ipFamily").text,
      },
      enabledClusterLogTypes: it
        .at("logging")
        .at("clusterLogging")
        .items.flatMap((setup) => (setup.at("enabled").flag ? setup.at("types").texts : [])),
      encryptionConfig: encryption?.value,
      // The API does not tell the rest of it.
      accessConfig: { authenticationMode: it.at("accessConfig").at("authenticationMode").text },
      upgradePolicy: it.at("upgradePolicy").value,
      deletionProtection: it.at("deletionProtection").flag,
      tags: eksTagsOf(it),
    };
  },

  async update({ aws, id: name, inputs, old, tags }) {
    const update = async (action: string, parameters: object): Promise<void> => {
      const answer = await aws.call("eks", action, { ...parameters, clientRequestToken: randomUUID() });
      const updateId = answer.at("update").at("id").text;
      await aws.waitUntil("Successful", ["InProgress"], async () => {
        const found = await aws.call("eks", "DescribeUpdate", { name, updateId });
        return found.at("update").at("status").text;
      });
    };
    const configure = (parameters: object): Promise<void> => update("UpdateClusterConfig", { name, ...parameters });
    const differs = (one: unknown, other: unknown): boolean => !isDeepStrictEqual(one, other);

    if (inputs.version !== undefined && inputs.version !== old.version)
      await update("UpdateClusterVersion", { name, version: inputs.version });
    if (inputs.accessConfig?.authenticationMode !== old.accessConfig?.authenticationMode)
      await configure({ accessConfig: { authenticationMode: inputs.accessConfig?.authenticationMode } });
    if (inputs.encryptionConfig !== undefined && old.encryptionConfig === undefined)
      await update("AssociateEncryptionConfig", { clusterName: name, encryptionConfig: [inputs.encryptionConfig] });
    if (differs(new Set(inputs.enabledClusterLogTypes), new Set(old.enabledClusterLogTypes)))
      await configure({ logging: loggingOf(inputs.enabledClusterLogTypes ?? []) });
    if (differs(inputs.upgradePolicy, old.upgradePolicy)) await configure({ upgradePolicy: inputs.upgradePolicy });
    if ((inputs.deletionProtection ?? false) !== (old.deletionProtection ?? false))
      await configure({ deletionProtection: inputs.deletionProtection ?? false });
    const { subnetIds, securityGroupIds, ...endpoint } = inputs.vpcConfig;
    const { subnetIds: oldSubnetIds, securityGroupIds: oldGroupIds, ...oldEndpoint } = old.vpcConfig;
    if (differs(endpoint, oldEndpoint)) await configure({ resourcesVpcConfig: endpoint });
    if (differs(new Set(subnetIds), new Set(oldSubnetIds)) || differs(new Set(securityGroupIds), new Set(oldGroupIds)))
      await configure({ resourcesVpcConfig: { subnetIds, securityGroupIds } });
    const it = await find(aws, name);
    if (it === undefined) throw new Error(`cluster ${name} is gone`);
    await updateEksTags(aws, it.at("arn").text, it, tags);
  },

  async delete({ aws, id: name }) {
    const deleted = await aws.find("eks", "DeleteCluster", { name }, "ResourceNotFoundException");
    if (deleted === undefined) return;
    await aws.waitUntil(undefined, ["ACTIVE", "DELETING"], async () => (await find(aws, name))?.at("status").text);
  },
});

/** All types, because those that are not mentioned stay as they are. */
function loggingOf(enabled: readonly string[]): object {
  const types = (wanted: boolean): string[] => LOG_TYPES.filter((type) => enabled.includes(type) === wanted);
  const setups = [
    { types: types(true), enabled: true },
    { types: types(false), enabled: false },
  ];
  return { clusterLogging: setups.filter((setup) => setup.types.length > 0) };
}

async function find(aws: AwsClient, name: string): Promise<Json | undefined> {
  return (await aws.find("eks", "DescribeCluster", { name }, "ResourceNotFoundException"))?.at("cluster");
}
