import { describeValue, type Problem } from "../../injection/problem";
import type { SecretsEncryptionArgs } from "../cluster/fargateClusterArgs";
import type { ArgumentCheck } from "./argumentChecks";
import { keyArnProblem } from "./awsIdentifiers";
import { inputProblems, optionalObjectProblems, type FieldsOf } from "./objectShape";

export const ENCRYPTION_FIELDS: FieldsOf<SecretsEncryptionArgs> = { keyArn: true, deletionWindowInDays: true };

/** What is wrong with the key that encrypts Secrets, or with the one that is to be made. */
export function secretsEncryptionProblems(path: string, encryption: SecretsEncryptionArgs | undefined): Problem[] {
  return optionalObjectProblems(path, encryption, ENCRYPTION_FIELDS, ({ keyArn, deletionWindowInDays }) => [
    ...inputProblems("keyArn", keyArn, keyArnProblem),
    ...(keyArn === undefined || deletionWindowInDays === undefined
      ? inputProblems("deletionWindowInDays", deletionWindowInDays, deletionWindowProblem)
      : [{ path: "deletionWindowInDays", message: "cannot be given together with keyArn: your key is never deleted" }]),
  ]);
}

/** Source: KMS API, ScheduleKeyDeletion. */
const deletionWindowProblem: ArgumentCheck = (value) =>
  typeof value === "number" && Number.isInteger(value) && value >= 7 && value <= 30
    ? undefined
    : `${describeValue(value)} is not a number of days that KMS waits; give a whole number from 7 to 30`;
