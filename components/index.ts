/** The Pulumi components of this package: what another stack imports, in any language of Pulumi. */
export { FargateCluster } from "./cluster/fargateCluster";
export type {
  ClusterNetworkArgs,
  FargateClusterArgs,
  FargateLoggingArgs,
  FargateProfileArgs,
  FargateProfileSelectorArgs,
  KubeconfigCredentialsArgs,
  SecretsEncryptionArgs,
} from "./cluster/fargateClusterArgs";
export { WorkloadRole } from "./cluster/workloadRole";
export type { WorkloadRoleArgs } from "./cluster/workloadRoleArgs";
export { WebhookImage } from "./image/webhookImage";
export type { WebhookImageArgs } from "./image/webhookImageArgs";
export { InjectedFargateCluster } from "./injectedFargateCluster";
export type { InjectedFargateClusterArgs } from "./injectedFargateClusterArgs";
export type { LimitRangeItemArgs, NamespacePolicyArgs } from "./namespacePolicyArgs";
export { SidecarInjector } from "./sidecarInjector";
export type {
  CertManagerIssuerArgs,
  ServingCertificateArgs,
  SidecarConfigurationArgs,
  SidecarInjectorArgs,
  WebhookResourcesArgs,
} from "./sidecarInjectorArgs";
export type { TypicalPodArgs } from "./typicalPodArgs";
export { WebhookCertificates, type WebhookCertificatesArgs } from "./webhookCertificates";
