import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { OBJECT_LABELS } from "../names";

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
