import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CoreV1Api, type V1Container, type V1Pod } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import { isJsonObject, parseYamlText, STATUS_ANNOTATION, type JsonObject } from "../../injection";
import { eventually } from "../../local/eventually";
import type { LocalCluster } from "../../local/localCluster";
import { PulumiStack } from "../../local/pulumi/pulumiStack";
import { LOCAL_WEBHOOK_IMAGE, WEBHOOK_PROGRAM } from "../../local/webhookProgram";
import { startPulumiOnCluster, type PulumiOnCluster } from "./pulumiOnCluster";
import { namesIn, valuesIn, type StringMap } from "./reinvocation/pods";

/** The namespaces of AWS's article: of the injector, and of its test. */
const INJECTOR = "appmesh-inject";
const APPS = "appmesh-inject-test";
const EXAMPLE = join(__dirname, "..", "..", "examples", "app-mesh");
const PREFIX = "appmesh.k8s.aws/";

/** Labels that the Fargate profiles here select. */
const ON_FARGATE = { on: "fargate" };

/** What AWS's article on its App Mesh injector says to do, in its order, and what it says to see. */
describe("AWS's article on sidecar injection with App Mesh, gone through on a real cluster", function () {
  this.timeout(300_000);
  let surroundings: PulumiOnCluster | undefined;
  let cluster: LocalCluster;
  let stack: PulumiStack;
  let leftovers: () => Promise<string[]>;

  before(async () => {
    surroundings = await startPulumiOnCluster({ [LOCAL_WEBHOOK_IMAGE]: WEBHOOK_PROGRAM });
    ({ cluster, leftovers } = surroundings);
    cluster.setFargateProfiles([
      { name: "meshed", selectors: [{ namespace: APPS, labels: ON_FARGATE }] },
      { name: "unmeshed", selectors: [{ namespace: "unlabelled", labels: ON_FARGATE }] },
    ]);
    stack = await PulumiStack.create(surroundings.pulumi, {
      projectDirectory: join(__dirname, "..", ".."),
      stackName: "test",
      config: {
        namespace: INJECTOR,
        image: LOCAL_WEBHOOK_IMAGE,
        // One, so that its metrics are all there are.
        replicas: 1,
        appMesh: true,
        sidecars: { ...exampleTemplates(), meshed: 'spec: {containers: [{name: logger, image: "logger:1"}]}' },
      },
      secrets: { kubeconfig: cluster.kubeconfig },
    });
  });
  after(() => surroundings?.stop());

  const applyFile = (name: string): Promise<string> => cluster.kubectl(["apply", `--filename=${join(EXAMPLE, name)}`]);
  const apply = (object: object): Promise<string> =>
    cluster.kubectl(["apply", "--filename=-"], { stdin: JSON.stringify(object) });

  /** What `kubectl get pods` says of the pods whose names begin so, as soon as all are as they should be. */
  const seen = async (namespace: string, name: string, ready: string): Promise<void> => {
    await eventually({
      what: `${name} to be ${ready} Running`,
      condition: async () => {
        const table = await cluster.kubectl(["get", "pods", "-n", namespace]);
        const rows = table.split("\n").filter((row) => row.startsWith(name));
        return rows.length > 0 && rows.every((row) => row.split(/\s+/).slice(1, 4).join(" ") === `${ready} Running 0`);
      },
    });
  };

  /** Applies a pod of the article's namespace, and gives it as it runs. */
  const running = async (pod: V1Pod, ready: string): Promise<V1Pod> => {
    await apply(pod);
    return runningPod(pod.metadata?.name ?? "", ready);
  };

  const runningPod = async (name: string, ready: string): Promise<V1Pod> => {
    await seen(APPS, name, ready);
    return cluster.kubeConfig.makeApiClient(CoreV1Api).readNamespacedPod({ name, namespace: APPS });
  };

  it("step 1: installs the injector, whose pod runs", async () => {
    await stack.up();
    await seen(INJECTOR, "fargate-sidecar-injector-", "1/1");
  });

  it("step 2: the pod in the namespace with the label runs 2/2", async () => {
    await applyFile("namespace.yaml");
    await applyFile("pod.yaml");
    const pod = await runningPod("nginx", "2/2");
    assert.deepEqual(namesIn(pod.spec?.containers), ["nginx", "envoy"]);
    assert.deepEqual(namesIn(pod.spec?.initContainers), ["proxyinit"]);
    assert.equal(valuesOf(pod, "envoy")["APPMESH_RESOURCE_ARN"], "mesh/mynewmesh/virtualNode/test");
    assert.equal(valuesOf(pod, "proxyinit")["APPMESH_APP_PORTS"], "80");
    // 22 is what the article sets, and the default.
    assert.equal(valuesOf(pod, "proxyinit")["APPMESH_EGRESS_IGNORED_PORTS"], "22");
  });

  it("a Deployment's pods are the virtual node NAMESPACE-DEPLOYMENT", async () => {
    const { spec } = podOf("nginx");
    const labels = { app: "of-deployment" };
    await apply({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "deployed", namespace: APPS },
      spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    });
    await cluster.kubectl(["rollout", "status", "deployment/deployed", `--namespace=${APPS}`]);
    await seen(APPS, "deployed-", "2/2");
    const api = cluster.kubeConfig.makeApiClient(CoreV1Api);
    const { items } = await api.listNamespacedPod({ namespace: APPS, labelSelector: "app=of-deployment" });
    assert.deepEqual(
      items.map((pod) => valuesOf(pod, "envoy")["APPMESH_VIRTUAL_NODE_NAME"]),
      Array(2).fill("mesh/mynewmesh/virtualNode/appmesh-inject-test-deployed"),
    );
  });

  const overrides: readonly [
    annotation: string,
    value: string,
    container: string,
    variable: string,
    becomes: string,
  ][] = [
    ["mesh", "my-mesh", "envoy", "APPMESH_RESOURCE_ARN", "mesh/my-mesh/virtualNode/test"],
    ["ports", "8079,8080", "proxyinit", "APPMESH_APP_PORTS", "8079,8080"],
    ["virtualNode", "my-app", "envoy", "APPMESH_RESOURCE_ARN", "mesh/mynewmesh/virtualNode/my-app"],
    ["egressIgnoredPorts", "3306", "proxyinit", "APPMESH_EGRESS_IGNORED_PORTS", "3306"],
  ];
  for (const [annotation, value, container, variable, becomes] of overrides)
    it(`a pod overrides the default by ${annotation}: ${value}`, async () => {
      const pod = podOf(`with-${annotation.toLowerCase()}`, { virtualNode: "test", [annotation]: value });
      assert.equal(valuesOf(await running(pod, "2/2"), container)[variable], becomes);
    });

  it("a pod with sidecarInjectorWebhook: disabled runs 1/1", async () => {
    const pod = await running(podOf("disabled", { virtualNode: "test", sidecarInjectorWebhook: "disabled" }), "1/1");
    assert.deepEqual(namesIn(pod.spec?.containers), ["nginx"]);
    assert.equal(pod.spec?.initContainers, undefined);
  });

  it("a wrong annotation is told by kubectl, and the pod runs 1/1", async () => {
    const pod = podOf("wrong", { virtualNode: "test", ports: "80,http" });
    await assert.rejects(
      cluster.kubectl(["apply", "--warnings-as-errors", "--filename=-"], { stdin: JSON.stringify(pod) }),
      /Warning: fargate-sidecar-injector: template "mesh" was not applied: bad-annotation, .*appmesh\.k8s\.aws\/ports must be .*but is the string "80,http"/,
    );
    assert.deepEqual(namesIn((await runningPod("wrong", "1/1")).spec?.containers), ["nginx"]);
  });

  it("a pod on Fargate gets Envoy and what the CNI plugin reads, beside its profile's sidecars, each once", async () => {
    const before = await repeatedCalls(cluster);
    const pod = await running(podOf("on-fargate", { virtualNode: "test" }, { labels: ON_FARGATE }), "3/3");
    // The API server asks each entry once more, because others have changed the pod after it.
    assert.equal((await repeatedCalls(cluster)) - before, 2);
    assert.deepEqual(namesIn(pod.spec?.containers), ["nginx", "logger", "envoy"]);
    assert.equal(pod.spec?.initContainers, undefined);
    const { [`${PREFIX}ports`]: ports, [`${PREFIX}ignoredUID`]: user, ...others } = pod.metadata?.annotations ?? {};
    assert.deepEqual([ports, user], ["80", "1337"]);
    const status: unknown = JSON.parse(others[STATUS_ANNOTATION] ?? "");
    assert.ok(isJsonObject(status));
    assert.deepEqual(Object.keys(status).sort(), ["mesh", "meshed", "size"]);
  });

  it("a namespace without the label is left alone, on Fargate and off it", async () => {
    await cluster.kubectl(["create", "namespace", "unlabelled"]);
    await apply(podOf("alone-on-ec2", { virtualNode: "test" }, { namespace: "unlabelled" }));
    await apply(podOf("alone-on-fargate", { virtualNode: "test" }, { namespace: "unlabelled", labels: ON_FARGATE }));
    await seen("unlabelled", "alone-", "1/1");
  });

  it("cleaning up leaves nothing of what the article names, nor of anything else, and pods start as before", async () => {
    await stack.destroy();
    for (const [kind, name] of [
      ["namespace", "appmesh-inject"],
      ["mutatingwebhookconfiguration", "aws-app-mesh-inject"],
      ["clusterrolebindings", "aws-app-mesh-inject-binding"],
      ["clusterrole", "aws-app-mesh-inject-cr"],
    ] as const)
      assert.equal(await cluster.kubectl(["get", kind, name, "--ignore-not-found"]), "", name);
    await running(podOf("afterwards", { virtualNode: "test" }), "1/1");
    await seen(APPS, "nginx", "2/2");
    await cluster.kubectl(["delete", "namespace", APPS, "unlabelled"]);
    assert.deepEqual(await leftovers(), []);
  });
});

