import { arnOf, type AccountContext } from "../accountContext";
import { apiAction, type AwsService } from "../apiAction";
import { AwsError } from "../awsError";
import { flag, isObject, listOf, objectOf, oneOf, optional, text } from "../shape";
import { checkTags, tagList, tagsFromList, tagsToList, tagsWithout, type Tags } from "../tags";
import type { Images } from "./images";

interface Repository {
  name: string;
  arn: string;
  imageTagMutability: string;
  scanOnPush: boolean;
  encryption: { encryptionType: string; kmsKey?: string | undefined };
  lifecyclePolicy: string | undefined;
  createdAt: string;
  tags: Tags;
}

const NAME = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

/** ECR: repositories with their lifecycle policies. Images are those of a registry. */
export function ecrService(context: AccountContext, images: Images): AwsService {
  const repositories = new Map<string, Repository>();
  const repositoryOf = (name: string): Repository => {
    const repository = repositories.get(name);
    if (repository === undefined)
      throw new AwsError(
        "RepositoryNotFoundException",
        `The repository with name '${name}' does not exist in the registry with id '${context.accountId}'`,
      );
    return repository;
  };
  const repositoryWithArn = (arn: string): Repository => repositoryOf(arn.split(":repository/").at(-1) ?? "");
  const describe = (repository: Repository): object => ({
    registryId: context.accountId,
    repositoryName: repository.name,
    repositoryArn: repository.arn,
    repositoryUri: `${images.registry}/${repository.name}`,
    createdAt: repository.createdAt,
    imageTagMutability: repository.imageTagMutability,
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.encryption,
  });
  const checked = (tags: Tags): Tags => {
    checkTags(tags, { invalid: "InvalidTagParameterException", tooMany: "TooManyTagsException" });
    return tags;
  };

  return {
    actions: {
      CreateRepository: apiAction(
        {
          repositoryName: text,
          imageTagMutability: optional(oneOf("MUTABLE", "IMMUTABLE")),
          imageScanningConfiguration: optional(objectOf({ scanOnPush: optional(flag) })),
          encryptionConfiguration: optional(
            objectOf({ encryptionType: oneOf("AES256", "KMS", "KMS_DSSE"), kmsKey: optional(text) }),
          ),
          tags: optional(tagList),
        },
        ({ repositoryName: name, imageTagMutability, imageScanningConfiguration, encryptionConfiguration, tags }) => {
          if (name.length < 2 || name.length > 256 || !NAME.test(name))
            throw new AwsError(
              "InvalidParameterException",
              `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${NAME.source}''`,
            );
          if (repositories.has(name))
            throw new AwsError(
              "RepositoryAlreadyExistsException",
              `The repository with name '${name}' already exists in the registry with id '${context.accountId}'`,
            );
          const repository: Repository = {
            name,
            arn: arnOf(context, "ecr", `repository/${name}`),
            imageTagMutability: imageTagMutability ?? "MUTABLE",
            scanOnPush: imageScanningConfiguration?.scanOnPush ?? false,
            encryption: encryptionConfiguration ?? { encryptionType: "AES256" },
            lifecyclePolicy: undefined,
            createdAt: new Date().toISOString(),
            tags: checked(tagsFromList(tags)),
          };
          repositories.set(name, repository);
          return { repository: describe(repository) };
        },
      ),
      DescribeRepositories: apiAction({ repositoryNames: listOf(text) }, ({ repositoryNames }) => ({
        repositories: repositoryNames.map((name) => describe(repositoryOf(name))),
      })),
      PutImageTagMutability: apiAction(
        { repositoryName: text, imageTagMutability: oneOf("MUTABLE", "IMMUTABLE") },
        ({ repositoryName, imageTagMutability }) => {
          repositoryOf(repositoryName).imageTagMutability = imageTagMutability;
          return { repositoryName, imageTagMutability };
        },
      ),
      PutImageScanningConfiguration: apiAction(
        { repositoryName: text, imageScanningConfiguration: objectOf({ scanOnPush: optional(flag) }) },
        ({ repositoryName, imageScanningConfiguration }) => {
          repositoryOf(repositoryName).scanOnPush = imageScanningConfiguration.scanOnPush ?? false;
          return { repositoryName, imageScanningConfiguration };
        },
      ),
      DeleteRepository: apiAction(
        { repositoryName: text, force: optional(flag) },
        async ({ repositoryName, force = false }) => {
          const repository = repositoryOf(repositoryName);
          if (!force && (await images.tagsOf(repositoryName)).length > 0)
            throw new AwsError(
              "RepositoryNotEmptyException",
              `The repository with name '${repositoryName}' in registry with id '${context.accountId}' cannot be deleted because it still contains images`,
            );
          await images.deleteAll(repositoryName);
          repositories.delete(repositoryName);
          return { repository: describe(repository) };
        },
      ),
      DescribeImages: apiAction({ repositoryName: text }, async ({ repositoryName }) => {
        repositoryOf(repositoryName);
        const tags = await images.tagsOf(repositoryName);
        return { imageDetails: tags.map((tag) => ({ repositoryName, imageTags: [tag] })) };
      }),
      PutLifecyclePolicy: apiAction(
        { repositoryName: text, lifecyclePolicyText: text },
        ({ repositoryName, lifecyclePolicyText }) => {
          const repository = repositoryOf(repositoryName);
          checkLifecyclePolicy(lifecyclePolicyText);
          repository.lifecyclePolicy = lifecyclePolicyText;
          return { registryId: context.accountId, repositoryName, lifecyclePolicyText };
        },
      ),
      GetLifecyclePolicy: apiAction({ repositoryName: text }, ({ repositoryName }) => {
        const { lifecyclePolicy } = repositoryOf(repositoryName);
        if (lifecyclePolicy === undefined) throw noLifecyclePolicy(repositoryName);
        return { registryId: context.accountId, repositoryName, lifecyclePolicyText: lifecyclePolicy };
      }),
      DeleteLifecyclePolicy: apiAction({ repositoryName: text }, ({ repositoryName }) => {
        const repository = repositoryOf(repositoryName);
        if (repository.lifecyclePolicy === undefined) throw noLifecyclePolicy(repositoryName);
        repository.lifecyclePolicy = undefined;
        return { registryId: context.accountId, repositoryName };
      }),
      GetAuthorizationToken: apiAction({}, () => ({
        authorizationData: [
          {
            authorizationToken: Buffer.from("AWS:stand-in").toString("base64"),
            expiresAt: new Date(Date.now() + 12 * 3_600_000).toISOString(),
            proxyEndpoint: `https://${images.registry}`,
          },
        ],
      })),
      ListTagsForResource: apiAction({ resourceArn: text }, ({ resourceArn }) => ({
        tags: tagsToList(repositoryWithArn(resourceArn).tags),
      })),
      TagResource: apiAction({ resourceArn: text, tags: tagList }, ({ resourceArn, tags }) => {
        const repository = repositoryWithArn(resourceArn);
        repository.tags = checked({ ...repository.tags, ...tagsFromList(tags) });
        return {};
      }),
      UntagResource: apiAction({ resourceArn: text, tagKeys: listOf(text) }, ({ resourceArn, tagKeys }) => {
        const repository = repositoryWithArn(resourceArn);
        repository.tags = tagsWithout(repository.tags, tagKeys);
        return {};
      }),
    },
    objects: () => [...repositories.values()].map(({ name, tags }) => ({ kind: "ecr:repository", id: name, tags })),
  };
}

