import type { AccountContext } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { text } from "../../shape";
import type { Identities } from "./identities";
import { parsePermissionsPolicy } from "./policyDocument";

/** The policies of AWS that a cluster for Fargate has use for. */
const MANAGED_POLICIES = [
  "AmazonEKSClusterPolicy",
  "AmazonEKSVPCResourceController",
  "AmazonEKSFargatePodExecutionRolePolicy",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonS3ReadOnlyAccess",
  "CloudWatchAgentServerPolicy",
  "AWSXRayDaemonWriteAccess",
].map((name) => `arn:aws:iam::aws:policy/${name}`);

/** IAM's actions for what roles may do: policies of AWS that are attached, and policies inside a role. */
export function rolePolicyActions(context: AccountContext, identities: Identities): Record<string, ApiAction> {
  const mustExist = (arn: string): void => {
    if (MANAGED_POLICIES.includes(arn)) return;
    const whose = arn.startsWith("arn:aws:iam::aws:policy/")
      ? "this stand-in knows"
      : `account ${context.accountId} has`;
    throw new AwsError(
      "NoSuchEntity",
      `Policy ${arn} does not exist or is not attachable: ${whose} none of that name.`,
    );
  };
  return {
    AttachRolePolicy: apiAction({ RoleName: text, PolicyArn: text }, ({ RoleName, PolicyArn }) => {
      mustExist(PolicyArn);
      identities.roleOf(RoleName).attachedPolicies.add(PolicyArn);
      return {};
    }),
    DetachRolePolicy: apiAction({ RoleName: text, PolicyArn: text }, ({ RoleName, PolicyArn }) => {
      if (!identities.roleOf(RoleName).attachedPolicies.delete(PolicyArn))
        throw new AwsError("NoSuchEntity", `Policy ${PolicyArn} was not found.`);
      return {};
    }),
    ListAttachedRolePolicies: apiAction({ RoleName: text }, ({ RoleName }) => ({
      AttachedPolicies: [...identities.roleOf(RoleName).attachedPolicies].map((arn) => ({
        PolicyArn: arn,
        PolicyName: arn.split("/").at(-1),
      })),
      IsTruncated: false,
    })),
    PutRolePolicy: apiAction(
      { RoleName: text, PolicyName: text, PolicyDocument: text },
      ({ RoleName, PolicyName, PolicyDocument }) => {
        const role = identities.roleOf(RoleName);
        if (!/^[\w+=,.@-]{1,128}$/.test(PolicyName))
          throw new AwsError(
            "ValidationError",
            `The policy name ${PolicyName} has up to 128 characters of A-Z a-z 0-9 +=,.@_-`,
          );
        parsePermissionsPolicy(PolicyDocument);
        role.inlinePolicies.set(PolicyName, PolicyDocument);
        return {};
      },
    ),
    GetRolePolicy: apiAction({ RoleName: text, PolicyName: text }, ({ RoleName, PolicyName }) => {
      const document = identities.roleOf(RoleName).inlinePolicies.get(PolicyName);
      if (document === undefined)
        throw new AwsError("NoSuchEntity", `The role policy with name ${PolicyName} cannot be found.`);
      return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(document) };
    }),
    DeleteRolePolicy: apiAction({ RoleName: text, PolicyName: text }, ({ RoleName, PolicyName }) => {
      if (!identities.roleOf(RoleName).inlinePolicies.delete(PolicyName))
        throw new AwsError("NoSuchEntity", `The role policy with name ${PolicyName} cannot be found.`);
      return {};
    }),
    ListRolePolicies: apiAction({ RoleName: text }, ({ RoleName }) => ({
      PolicyNames: [...identities.roleOf(RoleName).inlinePolicies.keys()],
      IsTruncated: false,
    })),
  };
}
