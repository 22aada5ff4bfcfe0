import * as aws from "@pulumi/aws";
import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { argumentError } from "../argumentError";
import { inputChecker, optional, validatedInput } from "../validatedInput";
import * as checks from "../validation/argumentChecks";
import { awsTagsProblems } from "../validation/awsTags";
import {
  builderNameProblem,
  repositoryNameProblem,
  validateWebhookImageArgs,
} from "../validation/validateWebhookImageArgs";
import { contentTag, imageBuild } from "./imageBuild";
import { imageContext, imageFiles, missingFileProblems } from "./imageContext";
import { parseImageReference } from "./imageReference";
import { defaultRepositoryName } from "./repositoryName";
import type { WebhookImageArgs } from "./webhookImageArgs";

/**
 * The webhook's image: built from this package for linux/amd64 and pushed to an ECR repository of its own, or one that
 * exists. It is built again only where its content has changed, and then gets a tag of its own; previews do not build.
 *
 * The image is deleted with its repository and never by itself: until the last pod has another one, it is in use.
 */
export class WebhookImage extends pulumi.ComponentResource {
  /** The image by digest: what a pod takes. Where a reference was given, that one. */
  public readonly imageReference: pulumi.Output<string>;
  /** Digest of the image's manifest, such as `sha256:…`; empty where a reference without one was given. */
  public readonly digest: pulumi.Output<string>;
  /** Registry and repository, without tag. */
  public readonly repositoryUrl: pulumi.Output<string>;

  constructor(name: string, args: WebhookImageArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const problems = validateWebhookImageArgs(name, args);
    if (problems.length === 0 && args.reference === undefined) problems.push(...missingFileProblems());
    if (problems.length > 0) throw argumentError("WebhookImage", name, problems);
    super("fargate-sidecar-injector:index:WebhookImage", name, {}, opts);

    if (typeof args.baseImage === "string" && !args.baseImage.includes("@")) {
      const warning = `baseImage: "${args.baseImage}" has no digest. Should it move, ECR refuses the image of an \`up\` that is repeated`;
      void pulumi.log.warn(warning, this);
    }
    if (args.reference === undefined) {
      const repository = createRepository(name, args, this);
      const image = createImage(name, args, repository, this);
      this.imageReference = pulumi.interpolate`${repository.repositoryUrl}@${image.digest}`;
      this.digest = image.digest;
      this.repositoryUrl = repository.repositoryUrl;
    } else {
      this.imageReference = inputChecker(this)("reference", pulumi.output(args.reference), "", checks.imageProblem);
      const parts = this.imageReference.apply(parseImageReference);
      this.digest = parts.digest;
      this.repositoryUrl = parts.repository;
    }
    this.registerOutputs({
      imageReference: this.imageReference,
      digest: this.digest,
      repositoryUrl: this.repositoryUrl,
    });
  }
}

/** The rules of a lifecycle policy: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
const LIFECYCLE_POLICY = {
  rules: [
    {
      rulePriority: 1,
      // Every image that was deployed has its tag, for good. Only by hand can one lose it.
      description: "Remove what no tag names. Tagged images stay: any of them may be in use.",
      selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
      action: { type: "expire" },
    },
  ],
};

function createRepository(name: string, args: WebhookImageArgs, parent: WebhookImage): aws.ecr.Repository {
  const checked = inputChecker(parent);
  const repository = new aws.ecr.Repository(
    `${name}-repository`,
    {
      name: checked(
        "repositoryName",
        pulumi.output(args.repositoryName),
        defaultRepositoryName(name),
        repositoryNameProblem,
      ),
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      forceDelete: checked("forceDelete", pulumi.output(args.forceDelete), true, checks.booleanProblem),
      tags: validatedInput(parent, pulumi.output(args.tags), undefined, (tags) => awsTagsProblems("tags", tags)),
    },
    { parent },
  );
  new aws.ecr.LifecyclePolicy(
    `${name}-lifecycle-policy`,
    { repository: repository.name, policy: JSON.stringify(LIFECYCLE_POLICY) },
    { parent },
  );
  return repository;
}

function createImage(
  name: string,
  args: WebhookImageArgs,
  repository: aws.ecr.Repository,
  parent: WebhookImage,
): dockerBuild.Image {
  const checked = inputChecker(parent);
  const baseImage = checked<string | undefined>(
    "baseImage",
    pulumi.output(args.baseImage),
    undefined,
    optional(checks.imageProblem),
  );
  const build = baseImage.apply(imageBuild);
  const tag = build.apply((known) => contentTag(known, imageFiles()));
  const { directory, dockerfile } = imageContext();
  const token = aws.ecr.getAuthorizationTokenOutput({}, { parent });
  return new dockerBuild.Image(
    `${name}-build`,
    {
      context: { location: directory },
      dockerfile: { location: dockerfile },
      platforms: [dockerBuild.Platform.Linux_amd64],
      buildArgs: build.buildArgs,
      tags: [pulumi.interpolate`${repository.repositoryUrl}:${tag}`],
      // Stands for `push: true`, which takes no settings.
      exports: [{ raw: build.exporter }],
      push: false,
      // The Dockerfile is checked all the same, and a preview needs neither BuildKit nor the base image then.
      buildOnPreview: false,
      registries: [
        {
          address: repository.repositoryUrl,
          username: token.userName,
          password: pulumi.secret(token.password),
        },
      ],
      ...(args.builder === undefined
        ? {}
        : { builder: { name: checked("builder", pulumi.output(args.builder), "", builderNameProblem) } }),
    },
    // A replacement would push the image, which is there, and then delete it by its digest, which is the same.
    { parent, retainOnDelete: true },
  );
}
