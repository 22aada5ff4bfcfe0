import { arnOf, type AccountContext } from "../accountContext";
import { apiAction, type AwsService } from "../apiAction";
import { AwsError } from "../awsError";
import { listOf, oneOf, optional, text, wholeNumber } from "../shape";
import { checkTags, tagMap, tagsWithout, type Tags } from "../tags";
import type { LogGroup, LogGroups } from "./logGroups";

/** The only numbers of days that CloudWatch Logs takes. Source: API reference of PutRetentionPolicy. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** CloudWatch Logs: log groups. */
export function logsService(context: AccountContext, groups: LogGroups): AwsService {
  const groupOf = (name: string): LogGroup => {
    const group = groups.byName.get(name);
    if (group === undefined) throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
    return group;
  };
  const groupArn = (name: string): string => arnOf(context, "logs", `log-group:${name}`);
  const groupWithArn = (arn: string): LogGroup => groupOf(arn.split(":").slice(6).join(":").replace(/:\*$/, ""));
  const describe = ({ name, retentionInDays, kmsKeyId }: LogGroup): object => ({
    logGroupName: name,
    retentionInDays,
    kmsKeyId,
    arn: `${groupArn(name)}:*`,
    logGroupArn: groupArn(name),
    logGroupClass: "STANDARD",
  });
  const checked = (tags: Tags): Tags => {
    checkTags(tags, { invalid: "InvalidParameterException", tooMany: "TooManyTagsException" });
    return tags;
  };

  return {
    actions: {
      CreateLogGroup: apiAction(
        {
          logGroupName: text,
          kmsKeyId: optional(text),
          logGroupClass: optional(oneOf("STANDARD")),
          tags: optional(tagMap),
        },
        ({ logGroupName: name, kmsKeyId, tags = {} }) => {
          if (!/^[-._/#A-Za-z0-9]{1,512}$/.test(name))
            throw new AwsError(
              "InvalidParameterException",
              `1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
            );
          if (groups.byName.has(name))
            throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
          groups.byName.set(name, { name, retentionInDays: undefined, kmsKeyId, tags: checked(tags) });
          return {};
        },
      ),
      DescribeLogGroups: apiAction({ logGroupNamePrefix: text }, ({ logGroupNamePrefix }) => ({
        logGroups: [...groups.byName.values()].filter(({ name }) => name.startsWith(logGroupNamePrefix)).map(describe),
      })),
      PutRetentionPolicy: apiAction(
        { logGroupName: text, retentionInDays: wholeNumber },
        ({ logGroupName, retentionInDays }) => {
          if (!RETENTION_DAYS.includes(retentionInDays))
            throw new AwsError(
              "InvalidParameterException",
              `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTION_DAYS.join(", ")}]`,
            );
          groupOf(logGroupName).retentionInDays = retentionInDays;
          return {};
        },
      ),
      DeleteRetentionPolicy: apiAction({ logGroupName: text }, ({ logGroupName }) => {
        groupOf(logGroupName).retentionInDays = undefined;
        return {};
      }),
      DeleteLogGroup: apiAction({ logGroupName: text }, ({ logGroupName }) => {
        groupOf(logGroupName);
        groups.byName.delete(logGroupName);
        return {};
      }),
      ListTagsForResource: apiAction({ resourceArn: text }, ({ resourceArn }) => ({
        tags: groupWithArn(resourceArn).tags,
      })),
      TagResource: apiAction({ resourceArn: text, tags: tagMap }, ({ resourceArn, tags }) => {
        const group = groupWithArn(resourceArn);
        group.tags = checked({ ...group.tags, ...tags });
        return {};
      }),
      UntagResource: apiAction({ resourceArn: text, tagKeys: listOf(text) }, ({ resourceArn, tagKeys }) => {
        const group = groupWithArn(resourceArn);
        group.tags = tagsWithout(group.tags, tagKeys);
        return {};
      }),
    },
    objects: () => [...groups.byName.values()].map(({ name, tags }) => ({ kind: "logs:log-group", id: name, tags })),
  };
}
