import type { LintRule } from "../lintRule";
import { CONSIDERATIONS } from "./sources";

/** What the machines of Fargate do not have. */
export const MACHINE_RULES = {
  "unsupported-volume": {
    level: "error",
    neverRuns: true,
    title: "Volumes that Fargate does not mount",
    explanation:
      "Fargate mounts volumes of the kinds `configMap`, `downwardAPI`, `emptyDir`, `nfs`, `persistentVolumeClaim`, " +
      "`projected` and `secret`. With any other, such as `hostPath`, `awsElasticBlockStore`, `ephemeral` or an inline `csi` " +
      "(Secrets Store, cert-manager), the pod stays Pending: `NAME is of an unsupported volume Type`. So it does with a " +
      "`volumeDevices`. A claim must be bound to a volume of the driver `efs.csi.aws.com`; whether it is, no template tells.",
    fix:
      "For what the containers of a pod share take an `emptyDir`; for secrets a Secret that an operator keeps up to date; for " +
      "what has to last a claim on EFS that was provisioned statically. Logs of the node (`/var/log`) do not exist: " +
      "what an app prints is taken by Fargate's own log router.",
    example: `volumes:
  - {name: shared, emptyDir: {sizeLimit: 1Gi}}`,
    source: {
      text:
        "EKS User Guide, AWS Fargate considerations; field reports for hostPath (kube-s3#14) and csi " +
        "(containers-roadmap#1764, cert-manager/csi-driver#267); the check of pods in EKS's own kubelet for Fargate " +
        "(published source)",
      url: "https://github.com/aws/containers-roadmap/issues/1764",
      sureness: "reported",
    },
  },
  "unsupported-resource": {
    level: "error",
    neverRuns: true,
    title: "GPUs and other devices",
    explanation:
      "A machine of Fargate has CPU, memory and disk. There is no GPU, no Inferentia or Trainium, no huge page and no other " +
      "device (`nvidia.com/gpu`, `aws.amazon.com/neuron`, `hugepages-2Mi`), and no dynamic resource allocation " +
      "(`resources.claims`). No report tells what becomes of a pod that asks for one; it gets none in any case.",
    fix: "Leave the resource out, or run the pod on a node that has it.",
    example: `containers:
  - name: agent
    resources:
      requests: {cpu: 100m, memory: 128Mi}
      limits: {cpu: 100m, memory: 128Mi}`,
    source: { ...CONSIDERATIONS, sureness: "documented" },
  },
  "unsupported-platform": {
    level: "error",
    neverRuns: true,
    isOfPodsOnly: true,
    title: "Another architecture or operating system",
    explanation:
      "Pods on Fargate run on Linux and amd64. One that asks for another platform by `os`, by its `nodeSelector` or by a " +
      "node affinity that it requires stays Pending (`MatchNodeSelector failed: …`). This is said of pods only.",
    fix: "Leave the selector out, and take images for amd64.",
    example: `# in the pod
nodeSelector: {kubernetes.io/arch: amd64}`,
    source: {
      text:
        "EKS User Guide, AWS Fargate considerations (Windows); containers-roadmap#1629 (Arm, open); the event as in " +
        "aws-ebs-csi-driver#496",
      url: "https://github.com/aws/containers-roadmap/issues/1629",
      sureness: "reported",
    },
  },
  "node-selector": {
    level: "error",
    neverRuns: true,
    isOfPodsOnly: true,
    title: "Labels that no node of Fargate has",
    explanation:
      "A pod that chooses its node by a label which the nodes of Fargate do not have stays Pending: `MatchNodeSelector " +
      "failed: Fargate profile … cannot satisfy pod's node selector/affinity requirements`. They have the labels for " +
      "architecture, operating system, host name, region and zone, and `eks.amazonaws.com/compute-type: fargate`; nobody can " +
      "give them others. This is said of pods only, and only of what they require, not of what they prefer.",
    fix: "Leave the selector out, or keep the pod out of the Fargate profile's selectors.",
    example: `# in the pod
nodeSelector: {topology.kubernetes.io/zone: eu-west-1a}`,
    source: {
      text: "Field reports with the event (aws-ebs-csi-driver#496) and with the labels of a node (amazon-cloudwatch-agent#580)",
      url: "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/pull/496",
      sureness: "reported",
    },
  },
  "image-architecture": {
    level: "warn",
    neverRuns: false,
    title: "An image that seems to be for another architecture",
    explanation:
      "The image's name or tag says `arm64`, `aarch64`, `windows` or the like. Containers on Fargate run on Linux and amd64: " +
      "one of another architecture ends at once with `exec format error`. A name is no proof, so this is a warning.",
    fix: "Take the image for amd64, or the one for several architectures under the same tag.",
    example: `containers:
  - {name: agent, image: "registry.example.com/agent:1.2-amd64"}`,
    source: {
      text: "containers-roadmap#1629 (Arm, open)",
      url: "https://github.com/aws/containers-roadmap/issues/1629",
      sureness: "reported",
    },
  },
} as const satisfies Readonly<Record<string, LintRule>>;
