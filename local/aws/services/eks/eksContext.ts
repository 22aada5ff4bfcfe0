import type { AccountContext } from "../../accountContext";
import { AwsError } from "../../awsError";
import type { KubernetesEndpoint } from "../../kubernetesEndpoint";
import { checkTags, type Tags } from "../../tags";
import type { Network } from "../ec2/network";
import type { Identities } from "../iam/identities";
import type { Keys } from "../keys";
import type { LogGroups } from "../logGroups";
import { logGroupOf, type Cluster, type Clusters } from "./clusters";

/** What EKS's actions work on. */
export interface EksContext {
  account: AccountContext;
  clusters: Clusters;
  network: Network;
  identities: Identities;
  keys: Keys;
  logGroups: LogGroups;
  kubernetes: KubernetesEndpoint;
  /** Is called when a profile became active, or stopped being so. */
  onProfilesChanged(): void;
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

/** Checks tags by EKS's rules, and gives them back. */
export function checkedTags(tags: Tags | undefined): Tags {
  checkTags(tags ?? {}, { invalid: "InvalidParameterException", tooMany: "InvalidParameterException" });
  return tags ?? {};
}

/** EKS goes on as long as it has something to log, and makes the group where it is missing. */
export function writeControlPlaneLogs(context: EksContext, cluster: Cluster): void {
  if (cluster.logTypes.length > 0) context.logGroups.writeAsService(logGroupOf(cluster));
}
