import { CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import type { LocalCluster } from "../../local/localCluster";

/** Creates an app's pod and deletes it again; gives it as the API server admitted it. */
export async function admittedPod(cluster: LocalCluster, namespace: string): Promise<V1Pod> {
  const api = cluster.kubeConfig.makeApiClient(CoreV1Api);
  const body = { metadata: { generateName: "app-" }, spec: { containers: [{ name: "app", image: "app" }] } };
  const pod = await api.createNamespacedPod({ namespace, body });
  await api.deleteNamespacedPod({ namespace, name: pod.metadata?.name ?? "", gracePeriodSeconds: 0 });
  return pod;
}

/** Creates pods one after another until the work is done, and at least one after it. */
export async function podsAdmittedDuring<T>(
  cluster: LocalCluster,
  namespace: string,
  work: Promise<T>,
): Promise<{ result: T; pods: V1Pod[] }> {
  const running = { work: true };
  const end = (): void => {
    running.work = false;
  };
  work.then(end, end);
  const pods: V1Pod[] = [];
  // The first look comes after a pod, so that there is one from before the change.
  do pods.push(await admittedPod(cluster, namespace));
  while (running.work);
  return { result: await work, pods };
}

/** The images of a pod's containers, in their order. */
export function imagesOf(pod: V1Pod): (string | undefined)[] {
  return pod.spec?.containers.map(({ image }) => image) ?? [];
}
