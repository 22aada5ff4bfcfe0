/** The Pulumi components of this package: what another stack imports, in any language of Pulumi. */
export { SidecarInjector } from "./sidecarInjector";
export type {
  CertManagerIssuerArgs,
  ServingCertificateArgs,
  SidecarConfigurationArgs,
  SidecarInjectorArgs,
  WebhookResourcesArgs,
} from "./sidecarInjectorArgs";
export { WebhookCertificates, type WebhookCertificatesArgs } from "./webhookCertificates";
