import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { argumentError } from "../argumentError";
import { clusterProvider, keepClusterProvider } from "../clusterProvider";
import { validateFargateClusterArgs } from "../validation/validateFargateClusterArgs";
import { createAdministrators } from "./administrators";
import { awsSurroundings } from "./awsSurroundings";
import { createClusterNetwork } from "./clusterNetwork";
import { createControlPlaneLogGroup } from "./controlPlaneLogs";
import type { FargateClusterArgs } from "./fargateClusterArgs";
import { fargateClusterSettings, type FargateClusterSettings } from "./fargateClusterSettings";
import { createFargateProfiles } from "./fargateProfiles";
import { createIdentityProvider } from "./identityProvider";
import { withAwsProfile } from "./kubeconfig";
import { createLogRouter } from "./logRouter";
import { createPodExecutionRole } from "./podExecutionRole";
import { secretsEncryptionKeyArn } from "./secretsEncryption";

/**
 * An EKS cluster whose pods all run on Fargate: network, control plane, Fargate profiles, CoreDNS, and on request the
 * built-in log router. There is no node, and nothing that needs one.
 *
 * `provider` is a Kubernetes provider for the cluster. What is made with it waits until the cluster is ready: until every
 * profile is active, so that no pod misses its profile, and until CoreDNS runs.
 */
export class FargateCluster extends pulumi.ComponentResource {
  /** Name of the EKS cluster. */
  public readonly clusterName: pulumi.Output<string>;
  /** ARN of the EKS cluster. */
  public readonly clusterArn: pulumi.Output<string>;
  /** Kubeconfig that logs in by the AWS CLI; a secret. It comes as soon as the API server answers. */
  public readonly kubeconfig: pulumi.Output<string>;
  /** The VPC of the cluster. */
  public readonly vpcId: pulumi.Output<string>;
  /** Subnets of the pods. */
  public readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Subnets for load balancers that face the internet; none in a VPC of the user's own. */
  public readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Security group of control plane and pods. */
  public readonly clusterSecurityGroupId: pulumi.Output<string>;
  /** Names of the Fargate profiles, `system` first, once all are active. */
  public readonly fargateProfileNames: pulumi.Output<string[]>;
  /** ARN of the role with which Fargate pulls images and writes logs. */
  public readonly podExecutionRoleArn: pulumi.Output<string>;
  /** ARN of the OIDC provider, with which WorkloadRole gives AWS permissions to pods. */
  public readonly oidcProviderArn: pulumi.Output<string>;
  /** The issuer of the service account tokens, without `https://`. */
  public readonly oidcIssuer: pulumi.Output<string>;

