import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { argumentError } from "../argumentError";
import { validateWorkloadRoleArgs } from "../validation/validateWorkloadRoleArgs";
import type { WorkloadRoleArgs } from "./workloadRoleArgs";

/**
 * AWS permissions for the pods of one service account, by its token ("IAM roles for service accounts"): the way that
 * works on Fargate, where there is neither an instance profile nor EKS Pod Identity. Every container of such a pod has
 * them, injected sidecars too.
 *
 * A workload that takes `serviceAccountName` or `roleArn` from here waits until the role has all its policies, and is
 * gone before it loses them.
 */
export class WorkloadRole extends pulumi.ComponentResource {
  /** ARN of the role, once it has all its policies. */
  public readonly roleArn: pulumi.Output<string>;
  /** Name of the role. */
  public readonly roleName: pulumi.Output<string>;
  /** Name of the service account, once it stands for the role. */
  public readonly serviceAccountName: pulumi.Output<string>;

  constructor(name: string, args: WorkloadRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    const problems = validateWorkloadRoleArgs(name, args);
    if (problems.length > 0) throw argumentError("WorkloadRole", name, problems);
    super("fargate-sidecar-injector:index:WorkloadRole", name, {}, opts);

    const role = new aws.iam.Role(
      `${name}-role`,
      {
        description: pulumi.interpolate`Pods of service account ${args.serviceAccountName} in namespace ${args.namespace}`,
        assumeRolePolicy: pulumi.jsonStringify(trustInServiceAccount(args)),
        permissionsBoundary: args.permissionsBoundary,
        tags: args.tags,
      },
      { parent: this },
    );
    const policies = createPolicies(name, args, role, this);
    const attached = pulumi.all(policies.map((policy) => policy.id));
    const roleArn = pulumi.all([role.arn, attached]).apply(([arn]) => arn);

    this.roleArn = roleArn;
    this.roleName = role.name;
    this.serviceAccountName =
      args.createServiceAccount === false
        ? pulumi.all([args.serviceAccountName, roleArn]).apply(([serviceAccountName]) => serviceAccountName)
        : createServiceAccount(name, args, roleArn, this).metadata.name;
    this.registerOutputs({
      roleArn: this.roleArn,
      roleName: this.roleName,
      serviceAccountName: this.serviceAccountName,
    });
  }
}

/** Source of the conditions: EKS User Guide, "Assign IAM roles to Kubernetes service accounts". */
function trustInServiceAccount(args: WorkloadRoleArgs): pulumi.Output<object> {
  return pulumi
    .all([args.oidcProviderArn, args.oidcIssuer, args.namespace, args.serviceAccountName])
    .apply(([oidcProviderArn, oidcIssuer, namespace, serviceAccountName]) => {
      const issuer = oidcIssuer.replace(/^https:\/\//, "");
      return {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: oidcProviderArn },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: {
                [`${issuer}:aud`]: "sts.amazonaws.com",
                [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccountName}`,
              },
            },
          },
        ],
      };
    });
}

function createPolicies(
  name: string,
  { policyArns = [], policy }: WorkloadRoleArgs,
  role: aws.iam.Role,
  parent: pulumi.Resource,
): pulumi.CustomResource[] {
  const attached = policyArns.map(
    (policyArn, index) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-${typeof policyArn === "string" ? policyLabel(policyArn) : `policy-${index}`}`,
        { role: role.name, policyArn },
        { parent },
      ),
  );
  if (policy === undefined) return attached;
  const own = new aws.iam.RolePolicy(
    `${name}-own-policy`,
    { role: role.name, policy: policy as pulumi.Input<string> },
    { parent },
  );
  return [...attached, own];
}

/**
 * Names an attachment by its policy, not by its place in the list: were the first of two policies taken out, the second
 * would move to its place, be attached there once more, and then be detached from its old one.
 */
function policyLabel(policyArn: string): string {
  return policyArn.replace(/^arn:[^:]*:iam::/, "").replace(":policy/", "-");
}

function createServiceAccount(
  name: string,
  { namespace, serviceAccountName }: WorkloadRoleArgs,
  roleArn: pulumi.Output<string>,
  parent: pulumi.Resource,
): k8s.core.v1.ServiceAccount {
  return new k8s.core.v1.ServiceAccount(
    `${name}-service-account`,
    {
      metadata: {
        name: serviceAccountName,
        namespace,
        annotations: { "eks.amazonaws.com/role-arn": roleArn },
      },
    },
    { parent },
  );
}
