import { flag, jsonText, listOf, mapOf, objectOf, optional, text } from "../../shape";
import { tagsToList, type Tags } from "../../tags";
import { defineResource } from "../resourceType";
import type { AwsClient } from "../awsClient";
import { tagChanges } from "./ec2Tags";

/** `aws.ecr.Repository` */
export const repository = defineResource({
  type: "aws:ecr/repository:Repository",
  inputs: {
    name: optional(text),
    imageTagMutability: optional(text),
    imageScanningConfiguration: optional(objectOf({ scanOnPush: flag })),
    encryptionConfigurations: optional(listOf(objectOf({ encryptionType: optional(text), kmsKey: optional(text) }))),
    forceDelete: optional(flag),
    tags: optional(mapOf(text)),
  },
  outputs: ["arn", "registryId", "repositoryUrl", "tagsAll"],
  autoname: { input: "name", maxLength: 255 },
  replaceOn: ["name", "encryptionConfigurations"],

  async create({ aws, inputs, tags }, setId) {
    const name = inputs.name ?? "";
    const [encryption] = inputs.encryptionConfigurations ?? [];
    await aws.call("ecr", "CreateRepository", {
      repositoryName: name,
      imageTagMutability: inputs.imageTagMutability,
      imageScanningConfiguration: inputs.imageScanningConfiguration,
      encryptionConfiguration: encryption && {
        encryptionType: encryption.encryptionType ?? "AES256",
        kmsKey: encryption.kmsKey,
      },
      tags: Object.keys(tags).length > 0 ? tagsToList(tags) : undefined,
    });
    setId(name);
  },

  async read({ aws, id }) {
    const parameters = { repositoryNames: [id] };
    const found = await aws.find("ecr", "DescribeRepositories", parameters, "RepositoryNotFoundException");
    if (found === undefined) return undefined;
    const it = found.at("repositories").only;
    const arn = it.at("repositoryArn").text;
    const encryption = it.at("encryptionConfiguration");
    return {
      arn,
      name: id,
      registryId: it.at("registryId").text,
      repositoryUrl: it.at("repositoryUri").text,
      imageTagMutability: it.at("imageTagMutability").text,
      imageScanningConfiguration: { scanOnPush: it.at("imageScanningConfiguration").at("scanOnPush").flag },
      encryptionConfigurations: [
        { encryptionType: encryption.at("encryptionType").text, kmsKey: encryption.at("kmsKey").optionalText ?? "" },
      ],
      tags: await tagsOf(aws, arn),
    };
  },

  async update({ aws, id: repositoryName, inputs, old, tags }) {
    if (inputs.imageTagMutability !== old.imageTagMutability)
      await aws.call("ecr", "PutImageTagMutability", {
        repositoryName,
        imageTagMutability: inputs.imageTagMutability ?? "MUTABLE",
      });
    if (inputs.imageScanningConfiguration?.scanOnPush !== old.imageScanningConfiguration?.scanOnPush)
      await aws.call("ecr", "PutImageScanningConfiguration", {
        repositoryName,
        imageScanningConfiguration: inputs.imageScanningConfiguration ?? { scanOnPush: false },
      });
    const found = await aws.call("ecr", "DescribeRepositories", { repositoryNames: [repositoryName] });
    const resourceArn = found.at("repositories").only.at("repositoryArn").text;
    const { removed, set } = tagChanges(await tagsOf(aws, resourceArn), tags);
    if (removed.length > 0) await aws.call("ecr", "UntagResource", { resourceArn, tagKeys: removed });
    if (Object.keys(set).length > 0) await aws.call("ecr", "TagResource", { resourceArn, tags: tagsToList(set) });
  },

  async delete({ aws, id, inputs }) {
    const parameters = { repositoryName: id, force: inputs.forceDelete ?? false };
    await aws.find("ecr", "DeleteRepository", parameters, "RepositoryNotFoundException");
  },
});

/** `aws.ecr.LifecyclePolicy` */
export const lifecyclePolicy = defineResource({
  type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  inputs: { repository: text, policy: jsonText },
  outputs: ["registryId"],
  replaceOn: ["repository", "policy"],
  deleteBeforeReplace: true,

  async create({ aws, inputs }, setId) {
    await aws.call("ecr", "PutLifecyclePolicy", {
      repositoryName: inputs.repository,
      lifecyclePolicyText: inputs.policy,
    });
    setId(inputs.repository);
  },

  async read({ aws, id }) {
    const it = await aws.find("ecr", "GetLifecyclePolicy", { repositoryName: id }, ...GONE);
    if (it === undefined) return undefined;
    return {
      repository: id,
      registryId: it.at("registryId").text,
      policy: it.at("lifecyclePolicyText").text,
    };
  },

  async delete({ aws, id }) {
    await aws.find("ecr", "DeleteLifecyclePolicy", { repositoryName: id }, ...GONE);
  },
});

const GONE = ["LifecyclePolicyNotFoundException", "RepositoryNotFoundException"];

async function tagsOf(aws: AwsClient, resourceArn: string): Promise<Tags> {
  const tags = (await aws.call("ecr", "ListTagsForResource", { resourceArn })).at("tags").items;
  return Object.fromEntries(tags.map((tag) => [tag.at("Key").text, tag.at("Value").text]));
}
