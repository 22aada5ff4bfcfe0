import type { AwsObject } from "./apiAction";

/** Whether AWS keeps the object for itself after everything was deleted, as docs/aws.md tells. */
export function isKeptByAws({ kind }: AwsObject): boolean {
  return kind === "iam:service-linked-role" || kind === "kms:key (pending deletion)";
}
