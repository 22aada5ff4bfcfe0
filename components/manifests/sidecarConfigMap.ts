import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { SIDECAR_CONFIG_MAP } from "../../injection/names";
import { OBJECT_LABELS } from "../names";

/**
 * The ConfigMap with the sidecar configuration. Its name is fixed, because people and the webhook know it by name.
 * An edit by kubectl takes its fields over, so an update of Pulumi has to force its own values back in.
 */
export function sidecarConfigMapManifest(
  namespace: pulumi.Input<string>,
  templates: pulumi.Input<Record<string, string> | undefined>,
): k8s.core.v1.ConfigMapArgs {
  return {
    metadata: {
      name: SIDECAR_CONFIG_MAP,
      namespace,
      labels: OBJECT_LABELS,
      annotations: { "pulumi.com/patchForce": "true" },
    },
    data: templates,
  };
}
