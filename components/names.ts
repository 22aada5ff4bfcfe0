/** The names that the in-cluster half gives to its Kubernetes objects, and the ways into its webhook. */

/** Name of the namespace, unless another one is given, and of every object in it that has only one of its kind. */
export const INJECTOR_NAME = "fargate-sidecar-injector";

/**
 * Name of the MutatingWebhookConfiguration. The API server calls webhooks in byte order of these names: ours has to come
 * after EKS's `0500-amazon-eks-fargate-mutation…`, which marks a pod as Fargate's, and before `pod-identity-webhook`,
 * which then gives the sidecars their IAM role too.
 */
export const WEBHOOK_CONFIGURATION_NAME = "0600-fargate-sidecar-injector";

/** Name of the entry that lets a pod through uninjected where the webhook cannot be reached. */
export const IGNORE_WEBHOOK_NAME = "ignore.pods.fargate-sidecar-injector";

/** Name of the ValidatingWebhookConfiguration, whose order among others does not matter. */
export const VALIDATING_WEBHOOK_CONFIGURATION_NAME = INJECTOR_NAME;

/** Name of its entry, which also stands in the message of a refusal. */
export const VALIDATE_WEBHOOK_NAME = "validate.configuration.fargate-sidecar-injector";

/** Name of the entry for pods in namespaces of the mesh, on Fargate or not. */
export const APP_MESH_WEBHOOK_NAME = "appmesh.pods.fargate-sidecar-injector";

/** Name of the Secret that cert-manager fills; one that is filled here is named by Pulumi. */
export const CERT_MANAGER_SECRET_NAME = "fargate-sidecar-injector-tls";

/** Port of the webhook's container. Not 10250: on Fargate that one is the kubelet's. */
export const WEBHOOK_PORT = 8443;

/** Port of the Service, the one that the API server takes unless told otherwise. */
export const SERVICE_PORT = 443;

/** Path that answers AdmissionReviews of pods in namespaces of the mesh. */
export const MUTATE_APP_MESH_PATH = "/mutate/appmesh";

/** Path that answers AdmissionReviews of pods. */
export const MUTATE_PATH = "/mutate";

/** Path that answers AdmissionReviews of the sidecar ConfigMap. */
export const VALIDATE_PATH = "/validate";

/** Where the container finds its serving certificate. */
export const TLS_DIRECTORY = "/etc/fargate-sidecar-injector/tls";

/** Selects the injector's pods; a Deployment's selector can never change, so this stays as it is. */
export const POD_SELECTOR_LABELS = { "app.kubernetes.io/name": INJECTOR_NAME };

/** The name that the API server verifies the webhook's certificate against. */
export function webhookDnsName(namespace: string): string {
  return `${INJECTOR_NAME}.${namespace}.svc`;
}

/** Labels of every object that the injector consists of. */
export const OBJECT_LABELS = { "app.kubernetes.io/name": INJECTOR_NAME };
