import type { JsonObject } from "../../injection";

/** A pod of the Fargate profile `default`, with one container. */
export function fargatePod(changes: { metadata?: JsonObject; spec?: JsonObject } = {}): JsonObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", labels: { "eks.amazonaws.com/fargate-profile": "default" }, ...changes.metadata },
    spec: { schedulerName: "fargate-scheduler", containers: [{ name: "app", image: "nginx:1" }], ...changes.spec },
  };
}

/** The review of a pod's creation, as an API server sends it; `changes` replace fields of its request. */
export function podReview(pod: JsonObject = fargatePod(), changes: JsonObject = {}): JsonObject {
  return {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid: "0a5f1f0e-7c1b-4a52-9f52-5ed8f1c0a001",
      kind: { group: "", version: "v1", kind: "Pod" },
      resource: { group: "", version: "v1", resource: "pods" },
      requestKind: { group: "", version: "v1", kind: "Pod" },
      requestResource: { group: "", version: "v1", resource: "pods" },
      name: "web",
      namespace: "shop",
      operation: "CREATE",
      userInfo: { username: "developer", groups: ["system:authenticated"] },
      object: pod,
      oldObject: null,
      dryRun: false,
      options: { apiVersion: "meta.k8s.io/v1", kind: "CreateOptions" },
      ...changes,
    },
  };
}

/** The sidecar ConfigMap with this data; `changes` replace its fields. */
export function sidecarConfigMap(data: JsonObject, changes: JsonObject = {}): JsonObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "fargate-injector-sidecar-config", namespace: "fargate-sidecar-injector" },
    data,
    ...changes,
  };
}

/** The review of a ConfigMap's creation, as an API server sends it; `changes` replace fields of its request. */
export function configMapReview(configMap: JsonObject, changes: JsonObject = {}): JsonObject {
  return podReview(configMap, {
    kind: { group: "", version: "v1", kind: "ConfigMap" },
    resource: { group: "", version: "v1", resource: "configmaps" },
    requestKind: { group: "", version: "v1", kind: "ConfigMap" },
    requestResource: { group: "", version: "v1", resource: "configmaps" },
    name: "fargate-injector-sidecar-config",
    namespace: "fargate-sidecar-injector",
    ...changes,
  });
}
