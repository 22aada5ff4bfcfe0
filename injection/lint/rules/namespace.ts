import type { LintRule } from "../lintRule";

/** What only the namespace of a pod tells: found at preview and by the command line, where it is known. */
export const NAMESPACE_RULES = {
  "pod-security": {
    level: "error",
    neverRuns: false,
    title: "Pod Security of the namespace",
    explanation:
      "The namespace enforces a level of the Pod Security Standards, and a sidecar breaks it: the API server sees the pod " +
      "after the injection, and refuses it as a whole.",
    fix: "Give the sidecar the securityContext that the level wants.",
    example: `containers:
  - name: agent
    securityContext:
      runAsNonRoot: true
      runAsUser: 1000
      allowPrivilegeEscalation: false
      capabilities: {drop: [ALL]}
      seccompProfile: {type: RuntimeDefault}`,
    source: {
      text: "Kubernetes, Pod Security Standards",
      url: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
      sureness: "documented",
    },
  },
  "limit-range": {
    level: "warn",
    neverRuns: false,
    title: "The LimitRange of the namespace",
    explanation:
      "A LimitRange gives its defaults to every container that names none, to sidecars too: the pod's size may grow, and " +
      "limits may differ from requests. What is below its minimum or above its maximum the API server refuses, and the pod " +
      "with it.",
    fix: "Give each sidecar requests and limits of its own, within those of the namespace.",
    example: `containers:
  - name: agent
    resources:
      requests: {cpu: 50m, memory: 64Mi}
      limits: {cpu: 50m, memory: 64Mi}`,
    source: {
      text: "Kubernetes, Limit Ranges",
      url: "https://kubernetes.io/docs/concepts/policy/limit-range/",
      sureness: "documented",
    },
  },
} as const satisfies Readonly<Record<string, LintRule>>;
