import type * as pulumi from "@pulumi/pulumi";

/** Arguments of WebhookImage. */
export interface WebhookImageArgs {
  /**
   * An image that exists already, best by digest: nothing is built and no repository is made. Excludes the other
   * arguments.
   */
  reference?: pulumi.Input<string | undefined>;

  /**
   * Name of the ECR repository.
   *
   * @default - the component's name, "-", the stack's name
   */
  repositoryName?: pulumi.Input<string | undefined>;

  /**
   * Deletes the repository with its images. False makes `pulumi destroy` fail while there are any.
   *
   * @default true
   */
  forceDelete?: pulumi.Input<boolean | undefined>;

  /**
   * Image with Node.js 22 or newer at /nodejs/bin/node. Pin it by digest, so that the same content gives the same image.
   *
   * @default - what webhook/Dockerfile says
   */
  baseImage?: pulumi.Input<string | undefined>;

  /**
   * Name of the Buildx builder.
   *
   * @default - Docker's current one
   */
  builder?: pulumi.Input<string | undefined>;

  /**
   * Tags of every AWS resource.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}
