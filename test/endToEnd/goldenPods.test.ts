import assert from "node:assert/strict";
import type { V1Pod } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import { clusterFeatures, compileConfiguration, decide, parseSidecarConfiguration } from "../../injection";
import { isJsonObject, type JsonObject } from "../../injection/json";
import { eventually } from "../../local/eventually";
import { startLocalCluster, type LocalCluster } from "../../local/localCluster";
import { goldenPods, type GoldenPod } from "../injection/goldenPods";
import { injectedPod } from "../injection/injectedPod";

describe("golden pods at the real API server", function () {
  this.timeout(60_000);
  const all = goldenPods().filter(({ refusedByApiServer }) => !refusedByApiServer);
  let cluster: LocalCluster;
  before(async () => {
    cluster = await startLocalCluster();
    for (const namespace of new Set(all.map((golden) => golden.namespace))) await prepare(namespace);
  });
  after(() => cluster.stop());

  for (const golden of all)
    it(`accepts ${golden.name} as it becomes, and stores what was injected`, async () => {
      const features = clusterFeatures(golden.kubernetesVersion);
      assert.ok(features);
      const configuration = compileConfiguration(parseSidecarConfiguration(golden.configuration), features);
      const pod = injectedPod(golden.pod, decide(golden.pod, golden.namespace, configuration));
      const stored = await create(golden, pod);
      assert.deepEqual(namesIn(stored.spec?.containers), namesOf(pod, "containers"));
      assert.deepEqual(namesIn(stored.spec?.initContainers), namesOf(pod, "initContainers"));
      // The ServiceAccount plugin adds a volume with the token.
      const volumes = namesIn(stored.spec?.volumes).filter((name) => !name.startsWith("kube-api-access-"));
      const own = namesOf(pod, "volumes").filter((name) => !name.startsWith("kube-api-access-"));
      assert.deepEqual(volumes, own);
    });

  /** Without keeping it: the API server admits, validates and answers, and that is all. */
  async function create({ namespace }: GoldenPod, pod: JsonObject): Promise<V1Pod> {
    const metadata = isJsonObject(pod.metadata) ? pod.metadata : {};
    const named = { apiVersion: "v1", kind: "Pod", ...pod, metadata: { ...metadata, name: metadata.name ?? "golden" } };
    const args = ["create", "--filename=-", "--dry-run=server", "--validate=false", "--output=json"];
    const stdin = JSON.stringify(named);
    return JSON.parse(await cluster.kubectl([...args, `--namespace=${namespace}`], { stdin })) as V1Pod;
  }

  async function prepare(namespace: string): Promise<void> {
    const known = await cluster.kubectl(["get", "namespaces", "--output=name"]);
    if (!known.split("\n").includes(`namespace/${namespace}`))
      await cluster.kubectl(["create", "namespace", namespace]);
    await eventually({
      what: `the service account of namespace ${namespace}`,
      condition: async () =>
        (await cluster.kubectl(["get", "serviceaccounts", `--namespace=${namespace}`, "--output=name"])).includes(
          "default",
        ),
    });
    const accounts = all.filter((golden) => golden.namespace === namespace).map(({ pod }) => accountOf(pod));
    for (const account of new Set(accounts))
      if (account !== "default")
        await cluster.kubectl(["create", "serviceaccount", account, `--namespace=${namespace}`]);
  }
});

function accountOf({ spec }: JsonObject): string {
  const name = isJsonObject(spec) ? spec.serviceAccountName : undefined;
  return typeof name === "string" ? name : "default";
}

function namesIn(list: readonly { readonly name: string }[] | undefined): readonly string[] {
  return (list ?? []).map(({ name }) => name);
}

function namesOf({ spec }: JsonObject, list: string): readonly string[] {
  const items =
    isJsonObject(spec) && Array.isArray(spec[list]) ? (spec[list] as readonly { readonly name: string }[]) : [];
  return namesIn(items);
}
