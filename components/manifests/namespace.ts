import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { OBJECT_LABELS } from "../names";

/** The injector's namespace. Its pods decide what runs in every other Fargate pod, so nothing lax may run beside them. */
export function namespaceManifest(name: pulumi.Input<string>): k8s.core.v1.NamespaceArgs {
  return {
    metadata: { name, labels: { ...OBJECT_LABELS, "pod-security.kubernetes.io/enforce": "restricted" } },
  };
}
