import type * as pulumi from "@pulumi/pulumi";

/** Arguments of WebhookImage. */
export interface WebhookImageArgs {
  /**
   * An image that exists already, best by digest: nothing is built and no repository is made. Excludes the other
   * arguments; `tags` have nothing to go to then.
   */
  reference?: pulumi.Input<string | undefined>;

  /**
   * Name of the ECR repository.
   *
   * @default - the component's name, "-", the stack's name, in lower case
   */
  repositoryName?: pulumi.Input<string | undefined>;

  /**
   * Deletes the repository with its images. False makes `pulumi destroy` fail while there are any; images are never
   * deleted one by one.
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
   * Name of the Buildx builder, with any driver but `docker`, which docker-build does not support.
   *
   * @default - Docker's current one, or the first that works, or a new one in a container
   */
  builder?: pulumi.Input<string | undefined>;

  /**
   * Tags of every AWS resource.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}
