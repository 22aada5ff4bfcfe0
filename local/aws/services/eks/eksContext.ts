import type { AccountContext } from "../../accountContext";
import { AwsError } from "../../awsError";
import { checkTags, type Tags } from "../../tags";
import type { Network } from "../ec2/network";
import type { Identities } from "../iam/identities";
import type { Keys } from "../keys";
import type { LogGroups } from "../logGroups";
import type { Cluster, Clusters } from "./clusters";

/** The cluster that the account's clusters turn out to be: a local one, or one that nobody has. */
export interface KubernetesEndpoint {
  /** "https://127.0.0.1:6443" */
  endpoint: string;
  /** Certificate of its authority, as PEM in base64. */
  certificateAuthority: string;
}

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
  if (cluster.logTypes.length > 0) context.logGroups.writeAsService(`/aws/eks/${cluster.name}/cluster`);
}
