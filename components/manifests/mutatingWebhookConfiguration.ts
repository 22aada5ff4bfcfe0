import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { FARGATE_PROFILE_LABEL, FARGATE_SCHEDULER, INJECT_LABEL } from "../../injection/names";
import {
  IGNORE_WEBHOOK_NAME,
  INJECTOR_NAME,
  MUTATE_PATH,
  OBJECT_LABELS,
  SERVICE_PORT,
  WEBHOOK_CONFIGURATION_NAME,
} from "../names";

export interface MutatingWebhookConfigurationOptions {
  /** Namespace of the injector. */
  namespace: pulumi.Input<string>;
  /** Authorities to trust, as PEM; undefined where cert-manager fills them in. */
  caBundle: pulumi.Output<string> | undefined;
  annotations: Record<string, pulumi.Input<string>>;
}

type WebhookEntry = k8s.types.input.admissionregistration.v1.MutatingWebhook;

/** What makes the API server call the webhook, and for which pods. */
export function mutatingWebhookConfigurationManifest(
  options: MutatingWebhookConfigurationOptions,
): k8s.admissionregistration.v1.MutatingWebhookConfigurationArgs {
  return {
    metadata: { name: WEBHOOK_CONFIGURATION_NAME, labels: OBJECT_LABELS, annotations: options.annotations },
    webhooks: [fargatePodEntry(options, IGNORE_WEBHOOK_NAME, "Ignore")],
  };
}

/** An entry for pods that are created on Fargate and have not opted out. */
function fargatePodEntry(
  { namespace, caBundle }: MutatingWebhookConfigurationOptions,
  name: string,
  failurePolicy: string,
): WebhookEntry {
  return {
    name,
    failurePolicy,
    admissionReviewVersions: ["v1"],
    clientConfig: {
      service: { name: INJECTOR_NAME, namespace, path: MUTATE_PATH, port: SERVICE_PORT },
      caBundle: caBundle?.apply((pem) => Buffer.from(pem).toString("base64")),
    },
    rules: [{ operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], scope: "Namespaced" }],
    namespaceSelector: {
      matchExpressions: [
        // By the label that the API server sets itself, which nobody can take away.
        { key: "kubernetes.io/metadata.name", operator: "NotIn", values: namespacesLeftOut(namespace) },
      ],
    },
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
    matchPolicy: "Equivalent",
    // Another webhook may add a container or a volume after us; we look again and change only what is still missing.
    reinvocationPolicy: "IfNeeded",
    sideEffects: "None",
    timeoutSeconds: 5,
  };
}

function namespacesLeftOut(namespace: pulumi.Input<string>): pulumi.Input<string>[] {
  return ["kube-system", "kube-node-lease", namespace];
}
