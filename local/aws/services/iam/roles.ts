import { randomBytes } from "node:crypto";
import { arnOf, type AccountContext } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { listOf, optional, text, wholeNumber } from "../../shape";
import { checkTags, tagList, tagsFromList, tagsToList, tagsWithout } from "../../tags";
import type { Identities, Role } from "./identities";
import { parseTrustPolicy } from "./policyDocument";

/** IAM's actions for roles themselves. */
export function roleActions(context: AccountContext, identities: Identities): Record<string, ApiAction> {
  return {
    CreateRole: apiAction(
      {
        RoleName: text,
        AssumeRolePolicyDocument: text,
        Path: optional(text),
        Description: optional(text),
        MaxSessionDuration: optional(wholeNumber),
        PermissionsBoundary: optional(text),
        Tags: optional(tagList),
      },
      (parameters) => {
        const { RoleName: name, AssumeRolePolicyDocument: assumeRolePolicy, Path: path = "/" } = parameters;
        if (!/^[\w+=,.@-]{1,64}$/.test(name))
          throw new AwsError("ValidationError", `The role name ${name} has up to 64 characters of A-Z a-z 0-9 +=,.@_-`);
        if (!/^(\/|\/[!-~]+\/)$/.test(path))
          throw new AwsError("ValidationError", `The path ${path} must begin and end with /.`);
        if (identities.roles.has(name))
          throw new AwsError("EntityAlreadyExists", `Role with name ${name} already exists.`);
        parseTrustPolicy(assumeRolePolicy);
        const tags = checkedTags(tagsFromList(parameters.Tags));
        const role: Role = {
          name,
          id: `AROA${randomBytes(8).toString("hex").toUpperCase()}`,
          arn: arnOf(context, "iam", `role${path}${name}`),
          path,
          assumeRolePolicy,
          description: parameters.Description ?? "",
          maxSessionDuration: parameters.MaxSessionDuration ?? 3600,
          permissionsBoundary: parameters.PermissionsBoundary,
          createdAt: new Date().toISOString(),
          attachedPolicies: new Set(),
          inlinePolicies: new Map(),
          tags,
        };
        identities.roles.set(name, role);
        return { Role: describe(role) };
      },
    ),
    GetRole: apiAction({ RoleName: text }, ({ RoleName }) => ({ Role: describe(identities.roleOf(RoleName)) })),
    UpdateAssumeRolePolicy: apiAction({ RoleName: text, PolicyDocument: text }, ({ RoleName, PolicyDocument }) => {
      const role = identities.roleOf(RoleName);
      parseTrustPolicy(PolicyDocument);
      role.assumeRolePolicy = PolicyDocument;
      return {};
    }),
    UpdateRole: apiAction(
      { RoleName: text, Description: optional(text), MaxSessionDuration: optional(wholeNumber) },
      ({ RoleName, Description, MaxSessionDuration }) => {
        const role = identities.roleOf(RoleName);
        role.description = Description ?? role.description;
        role.maxSessionDuration = MaxSessionDuration ?? role.maxSessionDuration;
        return {};
      },
    ),
    DeleteRole: apiAction({ RoleName: text }, ({ RoleName }) => {
      const role = identities.roleOf(RoleName);
      if (role.attachedPolicies.size > 0)
        throw new AwsError("DeleteConflict", "Cannot delete entity, must detach all policies first.");
      if (role.inlinePolicies.size > 0)
        throw new AwsError("DeleteConflict", "Cannot delete entity, must delete policies first.");
      identities.roles.delete(RoleName);
      return {};
    }),
    TagRole: apiAction({ RoleName: text, Tags: tagList }, ({ RoleName, Tags }) => {
      const role = identities.roleOf(RoleName);
      role.tags = checkedTags({ ...role.tags, ...tagsFromList(Tags) });
      return {};
    }),
    UntagRole: apiAction({ RoleName: text, TagKeys: listOf(text) }, ({ RoleName, TagKeys }) => {
      const role = identities.roleOf(RoleName);
      role.tags = tagsWithout(role.tags, TagKeys);
      return {};
    }),
    ListInstanceProfilesForRole: apiAction({ RoleName: text }, ({ RoleName }) => {
      identities.roleOf(RoleName);
      return { InstanceProfiles: [], IsTruncated: false };
    }),
  };
}

/** Checks tags by IAM's rules, and gives them back. */
export function checkedTags<Tags extends Readonly<Record<string, string>>>(tags: Tags): Tags {
  checkTags(tags, { invalid: "ValidationError", tooMany: "LimitExceeded" });
  return tags;
}

function describe(role: Role): object {
  return {
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    Path: role.path,
    // IAM encodes documents in its answers.
    AssumeRolePolicyDocument: encodeURIComponent(role.assumeRolePolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    PermissionsBoundary:
      role.permissionsBoundary === undefined
        ? undefined
        : { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: role.permissionsBoundary },
    CreateDate: role.createdAt,
    Tags: tagsToList(role.tags),
  };
}
