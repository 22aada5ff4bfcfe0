/**
 * A pod as there are many of in the cluster, for a preview to tell what the sidecars do to its size and price. It has one
 * container. All of it is known from the start, because a preview has to know it.
 */
export interface TypicalPodArgs {
  /**
   * Fargate profile that it runs on.
   *
   * @default - every profile that the preview looks at
   */
  profile?: string | undefined;

  /**
   * Namespace that it is in.
   *
   * @default "default"
   */
  namespace?: string | undefined;

  /**
   * Labels, by which templates select pods.
   */
  labels?: Record<string, string> | undefined;

  /**
   * Annotations, such as those that ask for a template or give values to its parameters.
   */
  annotations?: Record<string, string> | undefined;

  /**
   * CPU that it requests, as a Kubernetes quantity, such as `500m`.
   *
   * @default - no request
   */
  cpu?: string | undefined;

  /**
   * Memory that it requests, as a Kubernetes quantity, such as `1Gi`.
   *
   * @default - no request
   */
  memory?: string | undefined;

  /**
   * Disk that it requests, as a Kubernetes quantity, such as `30Gi`; Fargate gives 20 GiB to every pod for nothing.
   *
   * @default - no request
   */
  ephemeralStorage?: string | undefined;

  /**
   * Whether it ends by itself, as the pods of Jobs do.
   *
   * @default false
   */
  ends?: boolean | undefined;
}
