import { createHash } from "node:crypto";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";

export interface ServiceRoleOptions {
  /** The AWS service that may take on the role: "eks.amazonaws.com". */
  service: string;
  description: string;
  /** Names of policies of AWS itself. */
  managedPolicies: readonly string[];
  partition: pulumi.Input<string>;
  /** What the service may do to take on the role. */
  assumeRoleActions: readonly string[];
  tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** A role of an AWS service with managed policies: `NAME-role`, and for each policy an attachment with a hash in its name. */
export class ServiceRole extends pulumi.ComponentResource {
  /** The role, whether or not the policies are attached. */
  readonly directRole: Role;
  /** The role, once all policies are attached. */
  readonly resolvedRole: pulumi.Output<Role>;

  constructor(name: string, options: ServiceRoleOptions, opts: pulumi.ComponentResourceOptions) {
    super("eks:index:ServiceRole", name, { ...options }, opts);
    const { service, description, managedPolicies, partition, assumeRoleActions, tags } = options;
    const role = new Role(
      `${name}-role`,
      {
        description,
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Action: assumeRoleActions, Effect: "Allow", Principal: { Service: [service] } }],
        }),
        tags: pulumi.output(tags),
      },
      { parent: this },
    );
    const attachments = managedPolicies.map(
      (policy) =>
        new RolePolicyAttachment(
          `${name}-${shortHash(`arn:aws:iam::aws:policy/${policy}`)}`,
          { policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}`, role },
          { parent: this },
        ),
    );
    this.directRole = role;
    this.resolvedRole = pulumi.all([role.arn, ...attachments.map(({ id }) => id)]).apply(() => role);
    this.registerOutputs({ directRole: this.directRole, resolvedRole: this.resolvedRole });
  }
}

function shortHash(text: string): string {
  return createHash("sha1").update(text).digest("hex").slice(0, 8);
}
