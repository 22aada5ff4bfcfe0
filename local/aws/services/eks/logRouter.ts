import { arnOf, type AccountContext } from "../../accountContext";
import { mayDo, type Identities } from "../iam/identities";
import type { LogGroups } from "../logGroups";

/** What Fargate's log router does to the account when pods print something. Nothing here runs it by itself. */
export class LogRouter {
  constructor(
    private readonly account: AccountContext,
    private readonly identities: Identities,
    private readonly logGroups: LogGroups,
  ) {}

  /**
   * Writes lines of a pod to CloudWatch Logs, as the role that runs it, and tells whether they got there. A group that is
   * missing is made, without retention, where `output.conf` asks for it and the role may.
   * @param outputConf the `output.conf` of the ConfigMap `aws-logging`
   */
  write(podExecutionRoleArn: string, outputConf: string): boolean {
    const role = this.identities.roleWithArn(podExecutionRoleArn);
    const group = settingOf(outputConf, "log_group_name");
    if (role === undefined || group === undefined) return false;
    const arn = arnOf(this.account, "logs", `log-group:${group}`);
    if (!this.logGroups.byName.has(group)) {
      const asksForIt = /^(true|on)$/i.test(settingOf(outputConf, "auto_create_group") ?? "false");
      if (!asksForIt || !mayDo(role, "logs:CreateLogGroup", `${arn}:*`)) return false;
      this.logGroups.writeAsService(group);
    }
    return mayDo(role, "logs:PutLogEvents", `${arn}:log-stream:any`);
  }
}

/** A setting of a Fluent Bit section: its name, blanks, its value. */
function settingOf(conf: string, name: string): string | undefined {
  return new RegExp(`^\\s*${name}\\s+(\\S+)\\s*$`, "im").exec(conf)?.[1];
}
