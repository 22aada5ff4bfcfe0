import type { AccountContext } from "../../accountContext";
import type { AwsService } from "../../apiAction";
import type { Identities } from "./identities";
import { openIdConnectProviderActions } from "./openIdConnectProviders";
import { rolePolicyActions } from "./rolePolicies";
import { roleActions } from "./roles";

/** IAM: roles with their policies, and OpenID Connect providers. */
export function iamService(context: AccountContext, identities: Identities): AwsService {
  return {
    actions: {
      ...roleActions(context, identities),
      ...rolePolicyActions(context, identities),
      ...openIdConnectProviderActions(context, identities),
    },
    objects: () => [
      ...[...identities.roles.values()].map(({ name, tags }) => ({ kind: "iam:role", id: name, tags })),
      ...[...identities.openIdConnectProviders.values()].map(({ arn, tags }) => ({
        kind: "iam:oidc-provider",
        id: arn,
        tags,
      })),
      ...[...identities.serviceLinkedRoles].map((arn) => ({ kind: "iam:service-linked-role", id: arn, tags: {} })),
    ],
  };
}
