import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { CERT_MANAGER_SECRET_NAME, OBJECT_LABELS } from "../names";

/**
 * The Secret with the serving certificate. It has no name of its own, so that Pulumi gives each certificate a new Secret
 * and the Deployment, which names it, rolls its pods out with the new one before the old one is deleted.
 */
export function servingSecretManifest(
  namespace: pulumi.Input<string>,
  certificate: pulumi.Input<string>,
  privateKey: pulumi.Input<string>,
): k8s.core.v1.SecretArgs {
  return {
    metadata: { namespace, labels: OBJECT_LABELS },
    type: "kubernetes.io/tls",
    stringData: { "tls.crt": certificate, "tls.key": privateKey },
  };
}

/**
 * The Secret that cert-manager fills: it issues a certificate into an existing Secret whose key and certificate are empty
 * (https://cert-manager.io/docs/faq/, "When do certs get re-issued?"), and keeps its type.
 */
export function certManagerSecretManifest(namespace: pulumi.Input<string>): k8s.core.v1.SecretArgs {
  return {
    metadata: { name: CERT_MANAGER_SECRET_NAME, namespace, labels: OBJECT_LABELS },
    type: "kubernetes.io/tls",
    // The API server wants a Secret of this type to have both.
    data: { "tls.crt": "", "tls.key": "" },
  };
}
