import type { Buildkit } from "../image/buildkit";
import type { AwsAccount } from "../aws/awsAccount";
import type { OperationRecorder } from "./providerProxy/operationRecorder";

/** What a Pulumi environment is connected to. Whoever started these stops them, after the environment is disposed of. */
export interface PulumiSurroundings {
  /** Programs make their AWS resources there, by the stand-ins for the aws and eks plugins. */
  aws?: AwsAccount;
  /** Records what the plugins that are installed here do to resources, and can make it fail. */
  recorder?: OperationRecorder;
  /** Builds images; with it comes the docker-build provider. */
  buildkit?: Buildkit;
}
