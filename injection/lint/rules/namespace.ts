import type { LintRule } from "../lintRule";
import { LIMIT_RANGES } from "./sources";

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
    level: "error",
    neverRuns: false,
    title: "Outside the LimitRange of the namespace",
    explanation:
      "The namespace has a LimitRange, and with a sidecar the pod is no longer within it: the container or the pod is below " +
      "a minimum, above a maximum, or has a limit too far from its request. The API server refuses the pod as a whole. A " +
      "sidecar that `sizing.fit` may lower below the minimum of the namespace is found too.",
    fix: "Give each sidecar requests and limits that the namespace allows.",
    example: `containers:
  - name: agent
    resources:
      requests: {cpu: 50m, memory: 64Mi}
      limits: {cpu: 50m, memory: 64Mi}`,
    source: { ...LIMIT_RANGES, sureness: "documented" },
  },
  "limit-range-defaults": {
    level: "warn",
    neverRuns: false,
    title: "Defaults of the namespace's LimitRange",
    explanation:
      "A LimitRange gives its defaults to every container that names none, to sidecars too: the pod's size may grow without " +
      "anybody having asked for it, and limits may differ from requests.",
    fix: "Give each sidecar requests and limits of its own.",
    example: `containers:
  - name: agent
    resources:
      requests: {cpu: 50m, memory: 64Mi}
      limits: {cpu: 50m, memory: 64Mi}`,
    source: { ...LIMIT_RANGES, sureness: "documented" },
  },
} as const satisfies Readonly<Record<string, LintRule>>;
