import { arnOf, type AccountContext } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { listOf, optional, text } from "../../shape";
import { tagList, tagsFromList, tagsToList, tagsWithout } from "../../tags";
import type { Identities, OpenIdConnectProvider } from "./identities";
import { checkedTags } from "./roles";

/** IAM's actions for OpenID Connect providers, which let the service accounts of a cluster assume roles. */
export function openIdConnectProviderActions(
  context: AccountContext,
  identities: Identities,
): Record<string, ApiAction> {
  const providerOf = (arn: string): OpenIdConnectProvider => {
    const provider = identities.openIdConnectProviders.get(arn);
    if (provider === undefined) throw new AwsError("NoSuchEntity", `OpenIDConnect Provider not found for arn ${arn}`);
    return provider;
  };
  return {
    CreateOpenIDConnectProvider: apiAction(
      {
        Url: text,
        ClientIDList: optional(listOf(text)),
        ThumbprintList: optional(listOf(text)),
        Tags: optional(tagList),
      },
      ({ Url, ClientIDList = [], ThumbprintList = [], Tags }) => {
        if (!/^https:\/\/[^\s?#]+$/.test(Url))
          throw new AwsError("ValidationError", `Invalid Open ID Connect Provider URL: ${Url}`);
        checkThumbprints(ThumbprintList);
        const url = Url.slice("https://".length);
        const arn = arnOf(context, "iam", `oidc-provider/${url}`);
        if (identities.openIdConnectProviders.has(arn))
          throw new AwsError("EntityAlreadyExists", `Provider with url ${Url} already exists.`);
        const tags = checkedTags(tagsFromList(Tags));
        identities.openIdConnectProviders.set(arn, {
          arn,
          url,
          clientIds: [...ClientIDList],
          thumbprints: [...ThumbprintList],
          tags,
        });
        return { OpenIDConnectProviderArn: arn };
      },
    ),
    GetOpenIDConnectProvider: apiAction({ OpenIDConnectProviderArn: text }, ({ OpenIDConnectProviderArn }) => {
      const { url, clientIds, thumbprints, tags } = providerOf(OpenIDConnectProviderArn);
      return { Url: url, ClientIDList: clientIds, ThumbprintList: thumbprints, Tags: tagsToList(tags) };
    }),
    UpdateOpenIDConnectProviderThumbprint: apiAction(
      { OpenIDConnectProviderArn: text, ThumbprintList: listOf(text) },
      ({ OpenIDConnectProviderArn, ThumbprintList }) => {
        checkThumbprints(ThumbprintList);
        providerOf(OpenIDConnectProviderArn).thumbprints = [...ThumbprintList];
        return {};
      },
    ),
    TagOpenIDConnectProvider: apiAction(
      { OpenIDConnectProviderArn: text, Tags: tagList },
      ({ OpenIDConnectProviderArn, Tags }) => {
        const provider = providerOf(OpenIDConnectProviderArn);
        provider.tags = checkedTags({ ...provider.tags, ...tagsFromList(Tags) });
        return {};
      },
    ),
    UntagOpenIDConnectProvider: apiAction(
      { OpenIDConnectProviderArn: text, TagKeys: listOf(text) },
      ({ OpenIDConnectProviderArn, TagKeys }) => {
        const provider = providerOf(OpenIDConnectProviderArn);
        provider.tags = tagsWithout(provider.tags, TagKeys);
        return {};
      },
    ),
    DeleteOpenIDConnectProvider: apiAction({ OpenIDConnectProviderArn: text }, ({ OpenIDConnectProviderArn }) => {
      providerOf(OpenIDConnectProviderArn);
      identities.openIdConnectProviders.delete(OpenIDConnectProviderArn);
      return {};
    }),
  };
}

function checkThumbprints(thumbprints: readonly string[]): void {
  const bad = thumbprints.find((thumbprint) => !/^[0-9a-fA-F]{40}$/.test(thumbprint));
  if (bad !== undefined) throw new AwsError("ValidationError", `A thumbprint has 40 hexadecimal digits: ${bad}`);
}
