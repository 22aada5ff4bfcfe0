import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { CONFIGURATION_FORMAT } from "../../injection/configuration/sidecarConfiguration";
import { FORMAT_ANNOTATION, SIDECAR_CONFIG_MAP } from "../../injection/names";
import { OBJECT_LABELS } from "../names";

/**
 * The ConfigMap with the sidecar configuration. Its name is fixed, because people and the webhook know it by name.
 * An edit by kubectl takes its fields over, so an update of Pulumi has to force its own values back in. It declares the
 * format of the version that comes with it, so that the webhook of the version before does not refuse it.
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
      annotations: { "pulumi.com/patchForce": "true", [FORMAT_ANNOTATION]: String(CONFIGURATION_FORMAT) },
    },
    data: templates,
  };
}
