import type { LimitRangeItem } from "../lint/limitRange";
import type { PodSecurityLevel } from "../lint/podSecurity";

/** What a namespace demands of its pods. */
export interface NamespacePolicy {
  /** The Pod Security Standard that it enforces. Default: `privileged`, which is none. */
  readonly podSecurity?: PodSecurityLevel | undefined;
  /** `spec.limits` of its LimitRange. Default: it has none. */
  readonly limitRange?: readonly LimitRangeItem[] | undefined;
  /** Names of the Fargate profiles that take pods of it. Default: any may. */
  readonly profiles?: readonly string[] | undefined;
}

/** By the name of the namespace. */
export type NamespacePolicies = ReadonlyMap<string, NamespacePolicy>;
