import type * as pulumi from "@pulumi/pulumi";
import type { NamespacePolicyArgs } from "./namespacePolicyArgs";
import type { TypicalPodArgs } from "./typicalPodArgs";

/** Arguments of SidecarInjector. */
export interface SidecarInjectorArgs {
  /**
   * Image of the webhook, built from `webhook/Dockerfile`. Pin it by digest, so that a deployment is what was tested.
   */
  image: pulumi.Input<string>;

  /**
   * Namespace of the injector. Its pods are never injected, so it cannot be `default` or one of Kubernetes' own.
   *
   * @default "fargate-sidecar-injector"
   */
  namespace?: pulumi.Input<string | undefined>;

  /**
   * Makes the namespace, and deletes it with everything in it on destroy. False takes a namespace that exists already.
   *
   * @default true
   */
  createNamespace?: boolean | undefined;

  /**
   * Number of webhook pods. Fargate evicts pods to patch them and needs about a minute for a new one, so with a single
   * pod there are times when nothing is injected.
   *
   * @default 2
   */
  replicas?: pulumi.Input<number | undefined>;

  /**
   * CPU and memory of each webhook pod, as request and as limit.
   */
  resources?: WebhookResourcesArgs | undefined;

  /**
   * Minor version of the cluster, such as `1.36`; it decides whether sidecars can be native ones.
   *
   * @default - the webhook asks the API server
   */
  kubernetesVersion?: pulumi.Input<string | undefined>;

  /**
   * Region of AWS that the cluster is in, such as `eu-west-1`, for what Fargate costs there: the webhook tells what
   * sidecars add to it in warnings, in its log and in the metric `fargate_sidecar_injector_added_cost_per_hour_total`, and
   * a preview what each template costs.
   *
   * @default - no money, only sizes, unless the sidecar configuration has prices of its own (`_settings`)
   */
  region?: pulumi.Input<string | undefined>;

  /**
   * What is injected into which pods: the content of the ConfigMap `fargate-injector-sidecar-config`.
   *
   * @default - an empty ConfigMap, for kubectl to fill
   */
  sidecarConfiguration?: SidecarConfigurationArgs | undefined;

  /**
   * Names of the cluster's Fargate profiles, for which a preview tells what each template does to the size and the price
   * of pods.
   *
   * @default - those that templates, typical pods and namespaces name; for templates that are for none of these, any
   */
  fargateProfiles?: string[] | undefined;

  /**
   * Pods as there are many of in the cluster, by a name for each: a preview tells what the sidecars do to their size and
   * price, beside those of the smallest pod.
   *
   * @default - the smallest pod alone
   */
  typicalPods?: Record<string, TypicalPodArgs> | undefined;

  /**
   * What namespaces demand of their pods, by the name of each: a preview tells what their sidecars would be refused for.
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
   * Where the webhook's serving certificate comes from: PEM texts of your own, or an issuer of cert-manager.
   *
   * @default - a certificate authority and a certificate made by this stack
   */
  certificates?: ServingCertificateArgs | undefined;
}

/** CPU and memory of a webhook pod. */
export interface WebhookResourcesArgs {
  /**
   * CPU, as a Kubernetes quantity. The default is the smallest that Fargate has.
   *
   * @default "250m"
   */
  cpu?: pulumi.Input<string | undefined>;

  /**
   * Memory, as a Kubernetes quantity. With the 256 MiB that Fargate adds for itself, the default fills its smallest size.
   *
   * @default "256Mi"
   */
  memory?: pulumi.Input<string | undefined>;
}

/** Content and ownership of the sidecar ConfigMap. */
export interface SidecarConfigurationArgs {
  /**
   * Sidecar templates: the name of a Fargate profile (or `_all`, or any name where the template has `profiles`) and the
   * template as YAML text; the key `_settings` has what holds for all of them. Checked at preview: a problem is an error,
   * and so is what a lint rule of level `error` finds. Left out, the content is kubectl's: an update does not touch it.
   */
  templates?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;

  /**
   * Whether Pulumi owns the ConfigMap. False leaves it to kubectl or GitOps altogether; the webhook injects as soon as
   * it appears.
   *
   * @default true
   */
  managed?: boolean | undefined;
}

/** A serving certificate for the webhook: three PEM texts that go together, or an issuer of cert-manager. */
export interface ServingCertificateArgs {
  /**
   * Certificates of the authorities that the API server is to trust, as PEM. A change of authority takes two updates: the
   * first adds the new one to the old one, the second brings the certificate that it has signed.
   */
  caCertificate?: pulumi.Input<string | undefined>;

  /**
   * Serving certificate for `fargate-sidecar-injector.NAMESPACE.svc`, with its intermediates after it, as PEM.
   */
  certificate?: pulumi.Input<string | undefined>;

  /**
   * Private key of the serving certificate, as PEM. Kept as a secret.
   */
  privateKey?: pulumi.Input<string | undefined>;

  /**
   * Issuer of cert-manager, which must be installed in the cluster with its CA injector. It fills the Secret
   * `fargate-sidecar-injector-tls`, which the stack makes and deletes.
   */
  certManagerIssuer?: CertManagerIssuerArgs | undefined;
}

/** An issuer of cert-manager that signs for a private authority, so that its Secrets hold `ca.crt`. */
export interface CertManagerIssuerArgs {
  /**
   * Name of the issuer.
   */
  name: pulumi.Input<string>;

  /**
   * Kind of the issuer: `Issuer`, then in the namespace of the injector, or `ClusterIssuer`.
   *
   * @default "Issuer"
   */
  kind?: pulumi.Input<string | undefined>;
}
