import type { LintRule } from "../lintRule";
import { POD_CONFIGURATION } from "./sources";

/** What becomes of requests and limits on Fargate. */
export const RESOURCE_RULES = {
  "too-large": {
    level: "error",
    neverRuns: true,
    title: "More than the largest size",
    explanation:
      "The largest pod of Fargate has 16 vCPU and 120 GB, of which 256 MiB are its own, and 175 GiB of disk. One that asks " +
      "for more stays Pending (`POD_CPU_MEM_EXCEEDS_MAX_FARGATE_SIZE`). Of a template it is said where its containers ask " +
      "for that much alone.",
    fix: "Ask for less. Only `requests` count.",
    example: `containers:
  - name: agent
    resources:
      requests: {cpu: 100m, memory: 128Mi, ephemeral-storage: 1Gi}
      limits: {cpu: 100m, memory: 128Mi, ephemeral-storage: 1Gi}`,
    source: { ...POD_CONFIGURATION, sureness: "documented" },
  },
  "limit-above-size": {
    level: "error",
    neverRuns: true,
    title: "A CPU limit above the pod's size",
    explanation:
      "A container whose CPU limit is more than the vCPU of the pod's size does not start: `StartError: … failed to write … " +
      "cpu.cfs_quota_us: invalid argument`. The limits in the reports, such as 300m and 1 on 0.25 vCPU, are all of this kind. " +
      "Of a template it is said, pod by pod, where its own containers have such a limit.",
    fix: "Give each container a limit that is its request, or no limit at all: the pod has its machine for itself.",
    example: `containers:
  - name: agent
    resources:
      requests: {cpu: 100m, memory: 128Mi}
      limits: {memory: 128Mi}`,
    source: {
      text: "Field reports of 2022: containers-roadmap#1864, #1890, flux2#3138, amazon-cloudwatch-agent#580",
      url: "https://github.com/aws/containers-roadmap/issues/1864",
      sureness: "reported",
    },
  },
  "limit-above-requests": {
    level: "warn",
    neverRuns: false,
    isOfPodsOnly: true,
    title: "A CPU limit above what the pod asks for",
    explanation:
      "AWS once wrote that launches might break where the limit of a container is more than all requests of the pod " +
      "together. In the reports such a limit broke a pod only where it was more than the pod's size as well " +
      "(`limit-above-size`). This is said of a pod's own containers.",
    fix: "Give each container a limit that is its request, or no limit at all.",
    example: `containers:
  - name: app
    resources:
      requests: {cpu: 100m, memory: 128Mi}
      limits: {cpu: 100m, memory: 128Mi}`,
    source: {
      text: "AWS's release notes of Kubernetes 1.23 on EKS, quoted in amazon-eks-user-guide#677",
      url: "https://github.com/awsdocs/amazon-eks-user-guide/issues/677",
      sureness: "reported",
    },
  },
  "requests-differ-from-limits": {
    level: "warn",
    neverRuns: false,
    title: "Requests that are not the limits",
    explanation:
      "AWS asks that requests and limits are the same in each container, because pods on Fargate run with guaranteed " +
      "priority. The size follows the requests alone: a limit above the request promises what nobody has paid for, and " +
      "takes it from the app.",
    fix: "Make both the same, or leave the limit out.",
    example: `containers:
  - name: agent
    resources:
      requests: {cpu: 50m, memory: 64Mi}
      limits: {cpu: 50m, memory: 64Mi}`,
    source: { ...POD_CONFIGURATION, sureness: "documented" },
  },
  "app-container-without-requests": {
    level: "warn",
    neverRuns: false,
    isOfPodsOnly: true,
    title: "An app container without requests",
    explanation:
      "With `sizing.fit` the sidecars get what the app's requests leave of the pod's size. A container without requests " +
      "counts for nothing then, and has to live on what nobody has asked for: memory may run out.",
    fix: "Give the app's containers requests for what they need.",
    example: `# in the pod
containers:
  - name: app
    resources:
      requests: {cpu: 200m, memory: 200Mi}`,
    source: { ...POD_CONFIGURATION, sureness: "documented" },
  },
  "pod-level-resources": {
    level: "warn",
    neverRuns: false,
    isOfPodsOnly: true,
    title: "Resources of the pod as a whole",
    explanation:
      "Kubernetes lets a pod ask for CPU and memory as a whole (`spec.resources`, KEP-2837). Whether Fargate chooses its " +
      "size by that is not documented: it may go by the containers alone, and give another size than is shown here. This is " +
      "said of pods only.",
    fix: "Give the containers requests that sum up to the same.",
    example: `# in the pod
containers:
  - name: app
    resources:
      requests: {cpu: 200m, memory: 200Mi}`,
    source: {
      text: "KEP-2837; nothing in the EKS User Guide",
      url: "https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/2837-pod-level-resource-spec",
      sureness: "unverified",
    },
  },
} as const satisfies Readonly<Record<string, LintRule>>;
