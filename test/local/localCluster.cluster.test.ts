import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { isJsonObject } from "../../injection/json";
import { isRunning } from "../../local/controlPlane/stateDirectory";
import { eventually } from "../../local/eventually";
import type { LocalCluster } from "../../local/localCluster";
import {
  CLUSTER_TIMEOUT_MS,
  createPod,
  isReady,
  podWhen,
  processesOf,
  serverContainer,
  startTestCluster,
} from "./testCluster";

describe("a local cluster", function () {
  this.timeout(CLUSTER_TIMEOUT_MS);
  const clusters: LocalCluster[] = [];
  const start = async () => {
    const cluster = await startTestCluster();
    clusters.push(cluster);
    return cluster;
  };
  afterEach(() => Promise.all(clusters.splice(0).map((cluster) => cluster.stop())));

  it("is the real Kubernetes 1.36 with a Fargate and an EC2 node", async () => {
    const cluster = await start();
    const version: unknown = JSON.parse(await cluster.kubectl(["version", "--output=json"]));
    assert.match(JSON.stringify(version), /"serverVersion":\{"major":"1","minor":"36"/);
    const columns = "custom-columns=N:.metadata.labels.eks\\.amazonaws\\.com/compute-type,T:.spec.taints[0].key";
    const nodes = await cluster.kubectl(["get", "nodes", "--no-headers", `--output=${columns}`]);
    assert.match(nodes, /^fargate +eks.amazonaws.com\/compute-type$/m);
    assert.match(nodes, /^ec2 +<none>$/m);
  });

  it("leaves no process and no folder behind when it stops", async () => {
    const cluster = await start();
    await createPod(cluster, "server", { containers: [serverContainer()] });
    await podWhen(cluster, "server", "to be ready", isReady);
    const running = await processesOf(cluster.stateDirectory);
    for (const name of ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "orphanGuard"]) {
      assert.ok(
        running.some(({ commandLine }) => commandLine.includes(name)),
        `${name} runs`,
      );
    }
    await cluster.stop();
    assert.deepEqual(await processesOf(cluster.stateDirectory), []);
    assert.equal(existsSync(cluster.stateDirectory), false);
  });

  it("runs beside another one, and survives its stop", async () => {
    const [first, second] = await Promise.all([start(), start()]);
    await first.stop();
    await createPod(second, "server", { containers: [serverContainer()] });
    await podWhen(second, "server", "to be ready", isReady);
  });

  it("tells which component has died, with its last log lines", async () => {
    const cluster = await start();
    const running = await processesOf(cluster.stateDirectory);
    const etcd = running.find(({ commandLine }) => commandLine.includes("--initial-cluster"));
    assert.ok(etcd);
    process.kill(etcd.processId, "SIGKILL");
    const failure = await cluster.failed;
    assert.match(failure.message, /^etcd ended unexpectedly \(signal SIGKILL\)\. Its last log lines:\n {2}\S/);
  });

  it("ends with its owner, even where that is killed with SIGKILL", async () => {
    const owner = spawn(process.execPath, ["--import", "tsx", join(__dirname, "fixtures", "clusterOwner.ts")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const { stateDirectory, processId } = parseOwner(await firstLine(owner.stdout));
    assert.ok((await processesOf(stateDirectory)).length >= 6);
    assert.ok(isRunning(processId));
    owner.kill("SIGKILL");
    await eventually({
      what: "everything to be gone",
      condition: async () =>
        !isRunning(processId) && !existsSync(stateDirectory) && (await processesOf(stateDirectory)).length === 0,
    });
  });
});

async function firstLine(stream: Readable): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  return assert.fail("the program ended before it printed a line");
}

function parseOwner(line: string): { stateDirectory: string; processId: number } {
  const owner: unknown = JSON.parse(line);
  assert.ok(isJsonObject(owner));
  const { stateDirectory, processId } = owner;
  assert.ok(typeof stateDirectory === "string" && typeof processId === "number");
  return { stateDirectory, processId };
}
