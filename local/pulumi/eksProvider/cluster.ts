// For our arguments (clusterArguments.ts) the real plugin 4.3 makes these children of eks:index:Cluster NAME, by its
// nodejs/eks/cluster/cluster.ts; indented is the parent's child, and "<-" is what it waits for:
//
//   NAME-eksRole                      eks:index:ServiceRole
//     NAME-eksRole-role               aws:iam/role:Role
//     NAME-eksRole-4b490823           aws:iam/rolePolicyAttachment:RolePolicyAttachment   <- role
//   NAME-eksCluster                   aws:eks/cluster:Cluster                             <- role and attachment
//   NAME-eks-k8s                      pulumi:providers:kubernetes                         <- cluster
//   NAME-ENTRY                        aws:eks/accessEntry:AccessEntry                     <- cluster
//     NAME-ENTRY-POLICY               aws:eks/accessPolicyAssociation:AccessPolicyAssociation   <- entry, cluster
//   NAME-oidcProvider                 aws:iam/openIdConnectProvider:OpenIdConnectProvider <- cluster
//
// `tags` reach the role and the cluster only. The Kubernetes provider serves nothing here. What is left out: the search
// for the AWS CLI, the wait of up to 5 minutes for a public endpoint's /healthz, and the look at the certificate of EKS's
// issuer, of which the real one takes the thumbprint, at preview too. The kubeconfig is the stand-in account's.
import { Cluster as EksCluster } from "@pulumi/aws/eks/cluster";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import type { ClusterArgs } from "@pulumi/eks/cluster";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { createAccessEntries } from "./accessEntries";
import { ServiceRole } from "./serviceRole";
import { standInKubeconfig } from "./standInKubeconfig";

/** Thumbprint of the authority that has issued the certificates of EKS's issuers for years. AWS no longer looks at it. */
const ISSUER_THUMBPRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";

/** The component `eks.Cluster`, as the real plugin makes it for a cluster without nodes. */
export class Cluster extends pulumi.ComponentResource {
  /** The outputs of `eks.Cluster` by their names. */
  readonly outputs: pulumi.Inputs;

