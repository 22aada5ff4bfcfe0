import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ControlPlaneLogsOptions {
  clusterName: pulumi.Input<string>;
  retentionInDays: pulumi.Input<number>;
  tags: pulumi.Output<Record<string, string>>;
}

/**
 * The log group that the control plane writes to. EKS would make it by itself, without an end to its retention, and
 * leave it behind; so it is made before the cluster and deleted after it.
 */
export function createControlPlaneLogGroup(
  name: string,
  { clusterName, retentionInDays, tags }: ControlPlaneLogsOptions,
  parent: pulumi.Resource,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    `${name}-control-plane-logs`,
    { name: pulumi.interpolate`/aws/eks/${clusterName}/cluster`, retentionInDays, tags },
    { parent },
  );
}
