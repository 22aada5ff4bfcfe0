import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { CoreV1Api, type V1Container, type V1Pod, type V1PodSpec } from "@kubernetes/client-node";
import { isJsonArray, isJsonObject } from "../../injection/json";
import { eventually } from "../../local/eventually";
import { startLocalCluster, type LocalCluster, type LocalClusterOptions } from "../../local/localCluster";

/** Image of containers that run fixtures/podServer.mjs. */
export const SERVER_IMAGE = "pod-server:test";
/** Image of containers that run `node ARGUMENTS…`. */
export const NODE_IMAGE = "node:test";

/** Starting a cluster takes seconds, and a first build of its programs minutes: the limit is only against hanging. */
export const CLUSTER_TIMEOUT_MS = 20 * 60_000;

const run = promisify(execFile);

/** A cluster in which the two images above have programs. */
export function startTestCluster(options: LocalClusterOptions = {}): Promise<LocalCluster> {
  const server = join(__dirname, "fixtures", "podServer.mjs");
  return startLocalCluster({
    ...options,
    programs: {
      [SERVER_IMAGE]: { command: process.execPath, args: [server] },
      [NODE_IMAGE]: { command: process.execPath, args: [] },
    },
  });
}

/** `kubectl apply` of objects. */
export async function apply(cluster: LocalCluster, ...objects: object[]): Promise<void> {
  const list = { apiVersion: "v1", kind: "List", items: objects };
  await cluster.kubectl(["apply", "-f", "-"], { stdin: JSON.stringify(list) });
}

/** Creates a pod in `default` and returns it as the API server admitted it. */
export function createPod(cluster: LocalCluster, name: string, spec: V1PodSpec, namespace = "default"): Promise<V1Pod> {
  const core = cluster.kubeConfig.makeApiClient(CoreV1Api);
  return core.createNamespacedPod({ namespace, body: { metadata: { name, namespace, labels: { name } }, spec } });
}

/** A container that runs podServer.mjs on port 8080. */
export function serverContainer(changes: Partial<V1Container> = {}): V1Container {
  return { name: "server", image: SERVER_IMAGE, args: ["--port=8080"], ...changes };
}

/** The pod as soon as the condition holds for it. */
export async function podWhen(
  cluster: LocalCluster,
  name: string,
  what: string,
  condition: (pod: V1Pod) => boolean,
): Promise<V1Pod> {
  const core = cluster.kubeConfig.makeApiClient(CoreV1Api);
  let pod = await core.readNamespacedPod({ name, namespace: "default" });
  await eventually({
    what: `pod ${name} ${what}`,
    condition: async () => {
      pod = await core.readNamespacedPod({ name, namespace: "default" });
      return condition(pod);
    },
  });
  return pod;
}

export function isReady(pod: V1Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

/** Whether the pod listens on its port 8080. */
export function isListening(cluster: LocalCluster): (pod: V1Pod) => boolean {
  return (pod) => cluster.network.resolve(pod.status?.podIP ?? "", 8080) !== undefined;
}

/** Asks the podServer.mjs of a pod, past the network's faults. */
export async function askPod(cluster: LocalCluster, pod: V1Pod, path: string, method = "GET"): Promise<string> {
  const port = cluster.network.resolve(pod.status?.podIP ?? "", 8080);
  const response = await fetch(`http://127.0.0.1:${port ?? 0}${path}`, { method, headers: { connection: "close" } });
  return response.text();
}

/** What podServer.mjs says of itself. */
export interface ServerDescription {
  arguments: string[];
  environment: Record<string, string>;
  processId: number;
}

export async function describeServer(cluster: LocalCluster, pod: V1Pod): Promise<ServerDescription> {
  const description: unknown = JSON.parse(await askPod(cluster, pod, "/self"));
  assert.ok(isServerDescription(description));
  return description;
}

function isServerDescription(value: unknown): value is ServerDescription {
  return isJsonObject(value) && isJsonArray(value["arguments"]) && isJsonObject(value["environment"]);
}

/** A process by its id and its command line. */
export interface RunningProcess {
  processId: number;
  commandLine: string;
}

/** The processes of a cluster's components and guard: all of them name its state folder. */
export async function processesOf(stateDirectory: string): Promise<RunningProcess[]> {
  const { stdout } = await run("ps", ["-A", "-ww", "-o", "pid=,args="], { maxBuffer: 10_000_000 });
  return stdout.split("\n").flatMap((line) => {
    const [, processId = "", commandLine = ""] = /^ *(\d+) (.*)$/.exec(line) ?? [];
    return commandLine.includes(stateDirectory) ? [{ processId: Number(processId), commandLine }] : [];
  });
}
