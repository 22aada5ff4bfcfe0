import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import type { NodeKind } from "../nodes/nodeKind";
import { watchClusterObjects } from "./clusterObjects";
import type { KubeletSurroundings, PodProgram } from "./kubeletSurroundings";
import { KUBELET_PORT } from "../nodes/fakeNodes";
import { startLogServer } from "./logServer";
import { PodWorker } from "./podWorker";

export interface ProcessKubeletOptions {
  /** Programs by image. A pod is run here where one of its containers has such an image. */
  programs: ReadonlyMap<string, PodProgram>;
  /** Time between a change of a Secret or ConfigMap and that of the files mounted from it. */
  mountedFileDelayMs: number;
}

/**
 * Stand-in for the kubelets of real nodes, which need root and a container runtime: runs real programs as plain
 * processes, and does around them what a kubelet does around containers. What it leaves out: namespaces, cgroups and
 * users (a program sees this machine), images, exec probes and hooks, volumes other than those of the API.
 */
export function processKubelet(options: ProcessKubeletOptions): NodeKind {
  return {
    async start({ controlPlane, network, stateDirectory, guard }) {
      const logDirectory = join(stateDirectory, "logs");
      const podsDirectory = join(stateDirectory, "pods");
      mkdirSync(podsDirectory);
      const core = controlPlane.kubeConfig.makeApiClient(CoreV1Api);
      let stopped = false;
      const log = (message: string) => {
        // What ends late must not look for a folder that is gone.
        if (!stopped) appendFileSync(join(logDirectory, "kubelet.log"), `${new Date().toISOString()} ${message}\n`);
      };
      const workers = new Map<string, PodWorker>();
      const hostIPs = await nodeAddresses(core);
      const logServer = await startLogServer(controlPlane.credentials.authority, (namespace, pod, container) =>
        [...workers.values()].find((worker) => worker.isFor(namespace, pod))?.containerLog(container),
      );
      for (const address of hostIPs.values()) {
        network.reserve(address);
        network.connect(address, KUBELET_PORT, logServer.port);
      }
      const fail = (pod: V1Pod) => (error: unknown) => {
        log(`${pod.metadata?.namespace ?? ""}/${pod.metadata?.name ?? ""}: ${String(error)}`);
      };

      const objects = await watchClusterObjects(controlPlane.kubeConfig);
      const surroundings: KubeletSurroundings = {
        ...options,
        core,
        objects,
        network,
        apiServerPort: controlPlane.apiServerPort,
        podsDirectory,
        logDirectory,
        guard,
        log,
      };
      await objects.watchPods({
        changed(pod) {
          if (!hasProgram(pod, options.programs)) return;
          const uid = pod.metadata?.uid ?? "";
          let worker = workers.get(uid);
          if (worker === undefined) {
            worker = new PodWorker(pod, hostIPs.get(pod.spec?.nodeName ?? "") ?? "", surroundings);
            workers.set(uid, worker);
            if (pod.metadata?.deletionTimestamp === undefined) worker.run().catch(fail(pod));
          } else worker.update(pod);
          if (pod.metadata?.deletionTimestamp !== undefined) worker.terminate().catch(fail(pod));
        },
        deleted(pod) {
          const uid = pod.metadata?.uid ?? "";
          workers.get(uid)?.kill().catch(fail(pod));
          workers.delete(uid);
        },
      });
      return {
        async stop() {
          await objects.stop();
          await Promise.all([...workers.values()].map((worker) => worker.kill()));
          await logServer.stop();
          stopped = true;
        },
      };
    },
  };
}

function hasProgram(pod: V1Pod, programs: ReadonlyMap<string, PodProgram>): boolean {
  const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  return containers.some(({ image = "" }) => programs.has(image));
}

async function nodeAddresses(core: CoreV1Api): Promise<ReadonlyMap<string, string>> {
  const { items } = await core.listNode();
  return new Map(
    items.map((node) => [
      node.metadata?.name ?? "",
      node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "",
    ]),
  );
}
