import type { LintFinding } from "./lintRule";

/**
 * Text that names an address which answers on EC2 and not on Fargate. A line that tells to keep away from it is none, nor
 * is a comment; of several lines the first is enough.
 */
export function addressFindings(text: string, path: string): readonly LintFinding[] {
  if (!MAY_NAME_ONE.test(text)) return [];
  const lines = text.split("\n").filter((line) => !namesExceptions(line) && !COMMENT.test(line));
  return ADDRESSES.flatMap(({ rule, pattern, what }) => {
    const address = lines.map((line) => pattern.exec(line)?.[0]).find((found) => found !== undefined);
    return address === undefined ? [] : [{ rule, path, message: `names ${address}, ${what}` }];
  });
}

/** `NO_PROXY`, `APPMESH_EGRESS_IGNORED_IP` and the like are for addresses to keep away from. */
export function namesExceptions(text: string): boolean {
  return /no[-_]?proxy|ignore|exclu|except|deny|denied|blacklist|block|bypass|skip|reject|\bdrop\b/i.test(text);
}

const COMMENT = /^\s*(#|\/\/)/;

const MAY_NAME_ONE = /169\.254\.1|fd00:ec2:/i;

/** Sources: EC2 User Guide, "Access instance metadata"; EKS User Guide, "EKS Pod Identity Agent". */
const ADDRESSES = [
  {
    rule: "imds",
    pattern: /(?<![\d.])169\.254\.169\.254(?!\d)|(?<![\da-f:])fd00:ec2::254(?![\da-f:])/i,
    what: "the metadata service of EC2, which Fargate does not have",
  },
  {
    rule: "pod-identity",
    pattern: /(?<![\d.])169\.254\.170\.23(?!\d)|(?<![\da-f:])fd00:ec2::23(?![\da-f:])/i,
    what: "the agent of EKS Pod Identity, which Fargate does not have: give the service account a role by IRSA",
  },
] as const;