  constructor(name: string, args: ClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("eks:index:Cluster", name, args, opts);
    refuseUnknownCredentials(args, opts);

    const { partition } = getPartitionOutput({}, { parent: this });
    const subnetIds = pulumi
      .all([args.publicSubnetIds ?? [], args.privateSubnetIds ?? []])
      .apply(([publicIds, privateIds]) => [...publicIds, ...privateIds]);
    const serviceRole = new ServiceRole(
      `${name}-eksRole`,
      {
        service: "eks.amazonaws.com",
        description: "Allows EKS to manage clusters on your behalf.",
        managedPolicies: ["AmazonEKSClusterPolicy"],
        partition,
        assumeRoleActions: ["sts:AssumeRole", "sts:TagSession"],
        tags: args.tags,
      },
      { parent: this },
    );
    const encryptionConfig = encryptionConfigOf(args);
    const eksCluster: EksCluster = new EksCluster(
      `${name}-eksCluster`,
      {
        name: pulumi.output(args.name),
        roleArn: serviceRole.directRole.arn,
        version: pulumi.output(args.version),
        bootstrapSelfManagedAddons: false,
        enabledClusterLogTypes: pulumi.output(args.enabledClusterLogTypes),
        deletionProtection: pulumi.output(args.deletionProtection),
        kubernetesNetworkConfig: networkConfigOf(args),
        encryptionConfig,
        vpcConfig: {
          subnetIds,
          endpointPrivateAccess: pulumi.output(args.endpointPrivateAccess),
          endpointPublicAccess: pulumi.output(args.endpointPublicAccess),
          publicAccessCidrs: publicAccessCidrsOf(args, () => eksCluster),
        },
        tags: pulumi.output(args.tags).apply((tags) => ({ Name: `${name}-eksCluster`, ...tags })),
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
      },
      {
        parent: this,
        // What counts only at creation.
        ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
        dependsOn: [serviceRole.resolvedRole],
      },
    );

    // It waits for what the real one is made of.
    const kubeconfig = pulumi
      .all([
        eksCluster.name,
        eksCluster.endpoint,
        eksCluster.certificateAuthority,
        eksCluster.arn,
        args.providerCredentialOpts,
      ])
      .apply(() => standInKubeconfig());
    const kubernetesProvider = new KubernetesProvider(
      `${name}-eks-k8s`,
      { kubeconfig: kubeconfig.apply((value) => JSON.stringify(value)) },
      { parent: this },
    );
    createAccessEntries(name, eksCluster.name, args.accessEntries ?? {}, { parent: this, dependsOn: [eksCluster] });
    const issuerUrl = eksCluster.identities.apply((identities) => identities[0]?.oidcs[0]?.issuer ?? "");
    const oidcProvider =
      args.createOidcProvider === true
        ? new OpenIdConnectProvider(
            `${name}-oidcProvider`,
            { clientIdLists: ["sts.amazonaws.com"], url: issuerUrl, thumbprintLists: [ISSUER_THUMBPRINT] },
            { parent: this },
          )
        : undefined;

    this.outputs = {
      kubeconfig,
      kubeconfigJson: pulumi.jsonStringify(kubeconfig),
      eksCluster,
      instanceRoles: [],
      core: {
        cluster: eksCluster,
        vpcId: args.vpcId,
        subnetIds,
        publicSubnetIds: args.publicSubnetIds,
        privateSubnetIds: args.privateSubnetIds,
        endpoint: eksCluster.endpoint,
        provider: kubernetesProvider,
        instanceRoles: [],
        nodeGroupOptions: { version: args.version },
        storageClasses: {},
        kubeconfig,
        tags: args.tags,
        oidcProvider,
        encryptionConfig,
        clusterIamRole: serviceRole.directRole,
        accessEntries: Object.values(args.accessEntries ?? {}),
        autoModeNodeRoleName: "",
      },
      // EKS's own: the component makes none.
      clusterSecurityGroupId: eksCluster.vpcConfig.clusterSecurityGroupId,
      nodeSecurityGroupId: eksCluster.vpcConfig.clusterSecurityGroupId,
      clusterIngressRuleId: "",
      defaultNodeGroupAsgName: "",
      fargateProfileId: "",
      fargateProfileStatus: "",
      oidcProviderArn: oidcProvider?.arn ?? "",
      oidcProviderUrl: issuerUrl,
      oidcIssuer: issuerUrl.apply((url) => url.replace("https://", "")),
      autoModeNodeRoleName: "",
    };
    this.registerOutputs(this.outputs);
  }
}

/**
 * As the source of the real one: a kubeconfig that logs in with other credentials than the AWS provider's is a trap. Where
 * the component is called from another process, as it always is since 3.0, the real one overlooks the provider.
 */
function refuseUnknownCredentials(args: ClusterArgs, { providers = {} }: pulumi.ComponentResourceOptions): void {
  if (!Array.isArray(providers) && "aws" in providers && args.providerCredentialOpts === undefined)
    throw new Error(
      "It looks like you're using an explicit AWS provider. Please specify this provider in providerCredentialOpts.",
    );
}

function encryptionConfigOf({ encryptionConfigKeyArn }: ClusterArgs) {
  if (encryptionConfigKeyArn === undefined) return pulumi.output(undefined);
  return pulumi.output(encryptionConfigKeyArn).apply((keyArn) => ({ provider: { keyArn }, resources: ["secrets"] }));
}

function networkConfigOf({ kubernetesServiceIpAddressRange }: ClusterArgs) {
  if (kubernetesServiceIpAddressRange === undefined) return pulumi.output(undefined);
  return pulumi
    .output(kubernetesServiceIpAddressRange)
    .apply((serviceIpv4Cidr) => ({ serviceIpv4Cidr, ipFamily: "ipv4" }));
}

function publicAccessCidrsOf(
  { publicAccessCidrs, endpointPublicAccess = true }: ClusterArgs,
  cluster: () => EksCluster,
): pulumi.Output<string[] | undefined> {
  if (publicAccessCidrs === undefined) return pulumi.output(undefined);
  return pulumi.all([publicAccessCidrs, endpointPublicAccess]).apply(([cidrs, isPublic]) => {
    if (!isPublic)
      throw new pulumi.ResourceError(
        "`publicAccessCidrs` can only be set when `endpointPublicAccess` is true",
        cluster(),
      );
    return cidrs;
  });
}
