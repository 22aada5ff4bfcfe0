import type { Sizing } from "../configuration/sizing";
import type { MinimumRequest } from "../fargate/fitSidecars";
import type { LimitRangeItem } from "./limitRange";
import { formatAmount, readAmounts } from "./limitRangeAmounts";
import type { LintFinding } from "./lintRule";

/**
 * Minimums below what a LimitRange wants of each container. A sidecar that is fitted into its pod may be lowered that
 * far, and the API server then refuses the pod, which it would have taken with the template's own figures. Paths begin at
 * the template: `sizing.minimum.log-router.cpu`.
 */
export function fitLimitRangeFindings(
  { fit, minimum }: Sizing,
  limits: readonly LimitRangeItem[],
): readonly LintFinding[] {
  if (!fit) return [];
  const wanted = limits.filter(({ type }) => type === "Container").map(({ min }) => readAmounts(min));
  return [...minimum].flatMap(([name, request]) =>
    amountsIn(request).flatMap(([resource, amount]) => {
      const least = wanted.map((amounts) => amounts.get(resource) ?? 0n).reduce(larger, 0n);
      if (amount >= least) return [];
      const [given, bound] = [amount, least].map((thousandths) => formatAmount(resource, thousandths));
      const message =
        `is ${given}, and the LimitRange wants ${bound} at least for each container: ` +
        "the API server refuses a pod whose sidecar is lowered that far";
      return [{ rule: "limit-range", path: `sizing.minimum.${name}.${resource}`, message }];
    }),
  );
}

/** In thousandths, by resource. */
function amountsIn({ milliCpu, memoryBytes }: MinimumRequest): readonly (readonly [string, bigint])[] {
  return [
    ...(milliCpu === undefined ? [] : [["cpu", BigInt(milliCpu)] as const]),
    ...(memoryBytes === undefined ? [] : [["memory", BigInt(memoryBytes) * 1000n] as const]),
  ];
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
