import assert from "node:assert/strict";
import { readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import { isRunning } from "../../../local/controlPlane/stateDirectory";
import { eventually } from "../../../local/eventually";
import type { LocalCluster } from "../../../local/localCluster";
import {
  apply,
  askPod,
  CLUSTER_TIMEOUT_MS,
  createPod,
  describeServer,
  isListening,
  isReady,
  NODE_IMAGE,
  podWhen,
  serverContainer,
  startTestCluster,
} from "../testCluster";

describe("a pod with a program", function () {
  this.timeout(CLUSTER_TIMEOUT_MS);
  let cluster: LocalCluster;
  before(async () => {
    cluster = await startTestCluster();
  });
  after(() => cluster.stop());

  const listening = (name: string) => podWhen(cluster, name, "to listen", isListening(cluster));
  const ready = (name: string) => podWhen(cluster, name, "to be ready", isReady);
  const deletePod = (name: string) => cluster.kubectl(["delete", "pod", name, "--wait"]);

  it("is ready only when its readiness probe says so, and only as long", async () => {
    const readinessProbe = { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 1, failureThreshold: 1 };
    const container = serverContainer({ readinessProbe, env: [{ name: "READY", value: "503" }] });
    await createPod(cluster, "probed", { containers: [container] });
    const pod = await listening("probed");
    await eventually({
      what: "a failed probe",
      condition: () =>
        Promise.resolve(kubeletLog(cluster).includes("probed server: readiness probe failed: HTTP status 503")),
    });
    assert.equal(
      isReady(await podWhen(cluster, "probed", "to run", ({ status }) => status?.phase === "Running")),
      false,
    );
    await askPod(cluster, pod, "/ready?status=200", "POST");
    await ready("probed");
    await askPod(cluster, pod, "/ready?status=500", "POST");
    await podWhen(cluster, "probed", "to be unready", (current) => !isReady(current));
  });

  it("sees the arguments, variables and files that its container has", async () => {
    await apply(
      cluster,
      { apiVersion: "v1", kind: "Secret", metadata: { name: "seen" }, stringData: { password: "open sesame" } },
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "seen" }, data: { colour: "blue", size: "XL" } },
    );
    const container = serverContainer({
      args: ["--port=$(PORT)", "--host=$(ADDRESS)"],
      env: [
        { name: "PORT", value: "8080" },
        { name: "ADDRESS", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
        { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "seen", key: "password" } } },
      ],
      envFrom: [{ prefix: "SEEN_", configMapRef: { name: "seen" } }],
      volumeMounts: [
        { name: "secret", mountPath: "/etc/secret" },
        { name: "scratch", mountPath: "/scratch" },
      ],
    });
    const volumes = [
      { name: "secret", secret: { secretName: "seen" } },
      { name: "scratch", emptyDir: {} },
    ];
    await createPod(cluster, "seeing", { containers: [container], volumes });
    const pod = await listening("seeing");
    const { environment, arguments: programArguments } = await describeServer(cluster, pod);
    assert.deepEqual(programArguments, ["--port=8080", `--host=${pod.status?.podIP ?? ""}`]);
    assert.equal(environment["POD"], "seeing");
    assert.equal(environment["PASSWORD"], "open sesame");
    assert.equal(environment["SEEN_colour"], "blue");
    assert.equal(await askPod(cluster, pod, "/file?path=/etc/secret/password"), '["open sesame","open sesame"]');
    assert.equal(await askPod(cluster, pod, "/folder?path=/scratch"), "[]");
  });

  it("has a service account token that the API server knows", async () => {
    await createPod(cluster, "account", { containers: [serverContainer()] });
    const pod = await listening("account");
    const folder = "/var/run/secrets/kubernetes.io/serviceaccount";
    assert.deepEqual(JSON.parse(await askPod(cluster, pod, `/file?path=${folder}/namespace`)), ["default", "default"]);
    const files: unknown = JSON.parse(await askPod(cluster, pod, `/file?path=${folder}/token`));
    assert.ok(Array.isArray(files));
    const token: unknown = files[0];
    const review = { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: { token } };
    const answer = await cluster.kubectl(["create", "-f", "-", "-o", "jsonpath={.status.user.username}"], {
      stdin: JSON.stringify(review),
    });
    assert.equal(answer, "system:serviceaccount:default:default");
  });

  it("sees a changed ConfigMap through a swapped ..data link, without a restart", async () => {
    const configMap = (text: string) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "changing" },
      data: { text },
    });
    await apply(cluster, configMap("old"));
    const container = serverContainer({ volumeMounts: [{ name: "config", mountPath: "/etc/config" }] });
    await createPod(cluster, "watching", {
      containers: [container],
      volumes: [{ name: "config", configMap: { name: "changing" } }],
    });
    const pod = await listening("watching");
    const link = join(cluster.stateDirectory, "pods", pod.metadata?.uid ?? "", "config", "..data");
    const before = readlinkSync(link);
    await apply(cluster, configMap("new"));
    await eventually({
      what: "the new text",
      condition: async () => (await askPod(cluster, pod, "/file?path=/etc/config/text")) === '["new","new"]',
    });
    assert.notEqual(readlinkSync(link), before);
    assert.equal(
      await askPod(cluster, pod, "/folder?path=/etc/config"),
      JSON.stringify(["..data", readlinkSync(link), "text"]),
    );
    assert.equal(serverStatus(await ready("watching")).restartCount, 0);
  });

  it("starts only when the Secret that it mounts is there", async () => {
    const container = serverContainer({ volumeMounts: [{ name: "late", mountPath: "/etc/late" }] });
    await createPod(cluster, "waiting", {
      containers: [container],
      volumes: [{ name: "late", secret: { secretName: "late" } }],
    });
    const pod = await podWhen(cluster, "waiting", "to wait", ({ status }) =>
      Boolean(status?.conditions?.some(({ message = "" }) => message.includes("Secret late not found"))),
    );
    assert.equal(pod.status?.phase, "Pending");
    await apply(cluster, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "late" },
      stringData: { key: "value" },
    });
    await ready("waiting");
  });

  it("restarts at once after a crash, and then with back-off", async () => {
    await createPod(cluster, "crashing", { containers: [serverContainer()] });
    await askPod(cluster, await listening("crashing"), "/crash", "POST");
    const restarted = await podWhen(cluster, "crashing", "to restart", (pod) => {
      const { restartCount, state } = serverStatus(pod);
      return restartCount === 1 && state?.running !== undefined;
    });
    assert.equal(serverStatus(restarted).lastState?.terminated?.exitCode, 1);
    await askPod(cluster, await listening("crashing"), "/crash", "POST");
    const backingOff = await podWhen(cluster, "crashing", "to back off", (pod) =>
      Boolean(serverStatus(pod).state?.waiting),
    );
    assert.equal(serverStatus(backingOff).state?.waiting?.reason, "CrashLoopBackOff");
    await deletePod("crashing");
  });

  it("is restarted where its liveness probe fails", async () => {
    const livenessProbe = { httpGet: { path: "/live", port: 8080 }, periodSeconds: 1, failureThreshold: 1 };
    const startupProbe = { tcpSocket: { port: 8080 }, periodSeconds: 1, failureThreshold: 60 };
    await createPod(cluster, "ailing", { containers: [serverContainer({ livenessProbe, startupProbe })] });
    await ready("ailing");
    await askPod(cluster, await listening("ailing"), "/live?status=500", "POST");
    await podWhen(cluster, "ailing", "to restart", (pod) => serverStatus(pod).restartCount === 1);
    await ready("ailing");
  });

  it("is asked by preStop and then by SIGTERM to end, and is gone then", async () => {
    const lifecycle = { preStop: { httpGet: { path: "/pre-stop", port: 8080 } } };
    await createPod(cluster, "leaving", { containers: [serverContainer({ lifecycle })] });
    await listening("leaving");
    await deletePod("leaving");
    assert.equal(cluster.podLogs("default", "leaving", "server"), "listening\nasked by preStop\nasked to stop\n");
    assert.equal((await cluster.kubectl(["get", "pod", "leaving", "--ignore-not-found"])).trim(), "");
  });

  it("is killed where it does not end within its grace period", async () => {
    const stubborn = "process.on('SIGTERM', () => console.log('no')); setInterval(() => {}, 1000); console.log('up')";
    const container = { name: "stubborn", image: NODE_IMAGE, args: ["--eval", stubborn] };
    await createPod(cluster, "stubborn", { containers: [container], terminationGracePeriodSeconds: 1 });
    await eventually({
      what: "the program to be up",
      condition: () => Promise.resolve(cluster.podLogs("default", "stubborn", "stubborn") === "up\n"),
    });
    await deletePod("stubborn");
    assert.equal(cluster.podLogs("default", "stubborn", "stubborn"), "up\nno\n");
    assert.match(kubeletLog(cluster), /stubborn stubborn: killed after its grace period/);
  });

  it("runs its init containers in turn, and its native sidecar until the others have ended", async () => {
    const print = (text: string) => ({ image: NODE_IMAGE, args: ["--eval", `console.log("${text}", Date.now())`] });
    const sidecar = `
      require("node:http").createServer().listen(9000, () => console.log("up", Date.now()));
      process.on("SIGTERM", () => process.exit(console.log("down", Date.now())));`;
    const startupProbe = { tcpSocket: { port: 9000 }, periodSeconds: 1, failureThreshold: 60 };
    await createPod(cluster, "stages", {
      restartPolicy: "Never",
      initContainers: [
        { name: "first", ...print("first") },
        { name: "sidecar", image: NODE_IMAGE, args: ["--eval", sidecar], restartPolicy: "Always", startupProbe },
        { name: "fake", image: "no-program" },
      ],
      containers: [{ name: "work", ...print("work") }],
    });
    const pod = await podWhen(cluster, "stages", "to end", ({ status }) => status?.phase === "Succeeded");
    assert.deepEqual(
      pod.status?.initContainerStatuses?.map(({ name, state }) => [name, state?.terminated?.exitCode]),
      [
        ["first", 0],
        ["sidecar", 0],
        ["fake", 0],
      ],
    );
    const times = ["first", "sidecar", "work"].map((name) => cluster.podLogs("default", "stages", name));
    const order = times
      .join("")
      .trim()
      .split("\n")
      .sort((a, b) => Number(a.split(" ")[1]) - Number(b.split(" ")[1]));
    assert.deepEqual(
      order.map((line) => line.split(" ")[0]),
      ["first", "up", "work", "down"],
    );
  });

  it("has failed for good where it may not restart", async () => {
    const container = { name: "work", image: NODE_IMAGE, args: ["--eval", "process.exit(3)"] };
    await createPod(cluster, "failing", { restartPolicy: "Never", containers: [container] });
    const pod = await podWhen(cluster, "failing", "to end", ({ status }) => status?.phase === "Failed");
    assert.equal(pod.status?.containerStatuses?.[0]?.state?.terminated?.exitCode, 3);
  });

  it("says why where its program cannot be started", async () => {
    const container = { name: "server", image: NODE_IMAGE, command: ["/no/such/program"] };
    await createPod(cluster, "missing", { restartPolicy: "Never", containers: [container] });
    const pod = await podWhen(cluster, "missing", "to end", ({ status }) => status?.phase === "Failed");
    assert.match(serverStatus(pod).state?.terminated?.message ?? "", /ENOENT/);
  });

  it("shows its output by kubectl logs, whole, the end of it and while it grows", async () => {
    const script = "console.log('one'); console.log('two'); setTimeout(() => console.log('three'), 500)";
    const container = { name: "talk", image: NODE_IMAGE, args: ["--eval", script] };
    await createPod(cluster, "talking", { restartPolicy: "Never", containers: [container] });
    await podWhen(cluster, "talking", "to run", ({ status }) => status?.phase === "Running");
    const following = cluster.kubectl(["logs", "talking", "--follow"]);
    await podWhen(cluster, "talking", "to end", ({ status }) => status?.phase === "Succeeded");
    assert.equal(await cluster.kubectl(["logs", "talking"]), "one\ntwo\nthree\n");
    assert.equal(await cluster.kubectl(["logs", "talking", "--tail=1"]), "three\n");
    await cluster.kubectl(["delete", "pod", "talking"]);
    assert.equal(await following, "one\ntwo\nthree\n");
  });

  it("is killed with its object, where that is deleted by force", async () => {
    await createPod(cluster, "forced", { containers: [serverContainer()] });
    const { processId } = await describeServer(cluster, await listening("forced"));
    await cluster.kubectl(["delete", "pod", "forced", "--force", "--grace-period=0"]);
    await eventually({ what: "the program to end", condition: () => Promise.resolve(!isRunning(processId)) });
  });
});

function serverStatus(pod: V1Pod): V1ContainerStatus {
  const [status] = pod.status?.containerStatuses ?? [];
  return status ?? { name: "", image: "", imageID: "", ready: false, restartCount: 0 };
}

function kubeletLog(cluster: LocalCluster): string {
  return readFileSync(join(cluster.stateDirectory, "logs", "kubelet.log"), "utf8");
}
