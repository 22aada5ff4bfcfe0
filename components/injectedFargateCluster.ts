import * as aws from "@pulumi/aws";
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { argumentError } from "./argumentError";
import { clusterProvider, keepClusterProvider } from "./clusterProvider";
import { FargateCluster } from "./cluster/fargateCluster";
import { DEFAULT_PROFILES } from "./cluster/fargateProfiles";
import { WebhookImage } from "./image/webhookImage";
import type { InjectedFargateClusterArgs } from "./injectedFargateClusterArgs";
import { mergedTags, type TagsInput } from "./mergedTags";
import { SidecarInjector } from "./sidecarInjector";
import { namespacesOnProfiles } from "./namespaceProfiles";
import { onProfiles } from "./typicalPodProfiles";
import { validateInjectedFargateClusterArgs } from "./validation/validateInjectedFargateClusterArgs";

/**
 * An EKS cluster whose pods run on Fargate and get their sidecars from the moment it is ready: FargateCluster,
 * WebhookImage and SidecarInjector, wired. It is created from the network up to the MutatingWebhookConfiguration, and
 * deleted the other way round.
 */
export class InjectedFargateCluster extends pulumi.ComponentResource {
  /** Kubeconfig that logs in by the AWS CLI; a secret. */
  public readonly kubeconfig: pulumi.Output<string>;
  /** Name of the EKS cluster. */
  public readonly clusterName: pulumi.Output<string>;
  /** Names of the Fargate profiles, `system` first. */
  public readonly fargateProfileNames: pulumi.Output<string[]>;
  /** ARN of the OIDC provider, with which WorkloadRole gives AWS permissions to pods. */
  public readonly oidcProviderArn: pulumi.Output<string>;
  /** The issuer of the service account tokens, without `https://`. */
  public readonly oidcIssuer: pulumi.Output<string>;
  /** Digest of the webhook's image; empty where a reference without one was given. */
  public readonly imageDigest: pulumi.Output<string>;
  /** Name of the MutatingWebhookConfiguration: deleting that object by hand switches the injector off at once. */
  public readonly webhookConfigurationName: pulumi.Output<string>;
  /** When the webhook's serving certificate runs out, as ISO 8601 time; undefined where cert-manager renews it. */
  public readonly certificateExpiresAt: pulumi.Output<string | undefined>;
  /**
   * Comes when the cluster is ready and the injector at work: workloads of the same stack are injected from the first
   * pod on with `dependsOn: cluster.ready`.
   */
  public readonly ready: pulumi.Output<k8s.admissionregistration.v1.MutatingWebhookConfiguration>;

  constructor(name: string, args: InjectedFargateClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const { problems, warnings } = validateInjectedFargateClusterArgs(name, args, new Date());
    if (problems.length > 0) throw argumentError("InjectedFargateCluster", name, problems);
    super("fargate-sidecar-injector:index:InjectedFargateCluster", name, {}, opts);
    for (const warning of warnings) void pulumi.log.warn(warning, this);

    const image = new WebhookImage(`${name}-image`, withTags(args.image ?? {}, args.tags), { parent: this });
    const cluster = new FargateCluster(name, withTags(args.cluster, args.tags), { parent: this });
    const profiles = args.cluster.fargateProfiles ?? DEFAULT_PROFILES;
    const injector = new SidecarInjector(
      `${name}-injector`,
      {
        image: image.imageReference,
        replicas: args.replicas,
        appMesh: args.appMesh,
        resources: args.resources,
        sidecarConfiguration: args.sidecarConfiguration,
        region: aws.getRegionOutput({}, { parent: this }).region,
        fargateProfiles: Object.keys(profiles),
        typicalPods: onProfiles(args.typicalPods ?? {}, profiles),
        namespacePolicies: namespacesOnProfiles(args.namespacePolicies ?? {}, profiles),
        certificates: args.certificates,
      },
      { parent: this, providers: [cluster.provider] },
    );
    keepClusterProvider(this, cluster.provider);

    this.kubeconfig = cluster.kubeconfig;
    this.clusterName = cluster.clusterName;
    this.fargateProfileNames = cluster.fargateProfileNames;
    this.oidcProviderArn = cluster.oidcProviderArn;
    this.oidcIssuer = cluster.oidcIssuer;
    this.imageDigest = image.digest;
    this.webhookConfigurationName = injector.webhookConfigurationName;
    this.certificateExpiresAt = injector.certificateExpiresAt;
    this.ready = injector.ready;
    this.registerOutputs({
      kubeconfig: this.kubeconfig,
      clusterName: this.clusterName,
      fargateProfileNames: this.fargateProfileNames,
      oidcProviderArn: this.oidcProviderArn,
      oidcIssuer: this.oidcIssuer,
      imageDigest: this.imageDigest,
      webhookConfigurationName: this.webhookConfigurationName,
      certificateExpiresAt: this.certificateExpiresAt,
      ready: this.ready,
    });
  }

  /** A Kubernetes provider for the cluster, once it is ready. */
  public get provider(): k8s.Provider {
    return clusterProvider(this);
  }
}

/** The arguments of a part, with the tags of the whole; a tag of the part's own wins. */
function withTags<Args extends { tags?: TagsInput }>(args: Args, tags: TagsInput): Args {
  return tags === undefined ? args : { ...args, tags: mergedTags(tags, args.tags) };
}
