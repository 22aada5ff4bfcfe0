import type { JsonObject } from "../injection";

/** A pod with two app containers, as the API server sends it: defaulted, on Fargate, about 4 KB in its review. */
export function fargatePod(): JsonObject {
  const probe = (path: string): JsonObject => ({
    httpGet: { path, port: 8080, scheme: "HTTP" },
    initialDelaySeconds: 5,
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  const container = (name: string): JsonObject => ({
    name,
    image: `registry.example/orders/${name}:2.14.0`,
    args: ["--listen=:8080", "--queue=orders", "--concurrency=4"],
    ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
    env: [
      { name: "LOG_LEVEL", value: "info" },
      { name: "POD_IP", valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "status.podIP" } } },
      { name: "DATABASE_PASSWORD", valueFrom: { secretKeyRef: { name: "orders-database", key: "password" } } },
    ],
    resources: { limits: { cpu: "250m", memory: "512Mi" }, requests: { cpu: "250m", memory: "512Mi" } },
    volumeMounts: [
      { name: "configuration", readOnly: true, mountPath: "/etc/orders" },
      { name: "kube-api-access-9qk2m", readOnly: true, mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" },
    ],
    livenessProbe: probe("/healthz"),
    readinessProbe: probe("/readyz"),
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: "IfNotPresent",
  });
  return {
    kind: "Pod",
    apiVersion: "v1",
    metadata: {
      generateName: "orders-6c5d9f7b8-",
      namespace: "shop",
      creationTimestamp: null,
      labels: { app: "orders", "pod-template-hash": "6c5d9f7b8", "eks.amazonaws.com/fargate-profile": "default" },
      annotations: { "example.com/commit": "4f2a9c1", "prometheus.io/scrape": "true" },
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "ReplicaSet",
          name: "orders-6c5d9f7b8",
          uid: "1d0a36f2-5c4e-4f7a-8f0e-2f1b6a9f0c11",
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      volumes: [
        { name: "configuration", configMap: { name: "orders", defaultMode: 420 } },
        {
          name: "kube-api-access-9qk2m",
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
              { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
            ],
            defaultMode: 420,
          },
        },
      ],
      containers: [container("web"), container("worker")],
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 30,
      dnsPolicy: "ClusterFirst",
      serviceAccountName: "orders",
      serviceAccount: "orders",
      securityContext: { fsGroup: 2000, runAsNonRoot: true },
      schedulerName: "fargate-scheduler",
      tolerations: [
        { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
      ],
      priority: 2000001000,
      priorityClassName: "system-node-critical",
      enableServiceLinks: true,
      preemptionPolicy: "PreemptLowerPriority",
    },
    status: {},
  };
}

/** The AdmissionReview in which the API server sends a pod that is being created. */
export function admissionReview(pod: JsonObject): JsonObject {
  const pods = { group: "", version: "v1", resource: "pods" };
  const kind = { group: "", version: "v1", kind: "Pod" };
  return {
    kind: "AdmissionReview",
    apiVersion: "admission.k8s.io/v1",
    request: {
      uid: "6a1f0c52-0f7e-4f43-9b0e-8d9f3f5c1c77",
      kind,
      resource: pods,
      requestKind: kind,
      requestResource: pods,
      namespace: "shop",
      operation: "CREATE",
      userInfo: {
        username: "system:serviceaccount:kube-system:replicaset-controller",
        groups: ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"],
      },
      object: pod,
      oldObject: null,
      dryRun: false,
      options: { kind: "CreateOptions", apiVersion: "meta.k8s.io/v1" },
    },
  };
}