  constructor(name: string, args: FargateClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const { problems, warnings } = validateFargateClusterArgs(name, args);
    if (problems.length > 0) throw argumentError("FargateCluster", name, problems);
    super("fargate-sidecar-injector:index:FargateCluster", name, {}, opts);
    for (const warning of warnings) void pulumi.log.warn(warning, this);

    const settings = fargateClusterSettings(this, name, args);
    const { clusterName, tags } = settings;
    const account = awsSurroundings(this);

    const network =
      settings.network === undefined
        ? {
            ...settings.ownNetwork,
            controlPlaneSubnetIds: settings.ownNetwork.privateSubnetIds,
            publicSubnetIds: pulumi.output<string[]>([]),
            routes: [],
          }
        : createClusterNetwork(name, settings.network, { clusterName, tags }, this);
    const controlPlaneLogs = createControlPlaneLogGroup(
      name,
      { clusterName, retentionInDays: settings.clusterLogRetentionDays, tags },
      this,
    );
    const encryptionKeyArn = secretsEncryptionKeyArn(
      name,
      { clusterName, encryption: settings.secretsEncryption, tags },
      this,
    );
    const cluster = new eks.Cluster(`${name}-eks`, eksClusterArgs(settings, network, encryptionKeyArn), {
      parent: this,
      dependsOn: [controlPlaneLogs, ...network.routes],
      // EKS would refuse only when all else is gone; Pulumi refuses to delete a protected resource at the preview.
      protect: args.deletionProtection === true,
    });
    const ownName = cluster.eksCluster.name;
    const administrators = createAdministrators(
      name,
      { clusterName: ownName, administrators: settings.administrators, partition: account.partition, tags },
      this,
    );

    const identity = createIdentityProvider(name, cluster, tags, this);

    const podExecution = createPodExecutionRole(name, { clusterName, account, tags }, this);
    const kubeconfig = pulumi
      .all([cluster.kubeconfigJson, settings.kubeconfigCredentials?.profileName])
      .apply(([text, profileName]) => withAwsProfile(text, profileName));
    const providerArgs = {
      kubeconfig,
      // Without it a kubeconfig that reads differently would look like another cluster, and replace every object.
      clusterIdentifier: cluster.eksCluster.arn,
      // Changes ConfigMaps in place, so that there is no moment without the sidecar configuration.
      enableConfigMapMutable: true,
    };
    const logRouter =
      settings.logging === undefined
        ? []
        : createLogRouter(
            name,
            settings.logging,
            {
              clusterName,
              podExecutionRole: podExecution.role,
              provider: new k8s.Provider(`${name}-log-router-provider`, providerArgs, {
                parent: this,
                dependsOn: administrators,
              }),
              account,
              retentionInDays: settings.podLogRetentionDays,
              tags,
            },
            this,
          );
    const profiles = createFargateProfiles(
      name,
      {
        clusterName: ownName,
        podExecutionRoleArn: podExecution.role.arn,
        subnetIds: network.privateSubnetIds,
        systemSubnetIds: network.controlPlaneSubnetIds,
        profiles: settings.fargateProfiles,
        tags,
        dependsOn: [...podExecution.policies, ...logRouter],
      },
      this,
    );
    const coreDns = new aws.eks.Addon(
      `${name}-coredns`,
      {
        clusterName: ownName,
        addonName: "coredns",
        addonVersion: settings.coreDnsVersion,
        configurationValues: JSON.stringify({ computeType: "Fargate" }),
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        tags,
      },
      // Active only once its pods run, for which they need the system's profile.
      { parent: this, dependsOn: [profiles[0]] },
    );
    const provider = new k8s.Provider(`${name}-provider`, providerArgs, {
      parent: this,
      dependsOn: [...administrators, ...profiles, coreDns],
    });
    keepClusterProvider(this, provider);

    this.clusterName = ownName;
    this.clusterArn = cluster.eksCluster.arn;
    this.kubeconfig = pulumi.secret(kubeconfig);
    this.vpcId = network.vpcId;
    this.privateSubnetIds = network.privateSubnetIds;
    this.publicSubnetIds = network.publicSubnetIds;
    this.clusterSecurityGroupId = cluster.clusterSecurityGroupId;
    this.fargateProfileNames = pulumi.all(profiles.map((profile) => profile.fargateProfileName));
    this.podExecutionRoleArn = podExecution.role.arn;
    this.oidcProviderArn = identity.provider.arn;
    this.oidcIssuer = identity.issuer;
    this.registerOutputs({
      clusterName: this.clusterName,
      clusterArn: this.clusterArn,
      kubeconfig: this.kubeconfig,
      vpcId: this.vpcId,
      privateSubnetIds: this.privateSubnetIds,
      publicSubnetIds: this.publicSubnetIds,
      clusterSecurityGroupId: this.clusterSecurityGroupId,
      fargateProfileNames: this.fargateProfileNames,
      podExecutionRoleArn: this.podExecutionRoleArn,
      oidcProviderArn: this.oidcProviderArn,
      oidcIssuer: this.oidcIssuer,
    });
  }

  /** A Kubernetes provider for the cluster, once it is ready. */
  public get provider(): k8s.Provider {
    return clusterProvider(this);
  }
}

/** A control plane, and nothing that a cluster without nodes must not have. */
function eksClusterArgs(
  settings: FargateClusterSettings,
  network: { vpcId: pulumi.Input<string>; controlPlaneSubnetIds: pulumi.Input<string[]> },
  encryptionKeyArn: pulumi.Input<string> | undefined,
): eks.ClusterArgs {
  const { serviceCidrBlock, publicAccessCidrs, kubeconfigCredentials } = settings;
  return {
    name: settings.clusterName,
    version: settings.version,
    vpcId: network.vpcId,
    privateSubnetIds: network.controlPlaneSubnetIds,
    ...(serviceCidrBlock === undefined ? {} : { kubernetesServiceIpAddressRange: serviceCidrBlock }),
    endpointPrivateAccess: true,
    endpointPublicAccess: settings.endpointPublicAccess,
    ...(publicAccessCidrs === undefined ? {} : { publicAccessCidrs }),
    authenticationMode: eks.AuthenticationMode.Api,
    enabledClusterLogTypes: settings.clusterLogTypes,
    ...(encryptionKeyArn === undefined ? {} : { encryptionConfigKeyArn: encryptionKeyArn }),
    deletionProtection: settings.deletionProtection,
    createOidcProvider: false,
    ...(kubeconfigCredentials === undefined ? {} : { providerCredentialOpts: kubeconfigCredentials }),
    tags: settings.tags,
    // No nodes, and no role, security group or DaemonSet for them.
    skipDefaultNodeGroup: true,
    createInstanceRole: false,
    skipDefaultSecurityGroups: true,
    useDefaultVpcCni: true,
    kubeProxyAddonOptions: { enabled: false },
    // CoreDNS comes after the profiles made here, which in turn wait for the outputs of this component.
    corednsAddonOptions: { enabled: false },
    bootstrapSelfManagedAddons: false,
  };
}
