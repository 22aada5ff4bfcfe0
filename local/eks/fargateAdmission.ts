// Stand-in for EKS's admission webhook `0500-amazon-eks-fargate-mutation.amazonaws.com`, which runs beside the API server
// of every EKS cluster and cannot be had elsewhere: it gives the pods of a Fargate profile to Fargate.
import type { V1MutatingWebhookConfiguration } from "@kubernetes/client-node";
import { chooseFargateProfile, type FargateProfile } from "../../injection/fargate/fargateProfile";
import type { JsonObject } from "../../injection/json";
import { FARGATE_PROFILE_LABEL, FARGATE_SCHEDULER } from "../../injection/names";
import { add, fields, stringFields, type PatchOperation } from "./admissionReview";
import type { WebhookAddress } from "./admissionServer";

/** The priority that EKS gives to Fargate pods: each has its node to itself, and nothing to preempt. */
const FARGATE_PRIORITY = { priorityClassName: "system-node-critical", priority: 2_000_001_000 };

/** What a pod of the namespace gets from EKS where a profile selects it. */
export function fargatePatch(
  namespace: string,
  pod: JsonObject,
  profiles: readonly FargateProfile[],
): readonly PatchOperation[] {
  const labels = stringFields(fields(pod["metadata"])["labels"]);
  const profile = chooseFargateProfile(namespace, labels, profiles);
  if (profile === undefined) return [];
  return [
    add("/metadata/labels", { ...labels, [FARGATE_PROFILE_LABEL]: profile.name }),
    add("/spec/schedulerName", FARGATE_SCHEDULER),
    ...priorityOperations(fields(pod["spec"])),
  ];
}

/** A class that the pod names itself stays: the API server refuses a priority that is not its class's own. */
function priorityOperations(spec: JsonObject): PatchOperation[] {
  if (spec["priorityClassName"]) return [];
  return Object.entries(FARGATE_PRIORITY).map(([field, value]) => add(`/spec/${field}`, value));
}

/** EKS's own name: the API server asks webhooks in the order of such names. */
const NAME = "0500-amazon-eks-fargate-mutation.amazonaws.com";

/** Field by field what EKS registers, except for the port, which is 23445 there. */
export function fargateWebhookConfiguration(clientConfig: WebhookAddress): V1MutatingWebhookConfiguration {
  return {
    metadata: { name: NAME },
    webhooks: [
      {
        name: NAME,
        admissionReviewVersions: ["v1beta1"],
        clientConfig,
        failurePolicy: "Ignore",
        matchPolicy: "Equivalent",
        namespaceSelector: {},
        objectSelector: {},
        reinvocationPolicy: "Never",
        rules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["CREATE"], resources: ["pods"], scope: "*" }],
        sideEffects: "None",
        timeoutSeconds: 5,
      },
    ],
  };
}
