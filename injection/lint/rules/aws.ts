import type { LintRule } from "../lintRule";
import { CONSIDERATIONS } from "./sources";

/** How a container on Fargate comes to its region and its credentials. */
export const AWS_RULES = {
  "aws-region": {
    level: "warn",
    neverRuns: false,
    title: "An agent of AWS without a region",
    explanation:
      "Agents such as Fluent Bit, the OpenTelemetry collector of AWS, the CloudWatch agent and the X-Ray daemon ask the " +
      "instance for its region where nothing names one, and on Fargate there is no instance to ask: calls fail, or go " +
      "astray. The webhook for IRSA sets `AWS_REGION`, but only for pods whose service account has a role.",
    fix: "Set the environment variable `AWS_REGION`, or the agent's own option.",
    example: `containers:
  - name: agent
    env:
      - {name: AWS_REGION, value: eu-west-1}`,
    source: { ...CONSIDERATIONS, sureness: "documented" },
  },
  imds: {
    level: "warn",
    neverRuns: false,
    title: "The metadata service of instances",
    explanation:
      "The metadata service of EC2 (169.254.169.254, fd00:ec2::254) does not answer pods on Fargate. Whoever asks it gets " +
      "neither region nor credentials, and often waits for a time-out first.",
    fix:
      "Name the region, take credentials from a role of the service account (IRSA), and switch what asks for instance " +
      "metadata off; `AWS_EC2_METADATA_DISABLED` does so for AWS's SDKs.",
    example: `containers:
  - name: agent
    env:
      - {name: AWS_EC2_METADATA_DISABLED, value: "true"}`,
    source: { ...CONSIDERATIONS, sureness: "documented" },
  },
  "pod-identity": {
    level: "warn",
    neverRuns: false,
    title: "EKS Pod Identity",
    explanation:
      "Pod Identity needs an agent on the node, which Fargate does not have: containers that look for their credentials at " +
      "169.254.170.23 get none. Where a service account has both an association and a role by IRSA, the variables of the " +
      "first keep IRSA from setting its own.",
    fix: "Give the service account a role by IRSA: the annotation `eks.amazonaws.com/role-arn`.",
    example: `# the service account of the pod
metadata:
  annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/shop"}`,
    source: {
      text: "EKS User Guide, EKS Pod Identity considerations",
      url: "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html",
      sureness: "documented",
    },
  },
} as const satisfies Readonly<Record<string, LintRule>>;
