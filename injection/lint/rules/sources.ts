import type { RuleSource } from "../lintRule";

/** Documents that several rules come from. */
export const CONSIDERATIONS: Omit<RuleSource, "sureness"> = {
  text: "EKS User Guide, AWS Fargate considerations",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/fargate.html",
};

export const POD_CONFIGURATION: Omit<RuleSource, "sureness"> = {
  text: "EKS User Guide, Fargate Pod configuration details",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html",
};

export const LIMIT_RANGES: Omit<RuleSource, "sureness"> = {
  text: "Kubernetes, Limit Ranges",
  url: "https://kubernetes.io/docs/concepts/policy/limit-range/",
};
