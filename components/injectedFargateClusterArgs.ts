import type * as pulumi from "@pulumi/pulumi";
import type { FargateClusterArgs } from "./cluster/fargateClusterArgs";
import type { WebhookImageArgs } from "./image/webhookImageArgs";
import type { NamespacePolicyArgs } from "./namespacePolicyArgs";
import type { ServingCertificateArgs, SidecarConfigurationArgs, WebhookResourcesArgs } from "./sidecarInjectorArgs";
import type { TypicalPodArgs } from "./typicalPodArgs";

/** Arguments of InjectedFargateCluster. */
export interface InjectedFargateClusterArgs {
  /**
   * The cluster and its Fargate profiles.
   */
  cluster: FargateClusterArgs;

  /**
   * The webhook's image: how to build it, or one that exists.
   *
   * @default - built from this package into an ECR repository of its own
   */
  image?: WebhookImageArgs | undefined;

  /**
   * Number of webhook pods.
   *
   * @default 2
   */
  replicas?: pulumi.Input<number | undefined>;

  /**
   * CPU and memory of each webhook pod, as request and as limit.
   */
  resources?: WebhookResourcesArgs | undefined;

  /**
   * What is injected into which pods: the content of the ConfigMap `fargate-injector-sidecar-config`.
   *
   * @default - an empty ConfigMap, for kubectl to fill
   */
  sidecarConfiguration?: SidecarConfigurationArgs | undefined;

  /**
   * Pods as there are many of in the cluster, by a name for each: a preview tells what the sidecars do to their size and
   * price, beside those of the smallest pod. One that names no profile runs on the one whose selectors fit it.
   *
   * @default - the smallest pod alone
   */
  typicalPods?: Record<string, TypicalPodArgs> | undefined;

  /**
   * What namespaces demand of their pods, by the name of each: a preview tells what their sidecars would be refused for.
   * A namespace is looked at on the profiles with a selector for it.
   *
   * @default - nothing is known of any namespace
   */
  namespacePolicies?: Record<string, NamespacePolicyArgs> | undefined;

  /**
   * Whether pods are injected whose namespace has the label `appmesh.k8s.aws/sidecarInjectorWebhook: enabled`, on Fargate
   * or not: with what templates of kind `appmesh` say.
   *
   * @default false
   */
  appMesh?: boolean | undefined;

  /**
   * Where the webhook's serving certificate comes from.
   *
   * @default - certificate authorities and a certificate made by this stack
   */
  certificates?: ServingCertificateArgs | undefined;

  /**
   * Tags of every AWS resource, besides those of `cluster` and `image`.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}
