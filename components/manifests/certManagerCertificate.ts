import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { INJECTOR_NAME, OBJECT_LABELS, webhookDnsName } from "../names";
import type { CertManagerIssuerArgs } from "../sidecarInjectorArgs";

/** Asks cert-manager for a serving certificate in the Secret, and lets Pulumi wait until it is there. */
export function certManagerCertificateManifest(
  namespace: pulumi.Output<string>,
  secretName: pulumi.Input<string>,
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
      secretName,
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
