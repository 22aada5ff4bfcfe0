import type { AwsObject } from "./apiAction";
import type { AwsAccount } from "./awsAccount";

/** What is there of stacks, as "eks:cluster dev": not what AWS keeps for itself after a destroy, as docs/aws.md tells. */
export function ofStacks(account: AwsAccount): string[] {
  return account
    .list()
    .filter((object) => !isKeptByAws(object))
    .map(({ kind, id }) => `${kind} ${id}`);
}

function isKeptByAws({ kind }: AwsObject): boolean {
  return kind === "iam:service-linked-role" || kind === "kms:key (pending deletion)";
}
