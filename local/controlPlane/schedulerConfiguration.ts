import { FARGATE_SCHEDULER } from "../../injection/names";

/** Node label and taint with which EKS marks the nodes that Fargate makes. */
export const COMPUTE_TYPE_LABEL = "eks.amazonaws.com/compute-type";
export const FARGATE_COMPUTE_TYPE = "fargate";

/**
 * The kube-scheduler's configuration in which one process stands in for two schedulers of EKS: Kubernetes' own, which
 * never uses Fargate nodes, and Fargate's, which uses nothing else. Fargate nodes are tainted; EKS's scheduler places
 * its pods there without a toleration, hence no TaintToleration in its profile: pods look the same here as there.
 */
export function schedulerConfiguration(kubeconfigFile: string): string {
  const configuration = {
    apiVersion: "kubescheduler.config.k8s.io/v1",
    kind: "KubeSchedulerConfiguration",
    clientConnection: { kubeconfig: kubeconfigFile, qps: 500, burst: 1000 },
    leaderElection: { leaderElect: false },
    profiles: [
      { schedulerName: "default-scheduler", pluginConfig: [computeTypeAffinity("NotIn")] },
      {
        schedulerName: FARGATE_SCHEDULER,
        plugins: { multiPoint: { disabled: [{ name: "TaintToleration" }] } },
        pluginConfig: [computeTypeAffinity("In")],
      },
    ],
  };
  return JSON.stringify(configuration, null, 2);
}

function computeTypeAffinity(operator: "In" | "NotIn") {
  const expression = { key: COMPUTE_TYPE_LABEL, operator, values: [FARGATE_COMPUTE_TYPE] };
  return {
    name: "NodeAffinity",
    args: {
      addedAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] },
      },
    },
  };
}
