import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { SIDECAR_CONFIG_MAP } from "../../injection/names";
import { INJECTOR_NAME, OBJECT_LABELS } from "../names";

/** The webhook's account. Its token is mounted by the webhook's pods alone, which ask for it. */
export function serviceAccountManifest(namespace: pulumi.Input<string>): k8s.core.v1.ServiceAccountArgs {
  return { metadata: { name: INJECTOR_NAME, namespace, labels: OBJECT_LABELS }, automountServiceAccountToken: false };
}

/** All that the webhook may do: follow the one ConfigMap that holds its configuration. */
export function roleManifest(namespace: pulumi.Input<string>): k8s.rbac.v1.RoleArgs {
  return {
    metadata: { name: INJECTOR_NAME, namespace, labels: OBJECT_LABELS },
    rules: [
      {
        apiGroups: [""],
        resources: ["configmaps"],
        resourceNames: [SIDECAR_CONFIG_MAP],
        verbs: ["get", "list", "watch"],
      },
    ],
  };
}

export function roleBindingManifest(
  namespace: pulumi.Input<string>,
  roleName: pulumi.Input<string>,
  serviceAccountName: pulumi.Input<string>,
): k8s.rbac.v1.RoleBindingArgs {
  return {
    metadata: { name: INJECTOR_NAME, namespace, labels: OBJECT_LABELS },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: roleName },
    subjects: [{ kind: "ServiceAccount", name: serviceAccountName, namespace }],
  };
}
