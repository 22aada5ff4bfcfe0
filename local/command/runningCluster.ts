import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { isJsonObject } from "../../injection/json";
import { cacheDirectory } from "../binaries/cacheDirectory";
import { isRunning } from "../controlPlane/stateDirectory";

/** The cluster that `up` keeps running for this user, of which there is one at most. */
export interface RunningCluster {
  processId: number;
  /** Absent while the cluster is still starting. */
  kubeconfigFile?: string;
}

/** Not in the temporary folder: that of a shell with the variables of `npm run local -- env` is the cluster's own. */
const RECORD = join(cacheDirectory(), `running-cluster-${userInfo().username}.json`);

/** The running cluster, or undefined. What a process left behind that has died since does not count. */
export function findRunningCluster(recordFile = RECORD): RunningCluster | undefined {
  const cluster = readRecord(recordFile);
  if (cluster === undefined || !isRunning(cluster.processId)) return undefined;
  // Another process may have the id by now; the folder went with the cluster.
  if (cluster.kubeconfigFile !== undefined && !existsSync(cluster.kubeconfigFile)) return undefined;
  return cluster;
}

/** Makes this process the one that runs the cluster. Returns false where there is one already. */
export function claimRunningCluster(recordFile = RECORD): boolean {
  if (findRunningCluster(recordFile) !== undefined) return false;
  rmSync(recordFile, { force: true });
  mkdirSync(dirname(recordFile), { recursive: true });
  try {
    writeFileSync(recordFile, JSON.stringify({ processId: process.pid }), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Tells others where the kubeconfig is. */
export function publishKubeconfig(kubeconfigFile: string, recordFile = RECORD): void {
  const cluster: RunningCluster = { processId: process.pid, kubeconfigFile };
  writeFileSync(recordFile, JSON.stringify(cluster), { mode: 0o600 });
}

export function releaseRunningCluster(recordFile = RECORD): void {
  rmSync(recordFile, { force: true });
}

function readRecord(recordFile: string): RunningCluster | undefined {
  let record: unknown;
  try {
    record = JSON.parse(readFileSync(recordFile, "utf8"));
  } catch {
    return undefined; // There is none, or it was cut off while it was written.
  }
  if (!isJsonObject(record)) return undefined;
  const { processId, kubeconfigFile } = record;
  if (typeof processId !== "number") return undefined;
  return { processId, ...(typeof kubeconfigFile === "string" && { kubeconfigFile }) };
}
