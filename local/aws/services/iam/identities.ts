import { AwsError } from "../../awsError";
import type { Tags } from "../../tags";
import { matchesWildcard } from "../../../../injection/wildcard";
import { parsePermissionsPolicy, parseTrustPolicy, type PolicyStatement } from "./policyDocument";

export interface Role {
  name: string;
  id: string;
  arn: string;
  path: string;
  assumeRolePolicy: string;
  description: string;
  maxSessionDuration: number;
  permissionsBoundary: string | undefined;
  createdAt: string;
  /** ARNs. */
  attachedPolicies: Set<string>;
  /** Documents by name. */
  inlinePolicies: Map<string, string>;
  tags: Tags;
}

export interface OpenIdConnectProvider {
  arn: string;
  /** Without https://. */
  url: string;
  clientIds: string[];
  thumbprints: string[];
  tags: Tags;
}

/** Everything that IAM knows. */
export class Identities {
  /** By name. */
  readonly roles = new Map<string, Role>();
  /** By ARN. */
  readonly openIdConnectProviders = new Map<string, OpenIdConnectProvider>();
  /** ARNs of the roles that services have made for themselves. */
  readonly serviceLinkedRoles = new Set<string>();

  roleOf(name: string): Role {
    const role = this.roles.get(name);
    if (role === undefined) throw new AwsError("NoSuchEntity", `The role with name ${name} cannot be found.`);
    return role;
  }

  roleWithArn(arn: string): Role | undefined {
    return [...this.roles.values()].find((role) => role.arn === arn);
  }
}

/** The statements of a role's trust policy that let this service assume it. */
export function trustIn(role: Role, service: string): PolicyStatement[] {
  return parseTrustPolicy(role.assumeRolePolicy).filter(
    ({ effect, actions, principals }) =>
      effect === "Allow" &&
      actions.some((action) => matchesWildcard(action, "sts:AssumeRole")) &&
      principals.Service?.includes(service) === true,
  );
}

/** Whether an inline policy of the role allows the action on the resource. Attached policies are not looked into. */
export function mayDo(role: Role, action: string, resource: string): boolean {
  const statements = [...role.inlinePolicies.values()].flatMap(parsePermissionsPolicy);
  const concerned = statements.filter(
    ({ actions, resources }) =>
      actions.some((pattern) => matchesWildcard(pattern, action)) &&
      resources.some((pattern) => matchesWildcard(pattern, resource)),
  );
  return concerned.length > 0 && concerned.every(({ effect }) => effect === "Allow");
}
