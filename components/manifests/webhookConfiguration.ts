import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { INJECTOR_NAME, OBJECT_LABELS, SERVICE_PORT } from "../names";

/** What the two webhook configurations, for pods and for the sidecar ConfigMap, are made from. */
export interface WebhookConfigurationOptions {
  /** Namespace of the injector. */
  namespace: pulumi.Input<string>;
  /** Authorities to trust, as PEM; undefined where cert-manager fills them in. */
  caBundle: pulumi.Output<string> | undefined;
  annotations: Record<string, pulumi.Input<string>>;
}

export function webhookConfigurationMetadata(
  name: string,
  { annotations }: WebhookConfigurationOptions,
): k8s.types.input.meta.v1.ObjectMeta {
  return { name, labels: OBJECT_LABELS, annotations };
}

/** The fields that are the same in every entry of either configuration. */
export function webhookEntry(name: string, path: string, { namespace, caBundle }: WebhookConfigurationOptions) {
  return {
    name,
    admissionReviewVersions: ["v1"],
    clientConfig: {
      service: { name: INJECTOR_NAME, namespace, path, port: SERVICE_PORT },
      caBundle: caBundle?.apply((pem) => Buffer.from(pem).toString("base64")),
    },
    matchPolicy: "Equivalent",
    sideEffects: "None",
    timeoutSeconds: 5,
  } satisfies Partial<k8s.types.input.admissionregistration.v1.ValidatingWebhook>;
}

/** What an entry is for: these operations on a kind of object that is in the core API and has a namespace. */
export function coreRule(resource: string, ...operations: string[]) {
  return { operations, apiGroups: [""], apiVersions: ["v1"], resources: [resource], scope: "Namespaced" };
}

/** Selects namespaces by the label that the API server sets itself, which nobody can take away. */
export function namespacesByName(operator: "In" | "NotIn", values: pulumi.Input<string>[]) {
  return { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator, values }] };
}
