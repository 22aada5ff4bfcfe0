/** What a namespace demands of its pods, and therefore of their sidecars. It is only read: nothing is made of it. */
export interface NamespacePolicyArgs {
  /**
   * Level of the Pod Security Standards that the namespace enforces by its label `pod-security.kubernetes.io/enforce`:
   * `privileged`, `baseline` or `restricted`.
   *
   * @default "privileged"
   */
  podSecurity?: string | undefined;

  /**
   * What stands below `spec.limits` of the namespace's LimitRange.
   *
   * @default - no LimitRange
   */
  limitRange?: LimitRangeItemArgs[] | undefined;

  /**
   * Names of the Fargate profiles that take pods of the namespace: sidecars of others never meet it.
   *
   * @default - for a whole cluster those with a selector for the namespace, else any
   */
  profiles?: string[] | undefined;
}

/** One entry of a LimitRange, in Kubernetes' own words; amounts are Kubernetes quantities by resource. */
export interface LimitRangeItemArgs {
  /**
   * What the entry is for: `Container`, `Pod` or `PersistentVolumeClaim`.
   */
  type: string;

  /**
   * Limits of a container that names none.
   */
  default?: Record<string, string> | undefined;

  /**
   * Requests of a container that names neither a request nor a limit.
   */
  defaultRequest?: Record<string, string> | undefined;

  /**
   * The least that may be requested.
   */
  min?: Record<string, string> | undefined;

  /**
   * The most that may be the limit.
   */
  max?: Record<string, string> | undefined;

  /**
   * How many times the request the limit may be.
   */
  maxLimitRequestRatio?: Record<string, string> | undefined;
}
