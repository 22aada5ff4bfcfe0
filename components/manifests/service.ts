import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { INJECTOR_NAME, OBJECT_LABELS, POD_SELECTOR_LABELS, SERVICE_PORT } from "../names";

/**
 * The Service through which the API server finds the webhook's pods; its name is in the serving certificate. Pulumi does
 * not wait for its endpoints, which takes it ten seconds more: the Deployment is waited for, and that its pods are ready
 * says the same.
 */
export function serviceManifest(namespace: pulumi.Input<string>): k8s.core.v1.ServiceArgs {
  return {
    metadata: {
      name: INJECTOR_NAME,
      namespace,
      labels: OBJECT_LABELS,
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      type: "ClusterIP",
      selector: POD_SELECTOR_LABELS,
      ports: [{ name: "https", port: SERVICE_PORT, targetPort: "https", protocol: "TCP" }],
    },
  };
}
