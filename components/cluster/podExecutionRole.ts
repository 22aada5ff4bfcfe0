import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSurroundings } from "./awsSurroundings";

/** The role with which Fargate itself pulls images and writes the logs of its log router. Containers do not have it. */
export interface PodExecutionRole {
  role: aws.iam.Role;
  /** What the role must have before a pod can start, and must keep until the last one has ended. */
  policies: pulumi.Resource[];
}

export interface PodExecutionRoleOptions {
  clusterName: pulumi.Input<string>;
  account: AwsSurroundings;
  tags: pulumi.Output<Record<string, string>>;
}

/**
 * Makes the role for the profiles of one cluster. Only they may use it: without the condition on the source, any Fargate
 * profile of any account could (the confused deputy of the EKS User Guide, "Amazon EKS Pod execution IAM role"). It has
 * no path, because EKS does not accept one.
 */
export function createPodExecutionRole(
  name: string,
  { clusterName, account, tags }: PodExecutionRoleOptions,
  parent: pulumi.Resource,
): PodExecutionRole {
  const { partition, region, accountId } = account;
  const role = new aws.iam.Role(
    `${name}-pod-execution`,
    {
      description: pulumi.interpolate`Runs the pods of the Fargate profiles of EKS cluster ${clusterName}`,
      assumeRolePolicy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "eks-fargate-pods.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              ArnLike: {
                "aws:SourceArn": pulumi.interpolate`arn:${partition}:eks:${region}:${accountId}:fargateprofile/${clusterName}/*`,
              },
            },
          },
        ],
      }),
      tags,
    },
    { parent },
  );
  const policy = new aws.iam.RolePolicyAttachment(
    `${name}-pod-execution-policy`,
    {
      role: role.name,
      policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy`,
    },
    { parent },
  );
  return { role, policies: [policy] };
}
