import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { CERT_MANAGER_SECRET_NAME, INJECTOR_NAME, OBJECT_LABELS, webhookDnsName } from "../names";
import type { CertManagerIssuerArgs } from "../sidecarInjectorArgs";

/** Asks cert-manager for the serving certificate, and lets Pulumi wait until it is there. */
export function certManagerCertificateManifest(
  namespace: pulumi.Output<string>,
  issuer: CertManagerIssuerArgs,
): k8s.apiextensions.CustomResourceArgs {
  const host = namespace.apply(webhookDnsName);
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: {
      name: INJECTOR_NAME,
      namespace,
      labels: OBJECT_LABELS,
      annotations: { "pulumi.com/waitFor": "condition=Ready" },
    },
    spec: {
      secretName: CERT_MANAGER_SECRET_NAME,
      dnsNames: [host, pulumi.interpolate`${host}.cluster.local`],
      issuerRef: {
        group: "cert-manager.io",
        kind: pulumi.output(issuer.kind).apply((kind) => kind ?? "Issuer"),
        name: issuer.name,
      },
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      usages: ["digital signature", "server auth"],
    },
  };
}
