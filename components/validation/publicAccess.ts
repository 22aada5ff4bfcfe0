import type { Problem } from "../../injection/problem";
import { addressRangeProblem, contains, parseAddressRange, type AddressRange } from "../cluster/addressRanges";
import type { FargateClusterArgs } from "../cluster/fargateClusterArgs";
import { booleanProblem, type ArgumentCheck } from "./argumentChecks";
import { eachValue, listProblems } from "./inputCollections";
import { inputProblems, isPlain } from "./objectShape";

const PATH = "publicAccessCidrs";
const EXAMPLE = "81.2.69.142/32";

/** Source: quotas of EKS, "Public endpoint access CIDR ranges per cluster", which cannot be raised. */
const MOST_CIDRS = 40;

/** From here nobody comes over the internet, and EKS refuses such ranges. Source: RFC 6890 and its successors. */
const NOT_PUBLIC: readonly AddressRange[] = [
  ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"],
  ["203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
]
  .flat()
  .map(parseAddressRange)
  .filter((range) => range !== undefined);

/** What is wrong with the way in from outside the VPC: that it is open or closed by omission, or leads nowhere. */
export function publicAccessProblems({ endpointPublicAccess, publicAccessCidrs }: FargateClusterArgs): Problem[] {
  const problems = inputProblems("endpointPublicAccess", endpointPublicAccess, booleanProblem);
  if (endpointPublicAccess === false) {
    if (publicAccessCidrs === undefined) return problems;
    const message = "cannot be given while endpointPublicAccess is false: there is no public endpoint to limit";
    return [...problems, { path: PATH, message }];
  }
  if (publicAccessCidrs !== undefined) return [...problems, ...publicAccessCidrsProblems(publicAccessCidrs)];
  const message =
    `is required: the address ranges from which the API server may be reached, such as ["${EXAMPLE}"]; ` +
    "or set endpointPublicAccess to false";
  return [...problems, { path: PATH, message }];
}

/** What is wrong with the ranges themselves, as far as they are known. */
export function publicAccessCidrsProblems(cidrs: unknown): Problem[] {
  const count = Array.isArray(cidrs) ? cidrs.length : 1;
  if (count === 0) {
    return [{ path: PATH, message: `is empty, which EKS takes for everybody; give ranges such as ["${EXAMPLE}"]` }];
  }
  if (count > MOST_CIDRS) return [{ path: PATH, message: `${count} ranges; EKS takes up to ${MOST_CIDRS}` }];
  return listProblems(PATH, cidrs, eachValue(publicAccessCidrProblem));
}

/** What is worth knowing about ranges in which nothing is wrong. */
export function publicAccessCidrsWarnings(cidrs: unknown): string[] {
  if (!isPlain(cidrs) || !Array.isArray(cidrs) || !cidrs.includes("0.0.0.0/0")) return [];
  return [`${PATH}: "0.0.0.0/0" lets everybody on the internet try to log in; better give the ranges that you use`];
}

const publicAccessCidrProblem: ArgumentCheck = (value) => {
  if (typeof value === "string" && parseAddressRange(`${value}/32`) !== undefined) {
    return `"${value}" is an address, not a range; give "${value}/32"`;
  }
  const problem = addressRangeProblem(value, [0, 32], EXAMPLE);
  const range = typeof value === "string" ? parseAddressRange(value) : undefined;
  if (problem !== undefined || range === undefined) return problem;
  if (!NOT_PUBLIC.some((space) => contains(space, range))) return undefined;
  return `"${String(value)}" is not public, and EKS refuses it; give the address that the internet sees, as "${EXAMPLE}"`;
};
