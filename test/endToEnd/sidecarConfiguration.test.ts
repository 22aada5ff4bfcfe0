import assert from "node:assert/strict";
import { join } from "node:path";
import { CoreV1Api } from "@kubernetes/client-node";
import { after, afterEach, before, describe, it } from "mocha";
import { WEBHOOK_PORT } from "../../components/names";
import { isJsonObject, type JsonObject } from "../../injection";
import { eventually } from "../../local/eventually";
import type { LocalCluster, NetworkFault } from "../../local/localCluster";
import { PulumiStack } from "../../local/pulumi/pulumiStack";
import { LOCAL_WEBHOOK_IMAGE, WEBHOOK_PROGRAM } from "../../local/webhookProgram";
import { sidecarConfigMap } from "../webhook/reviews";
import { admittedPod, imagesOf } from "./appPods";
import { startPulumiOnCluster, type PulumiOnCluster } from "./pulumiOnCluster";

const NAMESPACE = "fargate-sidecar-injector";
const NAME = "fargate-injector-sidecar-config";
const CONFIG_MAP = ["configmap", NAME, `--namespace=${NAMESPACE}`];

const template = (image: string): string => `spec: {containers: [{name: sidecar, image: "${image}"}]}`;
const GOOD = { default: template("sidecar:1") };
const BAD = {
  default: template("sidecar:2").replace("image", "imagee"),
  shop: `${template("shop:1")}\nprofile: [shop]`,
};
const PROBLEMS = [
  'default.spec.containers[0].imagee: unknown field, did you mean "image"?',
  'shop.profile: unknown field, did you mean "profiles"?',
];

