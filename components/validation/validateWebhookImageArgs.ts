import { describeValue, type Problem } from "../../injection/problem";
import { defaultRepositoryName } from "../image/repositoryName";
import type { WebhookImageArgs } from "../image/webhookImageArgs";
import { booleanProblem, imageProblem, type ArgumentCheck } from "./argumentChecks";
import { awsTagsProblems } from "./awsTags";
import { inputProblems, objectProblems, problemAt, type FieldsOf } from "./objectShape";

/**
 * Everything that is wrong with the arguments of a WebhookImage, as far as their values are known, with the path of each
 * argument. Values that come from other resources are checked when they arrive.
 */
export function validateWebhookImageArgs(name: string, args: WebhookImageArgs): Problem[] {
  return objectProblems("", args, FIELDS, (object) => [
    ...(object.reference === undefined ? buildProblems(name, object) : referenceProblems(object)),
    ...awsTagsProblems("tags", object.tags),
  ]);
}

const FIELDS: FieldsOf<WebhookImageArgs> = {
  reference: true,
  repositoryName: true,
  forceDelete: true,
  baseImage: true,
  builder: true,
  tags: true,
};

/** Arguments that say how to build; `tags` may be everybody's. */
export const BUILD_FIELDS = ["repositoryName", "forceDelete", "baseImage", "builder"] as const;

function referenceProblems(args: WebhookImageArgs): Problem[] {
  const superfluous = BUILD_FIELDS.filter((field) => args[field] !== undefined);
  return [
    ...inputProblems("reference", args.reference, imageProblem),
    ...superfluous.map((path) => ({ path, message: "has no effect beside `reference`, with which nothing is built" })),
  ];
}

function buildProblems(name: string, args: WebhookImageArgs): Problem[] {
  return [
    ...repositoryNameProblems(name, args),
    ...inputProblems("forceDelete", args.forceDelete, booleanProblem),
    ...inputProblems("baseImage", args.baseImage, imageProblem),
    ...inputProblems("builder", args.builder, builderNameProblem),
  ];
}

function repositoryNameProblems(name: string, { repositoryName }: WebhookImageArgs): Problem[] {
  if (repositoryName !== undefined) return inputProblems("repositoryName", repositoryName, repositoryNameProblem);
  const message = repositoryNameProblem(defaultRepositoryName(name));
  const advice = "it was made from the names of component and stack, so give one of your own";
  return problemAt("repositoryName", message === undefined ? undefined : `${message}; ${advice}`);
}

/** Amazon ECR's rule, in its API model: RepositoryName of CreateRepository. */
const REPOSITORY_NAME = (() => {
  const part = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  return new RegExp(`^${part}(?:/${part})*$`);
})();

export const repositoryNameProblem: ArgumentCheck = (value) => {
  const fits = typeof value === "string" && value.length >= 2 && value.length <= 256 && REPOSITORY_NAME.test(value);
  return fits
    ? undefined
    : `${describeValue(value)} is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, ` +
        'with single ".", "_" and "/" or any "-" between them';
};

/** Buildx's rule for the names of builders: https://github.com/docker/buildx/blob/master/store/util.go */
export const builderNameProblem: ArgumentCheck = (value) =>
  typeof value === "string" && /^[a-zA-Z][a-zA-Z0-9.\-_]*$/.test(value)
    ? undefined
    : `${describeValue(value)} is not the name of a Buildx builder; \`docker buildx ls\` lists them`;
