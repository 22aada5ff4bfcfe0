import assert from "node:assert/strict";
import { KubeConfig } from "@kubernetes/client-node";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { clusterFeatures, isJsonObject, type JsonObject } from "../../injection";
import { eventually } from "../../local/eventually";
import { startLocalCluster, type LocalCluster } from "../../local/localCluster";
import { followConfigMap } from "../../webhook/configuration/configMapSource";
import {
  createConfigurationStore,
  type ConfigurationState,
  type ConfigurationStore,
} from "../../webhook/configuration/configurationStore";
import { createLog } from "../../webhook/log";
import { openGate, type Gate } from "./networkGate";

const NAMESPACE = "injector";
const NAME = "fargate-injector-sidecar-config";

const template = (image: string): string => `spec: {containers: [{name: sidecar, image: "${image}"}]}`;
const configMap = (data: JsonObject, name = NAME): JsonObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: NAMESPACE },
  data,
});

describe("The sidecar ConfigMap, followed with a service account's rights", function () {
  this.timeout(20 * 60_000);
  let cluster: LocalCluster;
  let gate: Gate;
  let follower: Follower;

  before(async () => {
    cluster = await startLocalCluster();
    await apply(cluster, ...RIGHTS);
    const { server = "" } = cluster.kubeConfig.getCurrentCluster() ?? {};
    gate = await openGate(Number(new URL(server).port));
  });
  after(async () => {
    gate.shut();
    await cluster.stop();
  });
  beforeEach(async () => {
    await cluster.kubectl(["delete", "configmap", NAME, `--namespace=${NAMESPACE}`, "--ignore-not-found"]);
  });
  afterEach(() => {
    follower.stop();
  });

  const follow = async (): Promise<void> => {
    follower = startFollower(await serviceAccountConfig(cluster, gate.port));
  };
  const uses = (hash: string | undefined, what: string): Promise<void> =>
    eventually({ what, condition: () => Promise.resolve(follower.last()?.hash === hash), deadlineMs: 30_000 });
  const usesData = async (data: JsonObject): Promise<void> => {
    await apply(cluster, configMap(data));
    await uses(hashOf(data), JSON.stringify(data));
  };

  it("is taken at the start, and followed through changes", async () => {
    await apply(cluster, configMap({ default: template("a:1") }));
    await follow();
    await follower.store.loaded;
    assert.equal(follower.last()?.hash, hashOf({ default: template("a:1") }));
    await usesData({ default: template("a:2") });
    await usesData({ default: template("a:2"), second: template("b:1") });
    await usesData({});
  });

  it("stays in use after its deletion, until it is made again", async () => {
    await apply(cluster, configMap({ default: template("a:1") }));
    await follow();
    await follower.store.loaded;
    await cluster.kubectl(["delete", "configmap", NAME, `--namespace=${NAMESPACE}`]);
    await follower.logs("the sidecar ConfigMap was deleted; its last content stays in use");
    assert.equal(follower.last()?.hash, hashOf({ default: template("a:1") }));
    await usesData({ default: template("a:3") });
  });

  it("that does not exist counts as empty after some seconds, and is taken when it comes", async () => {
    await follow();
    await follower.logs("the sidecar ConfigMap does not exist yet");
    assert.equal(follower.store.current, undefined);
    await follower.store.loaded;
    assert.deepEqual(follower.last()?.templates, []);
    await usesData({ default: template("a:1") });
  });

  it("that is just being replaced at the start is waited for", async () => {
    await follow();
    await follower.logs("the sidecar ConfigMap does not exist yet");
    await apply(cluster, configMap({ default: template("a:1") }));
    await follower.store.loaded;
    assert.deepEqual(
      follower.states.map(({ hash }) => hash),
      [hashOf({ default: template("a:1") })],
    );
  });

  it("is told from others of its namespace", async () => {
    await apply(cluster, configMap({ default: template("other:1") }, "another"));
    await apply(cluster, configMap({ default: template("a:1") }));
    await follow();
    await follower.store.loaded;
    await apply(cluster, configMap({ default: template("other:2") }, "another"));
    await usesData({ default: template("a:2") });
    assert.deepEqual(follower.states.length, 2);
  });

  it("keeps the last good version of a template that becomes wrong", async () => {
    await apply(cluster, configMap({ default: template("a:1") }));
    await follow();
    await follower.store.loaded;
    await apply(cluster, configMap({ default: template("a:2").replace("image", "imagee") }));
    await eventually({
      what: "the problem",
      condition: () => Promise.resolve((follower.last()?.problems.length ?? 0) > 0),
    });
    assert.equal(follower.last()?.hash, hashOf({ default: template("a:1") }));
    await usesData({ default: template("a:4") });
  });

  it("stays in use while the API server is away, and is followed again when it is back", async () => {
    await apply(cluster, configMap({ default: template("a:1") }));
    await follow();
    await follower.store.loaded;
    gate.shut();
    await follower.logs("cannot read the sidecar ConfigMap, trying again");
    await apply(cluster, configMap({ default: template("a:2") }));
    assert.equal(follower.last()?.hash, hashOf({ default: template("a:1") }));
    await gate.open();
    await uses(hashOf({ default: template("a:2") }), "the change that was made meanwhile");
    await usesData({ default: template("a:3") });
  });

  it("is deleted and made again while the API server is away, and is followed on", async () => {
    await apply(cluster, configMap({ default: template("a:1") }));
    await follow();
    await follower.store.loaded;
    gate.shut();
    await cluster.kubectl(["delete", "configmap", NAME, `--namespace=${NAMESPACE}`]);
    await apply(cluster, configMap({ default: template("a:5") }));
    await gate.open();
    await uses(hashOf({ default: template("a:5") }), "the new ConfigMap");
  });

  it("is waited for while the API server cannot be reached from the start, and never taken for missing", async () => {
    await apply(cluster, configMap({ default: template("a:1") }));
    const kubeConfig = await serviceAccountConfig(cluster, gate.port);
    gate.shut();
    follower = startFollower(kubeConfig);
    await follower.logs("cannot read the sidecar ConfigMap, trying again", 7);
    assert.match(JSON.stringify(follower.lines[0]?.error), /^"fetch failed: connect ECONNREFUSED /);
    assert.equal(follower.store.current, undefined);
    await gate.open();
    await follower.store.loaded;
    assert.deepEqual(
      follower.states.map(({ hash }) => hash),
      [hashOf({ default: template("a:1") })],
    );
  });

  it("is waited for while the rights are not there yet", async () => {
    await apply(cluster, configMap({ default: template("a:1") }));
    await cluster.kubectl(["delete", "rolebinding", "injector", `--namespace=${NAMESPACE}`]);
    await follow();
    await follower.logs("cannot read the sidecar ConfigMap, trying again", 2);
    const [{ error } = {}] = follower.lines;
    assert.match(JSON.stringify(error), /^"HTTP 403: configmaps .+ is forbidden: User .+ cannot list resource .+"$/);
    assert.doesNotMatch(JSON.stringify(follower.lines), /eyJ|Bearer/, "no token in the log");
    await apply(cluster, ...RIGHTS);
    await follower.store.loaded;
    assert.equal(follower.last()?.hash, hashOf({ default: template("a:1") }));
  });
});

/** The rights that the Deployment's service account has, and not one more. */
const RIGHTS: readonly JsonObject[] = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "injector", namespace: NAMESPACE } },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "injector", namespace: NAMESPACE },
    rules: [{ apiGroups: [""], resources: ["configmaps"], resourceNames: [NAME], verbs: ["get", "list", "watch"] }],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "injector", namespace: NAMESPACE },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "injector" },
    subjects: [{ kind: "ServiceAccount", name: "injector", namespace: NAMESPACE }],
  },
];