/** The templates of the example's ConfigMap. */
function exampleTemplates(): JsonObject {
  const read = parseYamlText(readFileSync(join(EXAMPLE, "configmap.yaml"), "utf8"));
  assert.ok("value" in read && isJsonObject(read.value) && isJsonObject(read.value.data));
  return read.value.data;
}

/** The article's pod under another name, with these annotations of App Mesh. */
function podOf(
  name: string,
  annotations: StringMap = {},
  { namespace = APPS, labels = {} }: { namespace?: string; labels?: StringMap } = {},
): V1Pod {
  const prefixed = Object.entries(annotations).map(([key, value]) => [`${PREFIX}${key}`, value] as const);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels, annotations: Object.fromEntries(prefixed) },
    spec: { containers: [{ name: "nginx", image: "nginx", ports: [{ containerPort: 80 }] }] },
  };
}

/** The variables of one of a pod's containers. @throws where there is none of that name, or two */
function valuesOf({ spec }: V1Pod, name: string): Record<string, string | undefined> {
  const containers: V1Container[] = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const [found, ...others] = containers.filter((container) => container.name === name);
  assert.ok(found !== undefined && others.length === 0, name);
  return valuesIn(found.env);
}

/** How often the API server has asked again about a pod that was already injected. */
async function repeatedCalls(cluster: LocalCluster): Promise<number> {
  const service = `/api/v1/namespaces/${INJECTOR}/services/https:fargate-sidecar-injector:443`;
  const metrics = await cluster.kubectl(["get", "--raw", `${service}/proxy/metrics`]);
  return metrics
    .split("\n")
    .filter((line) => line.startsWith('fargate_sidecar_injector_pods_total{result="repeated"'))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}
