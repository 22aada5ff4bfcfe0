import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { INJECTOR_NAME, OBJECT_LABELS, POD_SELECTOR_LABELS } from "../names";

/**
 * Lets one webhook pod go at a time, when Fargate patches or nodes drain. Said as `maxUnavailable`, it fits any number of
 * replicas: a `minAvailable` of 1 would hold up a single replica for ever, and let all but one of five go at once.
 */
export function podDisruptionBudgetManifest(namespace: pulumi.Input<string>): k8s.policy.v1.PodDisruptionBudgetArgs {
  return {
    metadata: { name: INJECTOR_NAME, namespace, labels: OBJECT_LABELS },
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: POD_SELECTOR_LABELS },
      // Pods that run but are not ready can always go: they serve nobody, and must not hold up a drain.
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
  };
}
