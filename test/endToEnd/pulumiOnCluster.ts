import { startLocalCluster, type LocalCluster, type PodProgram } from "../../local/localCluster";
import { createPulumiEnvironment, type PulumiEnvironment } from "../../local/pulumi/pulumiEnvironment";
import { listClusterObjects } from "../../local/listClusterObjects";

/** A cluster with the Fargate profile `default` for the namespace of that name, and Pulumi to work on it. */
export interface PulumiOnCluster {
  cluster: LocalCluster;
  pulumi: PulumiEnvironment;
  /** The objects that were not there at first. */
  leftovers: () => Promise<string[]>;
  stop: () => Promise<void>;
}

export async function startPulumiOnCluster(programs: Readonly<Record<string, PodProgram>>): Promise<PulumiOnCluster> {
  const cluster = await startLocalCluster({
    fargateProfiles: [{ name: "default", selectors: [{ namespace: "default" }] }],
    programs,
  });
  try {
    const objectsBefore = new Set(await listClusterObjects(cluster));
    const pulumi = await createPulumiEnvironment(() => undefined);
    return {
      cluster,
      pulumi,
      leftovers: async () => (await listClusterObjects(cluster)).filter((object) => !objectsBefore.has(object)),
      stop: async () => {
        await pulumi.dispose();
        await cluster.stop();
      },
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}
