import { arnOf, type AccountContext } from "./accountContext";

/** Who makes all calls: an IAM user, because an assumed role would have two ARNs. */
export function callerArn(context: AccountContext): string {
  return arnOf(context, "iam", "user/deployer");
}
