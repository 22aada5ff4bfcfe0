import type { AccountContext } from "../accountContext";
import { apiAction, type AwsService } from "../apiAction";
import { callerArn } from "../callerIdentity";

/** STS: who is calling. */
export function stsService(context: AccountContext): AwsService {
  return {
    actions: {
      GetCallerIdentity: apiAction({}, () => ({
        UserId: "AIDASTANDIN",
        Account: context.accountId,
        Arn: callerArn(context),
      })),
    },
    objects: () => [],
  };
}
