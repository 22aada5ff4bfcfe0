import type * as pulumi from "@pulumi/pulumi";

/** Arguments of WorkloadRole. */
export interface WorkloadRoleArgs {
  /**
   * ARN of the cluster's OIDC provider: `oidcProviderArn` of FargateCluster.
   */
  oidcProviderArn: pulumi.Input<string>;

  /**
   * Issuer of the cluster's service account tokens, with or without `https://`: `oidcIssuer` of FargateCluster.
   */
  oidcIssuer: pulumi.Input<string>;

  /**
   * Namespace of the pods. It has to exist where the service account is made here.
   */
  namespace: pulumi.Input<string>;

  /**
   * Service account of the pods, which no other one can stand in for.
   */
  serviceAccountName: pulumi.Input<string>;

  /**
   * Makes the service account, with the role in its annotation. False leaves it to you; it then needs the annotation
   * `eks.amazonaws.com/role-arn` with `roleArn`.
   *
   * @default true
   */
  createServiceAccount?: boolean | undefined;

  /**
   * ARNs of managed policies that say what the pods may do.
   *
   * @default - none
   */
  policyArns?: pulumi.Input<string>[] | undefined;

  /**
   * A policy of its own, as JSON text.
   *
   * @default - none
   */
  policy?: pulumi.Input<string | undefined>;

  /**
   * ARN of a policy that the role's permissions never exceed.
   *
   * @default - no boundary
   */
  permissionsBoundary?: pulumi.Input<string | undefined>;

  /**
   * Tags of the role.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}
