import type { LintRule } from "../lintRule";

/** What works, but not as well as it should. */
export const PRACTICE_RULES = {
  "grace-period": {
    level: "warn",
    neverRuns: false,
    title: "A sidecar that has to flush, without a grace period",
    explanation:
      "A sidecar that ships logs, metrics or traces, or has a `preStop` hook, stops after the app and sends what is left " +
      "then. The template does not say how long that takes, so the pod's own `terminationGracePeriodSeconds` holds, and of " +
      "those 30 seconds the app may have used all. On Fargate every patch of the system ends pods.",
    fix: "Give `spec.terminationGracePeriodSeconds`: a minimum, which a pod that has more keeps.",
    example: "terminationGracePeriodSeconds: 45",
    source: {
      text: "Kubernetes, Pod Lifecycle: Termination of Pods",
      url: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
      sureness: "documented",
    },
  },
  "image-tag": {
    level: "warn",
    neverRuns: false,
    title: "An image without a version",
    explanation:
      "An image without a tag, or with `latest`, is another one tomorrow. A sidecar goes into every pod of a profile, each " +
      "of which pulls it anew, as Fargate keeps no images: a bad release reaches them all, one after another.",
    fix: "Name a version, or better a digest.",
    example: `containers:
  - {name: agent, image: "registry.example.com/agent:1.2.3"}`,
    source: {
      text: "Kubernetes, Configuration Best Practices; EKS User Guide, AWS Fargate considerations",
      url: "https://kubernetes.io/docs/concepts/containers/images/",
      sureness: "documented",
    },
  },
} as const satisfies Readonly<Record<string, LintRule>>;
