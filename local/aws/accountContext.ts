import { randomBytes } from "node:crypto";

/** What all services of one account share. */
export interface AccountContext {
  readonly region: string;
  readonly accountId: string;
  /** Does what a service does in its own time, after it has answered. */
  later(action: () => void): void;
}

/** An id as EC2 makes them: "vpc-0a1b2c3d4e5f67890". */
export function newId(prefix: string): string {
  return `${prefix}-0${randomBytes(8).toString("hex")}`;
}

/** The ARN of something in the account's region, or of a global service, which has no region in its ARNs. */
export function arnOf(context: AccountContext, service: string, resource: string): string {
  const region = service === "iam" ? "" : context.region;
  return `arn:aws:${service}:${region}:${context.accountId}:${resource}`;
}