async function apply(cluster: LocalCluster, ...objects: readonly JsonObject[]): Promise<void> {
  const list = { apiVersion: "v1", kind: "List", items: objects };
  await cluster.kubectl(["apply", "--filename=-"], { stdin: JSON.stringify(list) });
}

/** What a pod of the service account would find in its file system: a token of its own, and the cluster's authority. */
async function serviceAccountConfig(cluster: LocalCluster, port: number): Promise<KubeConfig> {
  const token = await cluster.kubectl(["create", "token", "injector", `--namespace=${NAMESPACE}`]);
  const { caData = "" } = cluster.kubeConfig.getCurrentCluster() ?? {};
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: "cluster", server: `https://127.0.0.1:${port}`, caData, skipTLSVerify: false },
    { name: "injector", token: token.trim() },
  );
  return kubeConfig;
}

interface Follower {
  readonly store: ConfigurationStore;
  /** What was in use, one after the other. */
  readonly states: readonly ConfigurationState[];
  readonly lines: readonly JsonObject[];
  last(): ConfigurationState | undefined;
  /** Resolves when this message stands in the log so many times. */
  logs(message: string, times?: number): Promise<void>;
  stop(): void;
}

function startFollower(kubeConfig: KubeConfig): Follower {
  const states: ConfigurationState[] = [];
  const lines: JsonObject[] = [];
  const store = createConfigurationStore(clusterFeatures("1.36") ?? { nativeSidecars: true }, (state) => {
    states.push(state);
  });
  const write = (line: string): void => {
    const value: unknown = JSON.parse(line);
    if (isJsonObject(value)) lines.push(value);
  };
  const log = createLog("info", { write });
  const stop = followConfigMap(kubeConfig, { namespace: NAMESPACE, name: NAME }, store, log);
  return {
    store,
    states,
    lines,
    last: () => states.at(-1),
    logs: (message, times = 1) =>
      eventually({
        what: `"${message}" ${times} times in the log`,
        condition: () => Promise.resolve(lines.filter(({ msg }) => msg === message).length >= times),
      }),
    stop,
  };
}

/** The hash by which replicas that use this data tell it. */
function hashOf(data: JsonObject): string | undefined {
  let hash: string | undefined;
  const store = createConfigurationStore({ nativeSidecars: true }, (state) => (hash = state.hash));
  store.update({
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, value ?? null])),
    problems: [],
  });
  return hash;
}
