import type * as k8s from "@pulumi/kubernetes";
import {
  APP_MESH_NAMESPACE_LABEL,
  FARGATE_PROFILE_LABEL,
  FARGATE_SCHEDULER,
  INJECT_LABEL,
} from "../../injection/names";
import {
  APP_MESH_WEBHOOK_NAME,
  IGNORE_WEBHOOK_NAME,
  MUTATE_APP_MESH_PATH,
  MUTATE_PATH,
  WEBHOOK_CONFIGURATION_NAME,
} from "../names";
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
  options: WebhookConfigurationOptions & { readonly appMesh: boolean },
): k8s.admissionregistration.v1.MutatingWebhookConfigurationArgs {
  return {
    metadata: webhookConfigurationMetadata(WEBHOOK_CONFIGURATION_NAME, options),
    webhooks: [
      fargatePodEntry(options, IGNORE_WEBHOOK_NAME, "Ignore"),
      ...(options.appMesh ? [appMeshPodEntry(options)] : []),
    ],
  };
}

/** An entry for pods that are created on Fargate and have not opted out. */
function fargatePodEntry(options: WebhookConfigurationOptions, name: string, failurePolicy: string): WebhookEntry {
  return {
    ...podEntry(name, MUTATE_PATH, options),
    failurePolicy,
    namespaceSelector: namespacesOfPods(options),
    objectSelector: { matchExpressions: [{ key: FARGATE_PROFILE_LABEL, operator: "Exists" }, HAS_NOT_OPTED_OUT] },
    // Whoever creates a pod can set the label; the scheduler's name shows that EKS has agreed.
    matchConditions: [
      { name: "scheduled-on-fargate", expression: `object.spec.schedulerName == '${FARGATE_SCHEDULER}'` },
    ],
  };
}

/** The entry for pods in namespaces that are labelled as those of App Mesh were, wherever the pods run. */
function appMeshPodEntry(options: WebhookConfigurationOptions): WebhookEntry {
  return {
    ...podEntry(APP_MESH_WEBHOOK_NAME, MUTATE_APP_MESH_PATH, options),
    failurePolicy: "Ignore",
    namespaceSelector: { ...namespacesOfPods(options), matchLabels: { [APP_MESH_NAMESPACE_LABEL]: "enabled" } },
    objectSelector: { matchExpressions: [HAS_NOT_OPTED_OUT] },
  };
}

const HAS_NOT_OPTED_OUT = { key: INJECT_LABEL, operator: "NotIn", values: ["false"] };

function podEntry(name: string, path: string, options: WebhookConfigurationOptions) {
  return {
    ...webhookEntry(name, path, options),
    rules: [coreRule("pods", "CREATE")],
    // Another webhook may add a container or a volume after us; we look again and change only what is still missing.
    reinvocationPolicy: "IfNeeded",
  };
}

/** Every namespace but Kubernetes' own and the injector's. */
function namespacesOfPods({ namespace }: WebhookConfigurationOptions) {
  return namespacesByName("NotIn", ["kube-system", "kube-node-lease", namespace]);
}
