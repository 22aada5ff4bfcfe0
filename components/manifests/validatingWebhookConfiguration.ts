import type * as k8s from "@pulumi/kubernetes";
import { SIDECAR_CONFIG_MAP } from "../../injection/names";
import { VALIDATE_PATH, VALIDATE_WEBHOOK_NAME, VALIDATING_WEBHOOK_CONFIGURATION_NAME } from "../names";
import {
  coreRule,
  namespacesByName,
  webhookConfigurationMetadata,
  webhookEntry,
  type WebhookConfigurationOptions,
} from "./webhookConfiguration";

/**
 * What makes the API server ask the webhook before it writes the sidecar ConfigMap. That one is told by its namespace
 * and name: an edit could take a label away, and with it the check.
 */
export function validatingWebhookConfigurationManifest(
  options: WebhookConfigurationOptions,
): k8s.admissionregistration.v1.ValidatingWebhookConfigurationArgs {
  return {
    metadata: webhookConfigurationMetadata(VALIDATING_WEBHOOK_CONFIGURATION_NAME, options),
    webhooks: [
      {
        ...webhookEntry(VALIDATE_WEBHOOK_NAME, VALIDATE_PATH, options),
        // Whoever has to mend the configuration must be able to where the webhook is what is broken.
        failurePolicy: "Ignore",
        rules: [coreRule("configmaps", "CREATE", "UPDATE")],
        namespaceSelector: namespacesByName("In", [options.namespace]),
        matchConditions: [
          { name: "sidecar-configuration", expression: `object.metadata.name == '${SIDECAR_CONFIG_MAP}'` },
        ],
      },
    ],
  };
}