describe("the sidecar ConfigMap of an installed injector, on a real API server", function () {
  this.timeout(300_000);
  let surroundings: PulumiOnCluster | undefined;
  let cluster: LocalCluster;
  let stack: PulumiStack;

  before(async () => {
    surroundings = await startPulumiOnCluster({ [LOCAL_WEBHOOK_IMAGE]: WEBHOOK_PROGRAM });
    ({ cluster } = surroundings);
    stack = await PulumiStack.create(surroundings.pulumi, {
      projectDirectory: join(__dirname, "..", ".."),
      stackName: "configuration",
      config: { image: LOCAL_WEBHOOK_IMAGE },
      secrets: { kubeconfig: cluster.kubeconfig },
    });
    await stack.up();
    await eventually({
      what: "the API server to ask the webhook",
      condition: () => isRefused(kubectl(["apply", "--dry-run=server"], sidecarConfigMap(BAD))),
    });
    await kubectl(["apply"], sidecarConfigMap(GOOD));
  });
  after(() => surroundings?.stop());

  const kubectl = (command: readonly string[], object: JsonObject): Promise<string> =>
    cluster.kubectl([...command, "--filename=-"], { stdin: JSON.stringify(object) });
  const isRefused = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => false,
      (error: unknown) => error instanceof Error && error.message.includes("denied the request"),
    );
  /** The whole message of the refusal has to be this. */
  const assertRefused = (work: Promise<unknown>, problems: readonly string[] = PROBLEMS): Promise<void> =>
    assert.rejects(work, (error: Error) => {
      const [, message] = error.message.split(
        'admission webhook "validate.configuration.fargate-sidecar-injector" denied the request: ',
      );
      assert.deepEqual(message?.split("\n"), [
        `${problems.length} problems in the sidecar configuration:`,
        ...problems,
      ]);
      return true;
    });
  const stored = async (): Promise<unknown> =>
    JSON.parse(await cluster.kubectl(["get", ...CONFIG_MAP, "--output=jsonpath={.data}"]));
  const injectedWith = (image: string): Promise<void> =>
    eventually({
      what: `pods with ${image}`,
      condition: async () => imagesOf(await admittedPod(cluster, "default")).join() === `app,${image}`,
    });

  describe("while the webhook can be reached", () => {
    afterEach("the good one is there and in use", async () => {
      await kubectl(["apply"], sidecarConfigMap(GOOD));
      assert.deepEqual(await stored(), GOOD);
      await injectedWith("sidecar:1");
    });

    it("is refused by kubectl apply with every problem where it is wrong, and the one before stays", async () => {
      await assertRefused(kubectl(["apply"], sidecarConfigMap(BAD)));
      await assertRefused(kubectl(["apply", "--server-side", "--force-conflicts"], sidecarConfigMap(BAD)));
      assert.deepEqual(await stored(), GOOD);
    });

    it("is refused also when it is made anew", async () => {
      await cluster.kubectl(["delete", ...CONFIG_MAP]);
      await assertRefused(kubectl(["create"], sidecarConfigMap(BAD)));
    });

    it("is refused also with an edit that takes all its labels and annotations away, and after one", async () => {
      await assertRefused(kubectl(["replace"], sidecarConfigMap(BAD)));
      await kubectl(["replace"], sidecarConfigMap(GOOD));
      assert.equal(await cluster.kubectl(["get", ...CONFIG_MAP, "--output=jsonpath={.metadata.labels}"]), "");
      await assertRefused(kubectl(["replace"], sidecarConfigMap(BAD)));
    });

    it("gets in with a warning where it declares a newer format, whatever is wrong with it", async () => {
      const newer = sidecarConfigMap(BAD, {
        metadata: { name: NAME, namespace: NAMESPACE, annotations: { "fargate-sidecar-injector/format": "1000" } },
      });
      await assert.rejects(
        kubectl(["replace", "--warnings-as-errors"], newer),
        /Warning: fargate-sidecar-injector: format 1000 is newer than \d+, .+\n.*1 warning received/,
      );
      assert.deepEqual(await stored(), BAD);
      await kubectl(["replace"], sidecarConfigMap(GOOD));
    });

    it("is not what ConfigMaps of another name or namespace are taken for", async () => {
      for (const metadata of [
        { name: "another", namespace: NAMESPACE },
        { name: NAME, namespace: "default" },
      ]) {
        await kubectl(["create"], sidecarConfigMap(BAD, { metadata }));
        await kubectl(["delete"], sidecarConfigMap(BAD, { metadata }));
      }
    });
  });

  describe("that got in wrong while the webhook could not be reached", () => {
    let pods: { name: string; address: string }[];
    const breakAll = (fault: NetworkFault | undefined): void => {
      for (const { address } of pods) cluster.network.setFault(address, fault);
    };
    before(async () => {
      const { items } = await cluster.kubeConfig.makeApiClient(CoreV1Api).listNamespacedPod({ namespace: NAMESPACE });
      pods = items.map(({ metadata, status }) => ({ name: metadata?.name ?? "", address: status?.podIP ?? "" }));
      assert.equal(pods.length, 2);
      breakAll({ kind: "refuse" });
      await kubectl(["apply"], sidecarConfigMap(BAD));
      breakAll(undefined);
    });
    after(() => {
      breakAll(undefined);
    });

    /** What a replica answers through the API server. */
    const ask = (pod: string, path: string): Promise<string> =>
      cluster.kubectl([
        "get",
        "--raw",
        `/api/v1/namespaces/${NAMESPACE}/pods/https:${pod}:${WEBHOOK_PORT}/proxy${path}`,
      ]);
    const statusOf = async (pod: string): Promise<JsonObject> => {
      const status: unknown = JSON.parse(await ask(pod, "/status"));
      assert.ok(isJsonObject(status));
      return status;
    };

    it("serves in the last good version of each template, and status, metrics and log of each replica say why", async () => {
      assert.deepEqual(await stored(), BAD);
      for (const { name } of pods) {
        await eventually({
          what: `the problems in the status of ${name}`,
          condition: async () => JSON.stringify((await statusOf(name)).problems) !== "[]",
        });
        const { templates, invalid, problems } = await statusOf(name);
        assert.match(JSON.stringify(templates), /^\[\{"name":"default","hash":"[0-9a-f]{12}","state":"last-good"\}\]$/);
        assert.deepEqual(invalid, ["shop"]);
        assert.ok(Array.isArray(problems));
        assert.deepEqual(
          problems.map((problem: { path: string; message: string }) => `${problem.path}: ${problem.message}`),
          PROBLEMS,
        );
        const metrics = await ask(name, "/metrics");
        for (const state of ["last-good", "invalid"])
          assert.ok(metrics.includes(`fargate_sidecar_injector_configuration_templates{state="${state}"} 1\n`));
        for (const problem of PROBLEMS) {
          const series = `,problem="${problem.replaceAll('"', '\\"')}"} 1\n`;
          assert.ok(metrics.includes(series), series);
          const log = cluster.podLogs(NAMESPACE, name, "webhook");
          assert.ok(log.includes(`"problem":${JSON.stringify(problem)},"msg":"problem in the sidecar configuration"`));
        }
      }
      assert.deepEqual(imagesOf(await admittedPod(cluster, "default")), ["app", "sidecar:1"]);
    });

    it("can be labelled, and deleted in the foreground as Pulumi does, which needs a change of it", async () => {
      await cluster.kubectl(["label", ...CONFIG_MAP, "owner=platform"]);
      await cluster.kubectl(["delete", ...CONFIG_MAP, "--cascade=foreground", "--timeout=30s"]);
      assert.deepEqual(imagesOf(await admittedPod(cluster, "default")), ["app", "sidecar:1"]);
    });

    it("is put right by kubectl as any other", async () => {
      await kubectl(["apply"], sidecarConfigMap({ default: template("sidecar:3") }));
      await injectedWith("sidecar:3");
    });
  });

  describe("after the stack is destroyed", () => {
    it("is no longer reviewed, and the registration has gone before the webhook", async () => {
      const { steps } = await stack.destroy();
      const deleted = steps.filter(({ operation }) => operation === "delete").map(({ type }) => type.split(":").pop());
      const registration = deleted.indexOf("ValidatingWebhookConfiguration");
      assert.ok(registration >= 0 && registration < deleted.indexOf("Deployment"), deleted.join());
      assert.equal(await cluster.kubectl(["get", "validatingwebhookconfigurations", "--output=name"]), "");
      assert.deepEqual(await surroundings?.leftovers(), []);
    });
  });
});
