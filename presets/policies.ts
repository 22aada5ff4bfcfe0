import type { PolicyDocument, PolicyScope, PolicyStatement } from "./preset";

export function policyOf(...statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** Makes the log group and its streams, and writes to them. */
export function writeLogs(scope: PolicyScope, defaultGroup: string): readonly PolicyStatement[] {
  const { partition = "aws", region, account, logGroup = defaultGroup } = scope;
  const group = `arn:${partition}:logs:${region}:${account}:log-group:${logGroup}`;
  return [
    {
      Sid: "MakeLogGroup",
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
      Resource: [group, `${group}:*`],
    },
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [group, `${group}:*`],
    },
  ];
}

/** None of these actions knows resources. Source: Service Authorization Reference, "AWS X-Ray". */
export const WRITE_TRACES: PolicyStatement = {
  Sid: "WriteTraces",
  Effect: "Allow",
  Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  Resource: ["*"],
};

/** What X-Ray's own SDKs ask for through the daemon. */
export const READ_SAMPLING: PolicyStatement = {
  Sid: "ReadSampling",
  Effect: "Allow",
  Action: ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"],
  Resource: ["*"],
};

/** The action knows no resources, but a condition on the namespace of the metrics. */
export function writeMetrics(scope: PolicyScope, defaultNamespace: string): PolicyStatement {
  return {
    Sid: "WriteMetrics",
    Effect: "Allow",
    Action: ["cloudwatch:PutMetricData"],
    Resource: ["*"],
    Condition: { StringEquals: { "cloudwatch:namespace": scope.metricNamespace ?? defaultNamespace } },
  };
}
