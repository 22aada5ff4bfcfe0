import { startAwsAccount, type AwsAccount } from "../../../local/aws/awsAccount";
import { ofStacks } from "../../../local/aws/ofStacks";
import { listClusterObjects } from "../../../local/listClusterObjects";
import { startLocalCluster, type LocalCluster } from "../../../local/localCluster";
import { createPulumiEnvironment, type PulumiEnvironment } from "../../../local/pulumi/pulumiEnvironment";
import { startOperationRecorder, type OperationRecorder } from "../../../local/pulumi/providerProxy/operationRecorder";
import { LOCAL_WEBHOOK_IMAGE, WEBHOOK_PROGRAM } from "../../../local/webhookProgram";

/** The same webhook as LOCAL_WEBHOOK_IMAGE, under another name: what an update of the image changes to. */
export const NEXT_WEBHOOK_IMAGE = "fargate-sidecar-injector:next";

/**
 * All that the project's own stack needs on this machine: a stand-in for the AWS account, in which `pulumi up` makes the
 * cluster, and a real Kubernetes cluster, which stands behind the one that it made.
 */
export interface StandIns {
  account: AwsAccount;
  cluster: LocalCluster;
  pulumi: PulumiEnvironment;
  recorder: OperationRecorder;
  /** What is there now and was not at first: AWS resources, but for those that AWS keeps, and Kubernetes objects. */
  leftovers: () => Promise<string[]>;
  stop: () => Promise<void>;
}

export async function startStandIns(): Promise<StandIns> {
  const cleanups: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const cluster = await startLocalCluster({
      programs: { [LOCAL_WEBHOOK_IMAGE]: WEBHOOK_PROGRAM, [NEXT_WEBHOOK_IMAGE]: WEBHOOK_PROGRAM },
    });
    cleanups.push(() => cluster.stop());
    const objectsBefore = new Set(await listClusterObjects(cluster));
    const account = await startAwsAccount({
      kubeconfig: cluster.kubeconfig,
      onFargateProfiles: (profiles) => {
        cluster.setFargateProfiles(profiles);
      },
    });
    cleanups.push(() => account.stop());
    const recorder = await startOperationRecorder();
    cleanups.push(() => recorder.stop());
    const pulumi = await createPulumiEnvironment(() => undefined, { aws: account, recorder });
    cleanups.push(() => pulumi.dispose());
    return {
      account,
      cluster,
      pulumi,
      recorder,
      leftovers: async () => [
        ...ofStacks(account),
        ...(await listClusterObjects(cluster)).filter((object) => !objectsBefore.has(object)),
      ],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
