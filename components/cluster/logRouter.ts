import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { lateArgumentError } from "../argumentError";
import { problemAt } from "../validation/objectShape";
import type { AwsSurroundings } from "./awsSurroundings";
import type { FargateLoggingArgs } from "./fargateClusterArgs";
import {
  LOG_ROUTER_CONFIG_MAP,
  LOG_ROUTER_NAMESPACE,
  LOG_ROUTER_NAMESPACE_LABELS,
  logRouterConfiguration,
  logRouterSizeProblem,
  type LogRouterOptions,
} from "./logRouterConfiguration";

export interface LogRouterSurroundings {
  clusterName: pulumi.Input<string>;
  podExecutionRole: aws.iam.Role;
  /** Reaches the API server, before there is a Fargate profile. */
  provider: k8s.Provider;
  account: AwsSurroundings;
  retentionInDays: pulumi.Input<number>;
  tags: pulumi.Output<Record<string, string>>;
}

/**
 * Configures the log router of Fargate. Gives what the profiles have to wait for: pods that start earlier are not logged,
 * and the log group must outlive the last pod that writes to it.
 */
export function createLogRouter(
  name: string,
  logging: FargateLoggingArgs,
  { clusterName, podExecutionRole, provider, account, retentionInDays, tags }: LogRouterSurroundings,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-pod-logs`,
    { name: pulumi.interpolate`/aws/eks/${clusterName}/fargate-pods`, retentionInDays, tags },
    { parent },
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-pod-logs-policy`,
    { role: podExecutionRole.name, policy: pulumi.jsonStringify(writeLogsPolicy(logGroup.arn)) },
    { parent },
  );
  const inCluster: pulumi.CustomResourceOptions = { parent, provider };
  const namespace = new k8s.core.v1.Namespace(
    `${name}-log-router-namespace`,
    { metadata: { name: LOG_ROUTER_NAMESPACE, labels: LOG_ROUTER_NAMESPACE_LABELS } },
    inCluster,
  );
  const data = pulumi
    .all([account.region, logGroup.name, logging.filters, logging.parsers])
    .apply(([region, logGroupName, filters, parsers]) =>
      checkedConfiguration({ region, logGroupName, filters, parsers }, parent),
    );
  const configMap = new k8s.core.v1.ConfigMap(
    `${name}-log-router`,
    { metadata: { name: LOG_ROUTER_CONFIG_MAP, namespace: namespace.metadata.name }, data },
    inCluster,
  );
  return [logGroup, policy, configMap];
}

/** No logs:CreateLogGroup, so that the router cannot bring the group back after it was deleted. */
function writeLogsPolicy(logGroupArn: pulumi.Input<string>): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${logGroupArn}:*`,
      },
    ],
  };
}

function checkedConfiguration(options: LogRouterOptions, component: pulumi.Resource): Record<string, string> {
  const data = logRouterConfiguration(options);
  const problems = problemAt("logging", logRouterSizeProblem(data));
  if (problems.length > 0) throw lateArgumentError(component, problems);
  return data;
}
