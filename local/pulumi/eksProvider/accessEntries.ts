import { AccessEntry } from "@pulumi/aws/eks/accessEntry";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation";
import type { ClusterArgs } from "@pulumi/eks/cluster";
import * as pulumi from "@pulumi/pulumi";

type AccessEntries = NonNullable<ClusterArgs["accessEntries"]>;

/** `NAME-ENTRY` for each access entry, and below it `NAME-ENTRY-POLICY` for each of its policies. */
export function createAccessEntries(
  name: string,
  clusterName: pulumi.Output<string>,
  accessEntries: AccessEntries,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const [entryName, { accessPolicies, username, ...rest }] of Object.entries(accessEntries)) {
    const entry = new AccessEntry(
      `${name}-${entryName}`,
      { ...rest, clusterName, userName: pulumi.output(username) },
      opts,
    );
    for (const [policyName, policy] of Object.entries(accessPolicies ?? {})) {
      const { accessScope, policyArn } = pulumi.output(policy);
      new AccessPolicyAssociation(
        `${name}-${entryName}-${policyName}`,
        { clusterName, principalArn: rest.principalArn, policyArn, accessScope },
        { ...opts, parent: entry, dependsOn: [entry] },
      );
    }
  }
}
