/** What an AWS service answers in place of a result. */
export class AwsError extends Error {
  override readonly name = "AwsError";

  constructor(
    /** "ResourceInUseException" */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Whether it is an answer of AWS with one of these codes. */
export function isAwsError(error: unknown, ...codes: readonly string[]): error is AwsError {
  return error instanceof AwsError && codes.includes(error.code);
}
