import type * as k8s from "@pulumi/kubernetes";
import { FARGATE_PROFILE_LABEL, FARGATE_SCHEDULER, INJECT_LABEL } from "../../injection/names";
import { IGNORE_WEBHOOK_NAME, MUTATE_PATH, WEBHOOK_CONFIGURATION_NAME } from "../names";
import {
  coreRule,
  namespacesByName,
  webhookConfigurationMetadata,
  webhookEntry,
  type WebhookConfigurationOptions,
} from "./webhookConfiguration";

type WebhookEntry = k8s.types.input.admissionregistration.v1.MutatingWebhook;

/** What makes the API server call the webhook, and for which pods. */
export function mutatingWebhookConfigurationManifest(
  options: WebhookConfigurationOptions,
): k8s.admissionregistration.v1.MutatingWebhookConfigurationArgs {
  return {
    metadata: webhookConfigurationMetadata(WEBHOOK_CONFIGURATION_NAME, options),
    webhooks: [fargatePodEntry(options, IGNORE_WEBHOOK_NAME, "Ignore")],
  };
}

/** An entry for pods that are created on Fargate and have not opted out. */
function fargatePodEntry(options: WebhookConfigurationOptions, name: string, failurePolicy: string): WebhookEntry {
  return {
    ...webhookEntry(name, MUTATE_PATH, options),
    failurePolicy,
    rules: [coreRule("pods", "CREATE")],
    namespaceSelector: namespacesByName("NotIn", ["kube-system", "kube-node-lease", options.namespace]),
    objectSelector: {
      matchExpressions: [
        { key: FARGATE_PROFILE_LABEL, operator: "Exists" },
        { key: INJECT_LABEL, operator: "NotIn", values: ["false"] },
      ],
    },
    // Whoever creates a pod can set the label; the scheduler's name shows that EKS has agreed.
    matchConditions: [
      { name: "scheduled-on-fargate", expression: `object.spec.schedulerName == '${FARGATE_SCHEDULER}'` },
    ],
    // Another webhook may add a container or a volume after us; we look again and change only what is still missing.
    reinvocationPolicy: "IfNeeded",
  };
}
