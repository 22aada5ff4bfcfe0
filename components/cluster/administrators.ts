import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface AdministratorsOptions {
  clusterName: pulumi.Input<string>;
  /** ARNs of IAM roles and users by the name that the stack calls them. */
  administrators: Readonly<Record<string, pulumi.Input<string>>>;
  partition: pulumi.Output<string>;
  tags: pulumi.Output<Record<string, string>>;
}

/**
 * Lets IAM principals administer the cluster. Made here and not by the cluster's component, whose access entries go as
 * soon as nothing refers to them: whoever destroys the stack by one of them must keep it until the last Kubernetes
 * object is gone.
 */
export function createAdministrators(
  name: string,
  { clusterName, administrators, partition, tags }: AdministratorsOptions,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  return Object.entries(administrators).flatMap(([administrator, principalArn]) => {
    const entry = new aws.eks.AccessEntry(
      `${name}-administrator-${administrator}`,
      { clusterName, principalArn, tags },
      { parent, deleteBeforeReplace: true },
    );
    const association = new aws.eks.AccessPolicyAssociation(
      `${name}-administrator-${administrator}-policy`,
      {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      },
      { parent, deleteBeforeReplace: true },
    );
    return [entry, association];
  });
}