function noLifecyclePolicy(repositoryName: string): AwsError {
  return new AwsError(
    "LifecyclePolicyNotFoundException",
    `Lifecycle policy does not exist for the repository with name '${repositoryName}'`,
  );
}

/** @throws AwsError unless it has rules of different priorities that say what to expire */
function checkLifecyclePolicy(policyText: string): void {
  const invalid = (why: string): AwsError =>
    new AwsError(
      "InvalidParameterException",
      `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${why}'`,
    );
  if (policyText.length < 100 || policyText.length > 30_720) throw invalid("it has 100 to 30720 characters");
  let policy: unknown;
  try {
    policy = JSON.parse(policyText);
  } catch {
    throw invalid("string is not valid JSON");
  }
  const rules: readonly unknown[] = isObject(policy) && Array.isArray(policy.rules) ? policy.rules : [];
  if (rules.length === 0) throw invalid("there are no rules");
  const priorities = rules.map((rule) => {
    if (!isObject(rule) || !isObject(rule.selection) || !isObject(rule.action))
      throw invalid("a rule has rulePriority, selection and action");
    const { tagStatus, tagPrefixList, tagPatternList, countType, countNumber } = rule.selection;
    if (rule.action.type !== "expire") throw invalid("the action's type is expire");
    if (tagStatus !== "tagged" && tagStatus !== "untagged" && tagStatus !== "any")
      throw invalid("tagStatus is tagged, untagged or any");
    if (tagStatus === "tagged" && tagPrefixList === undefined && tagPatternList === undefined)
      throw invalid("tagged needs tagPatternList or tagPrefixList");
    if (countType !== "imageCountMoreThan" && countType !== "sinceImagePushed")
      throw invalid("countType is imageCountMoreThan or sinceImagePushed");
    if (!Number.isInteger(countNumber)) throw invalid("countNumber is a whole number");
    return rule.rulePriority;
  });
  if (new Set(priorities).size < priorities.length) throw invalid("rulePriority is unique");
}
