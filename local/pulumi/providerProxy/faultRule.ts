import type { ProviderOperation } from "./providerOperation";

/** Which operations are to fail, and how. What is left out matches everything. */
export interface FaultRule {
  operation: "create" | "update" | "delete";
  /** The resource's type: "aws:eks/cluster:Cluster". */
  type?: string;
  /** The resource's name in the program, or its URN. */
  name?: string;
  /**
   * "before": the provider is not asked. "after": the provider does it, but its answer is lost, so that the resource has
   * changed and Pulumi's state has not.
   */
  when: "before" | "after";
}

/** Whether the rule is about the operation. */
export function matchesFault(rule: FaultRule, operation: ProviderOperation): boolean {
  return (
    rule.operation === operation.operation &&
    (rule.type === undefined || rule.type === operation.type) &&
    (rule.name === undefined || rule.name === operation.name || rule.name === operation.urn)
  );
}
