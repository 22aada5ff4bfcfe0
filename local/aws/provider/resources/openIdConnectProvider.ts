import { listOf, mapOf, optional, setOf, text } from "../../shape";
import { tagsToList } from "../../tags";
import { defineResource } from "../resourceType";
import { ec2TagsOf, tagChanges } from "./ec2Tags";

/** `aws.iam.OpenIdConnectProvider` */
export const openIdConnectProvider = defineResource({
  type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  inputs: {
    url: text,
    clientIdLists: setOf(text),
    thumbprintLists: optional(listOf(text)),
    tags: optional(mapOf(text)),
  },
  outputs: ["arn", "tagsAll", "thumbprintLists"],
  replaceOn: ["url", "clientIdLists"],

  async create({ aws, inputs, tags }, setId) {
    const answer = await aws.call("iam", "CreateOpenIDConnectProvider", {
      Url: inputs.url,
      ClientIDList: inputs.clientIdLists,
      ThumbprintList: inputs.thumbprintLists,
      Tags: Object.keys(tags).length > 0 ? tagsToList(tags) : undefined,
    });
    setId(answer.at("OpenIDConnectProviderArn").text);
  },

  async read({ aws, id }) {
    const parameters = { OpenIDConnectProviderArn: id };
    const it = await aws.find("iam", "GetOpenIDConnectProvider", parameters, "NoSuchEntity");
    if (it === undefined) return undefined;
    return {
      arn: id,
      url: `https://${it.at("Url").text}`,
      clientIdLists: it.at("ClientIDList").texts,
      thumbprintLists: it.at("ThumbprintList").texts,
      tags: ec2TagsOf(it),
    };
  },

  async update({ aws, id: OpenIDConnectProviderArn, inputs, tags }) {
    const it = await aws.call("iam", "GetOpenIDConnectProvider", { OpenIDConnectProviderArn });
    const ThumbprintList = inputs.thumbprintLists;
    if (ThumbprintList !== undefined)
      await aws.call("iam", "UpdateOpenIDConnectProviderThumbprint", { OpenIDConnectProviderArn, ThumbprintList });
    const { removed, set } = tagChanges(ec2TagsOf(it), tags);
    if (removed.length > 0)
      await aws.call("iam", "UntagOpenIDConnectProvider", { OpenIDConnectProviderArn, TagKeys: removed });
    if (Object.keys(set).length > 0)
      await aws.call("iam", "TagOpenIDConnectProvider", { OpenIDConnectProviderArn, Tags: tagsToList(set) });
  },

  async delete({ aws, id }) {
    await aws.find("iam", "DeleteOpenIDConnectProvider", { OpenIDConnectProviderArn: id }, "NoSuchEntity");
  },
});
