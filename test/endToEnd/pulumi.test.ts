import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { eventually } from "../../local/eventually";
import type { LocalCluster } from "../../local/localCluster";
import { isUnchanged, type UpdateSummary } from "../../local/pulumi/engineEvents";
import { PulumiStack } from "../../local/pulumi/pulumiStack";
import { admittedPod, imagesOf, podsAdmittedDuring } from "./appPods";
import { startPulumiOnCluster, type PulumiOnCluster } from "./pulumiOnCluster";
import { LOCAL_WEBHOOK_IMAGE, WEBHOOK_PROGRAM } from "../../local/webhookProgram";

const NAMESPACE = "fargate-sidecar-injector";
const EXAMPLE = join(__dirname, "..", "..", "examples", "sidecar-configmap.yaml");
const CONFIG_MAP = "fargate-injector-sidecar-config";

const sidecars = (image: string): object => ({ default: { spec: { containers: [{ name: "sidecar", image }] } } });

describe("the project's own stack, with the real engine on a real cluster", function () {
  this.timeout(300_000);
  let surroundings: PulumiOnCluster | undefined;
  let cluster: LocalCluster;
  let stack: PulumiStack;
  let leftovers: () => Promise<string[]>;
  let printed = "";

  before(async () => {
    surroundings = await startPulumiOnCluster({ [LOCAL_WEBHOOK_IMAGE]: WEBHOOK_PROGRAM });
    ({ cluster, leftovers } = surroundings);
    stack = await PulumiStack.create(surroundings.pulumi, {
      projectDirectory: join(__dirname, "..", ".."),
      stackName: "test",
      config: { image: LOCAL_WEBHOOK_IMAGE },
      secrets: { kubeconfig: cluster.kubeconfig },
      onOutput: (text) => void (printed += text),
    });
  });
  after(() => surroundings?.stop());

  const injectedWith = (image: string): Promise<void> =>
    eventually({
      what: `pods with ${image}`,
      condition: async () => imagesOf(await admittedPod(cluster, "default")).join() === `app,${image}`,
    });

  it("injects nothing until kubectl brings a sidecar configuration, then the very next pods", async () => {
    await stack.up();
    assert.deepEqual(imagesOf(await admittedPod(cluster, "default")), ["app"]);
    await cluster.kubectl(["apply", `--namespace=${NAMESPACE}`, `--filename=${EXAMPLE}`]);
    await injectedWith("busybox");
  });

  it("has nothing to do in a second update, and leaves kubectl's configuration alone", async () => {
    assert.ok(isUnchanged(await stack.up()), JSON.stringify(stack.lastSummary?.changes));
    assert.deepEqual(imagesOf(await admittedPod(cluster, "default")), ["app", "busybox"]);
  });

  it("changes the sidecars without a pod that gets none", async () => {
    await stack.setConfig("sidecars", sidecars("sidecar:2"));
    const { result, pods } = await podsAdmittedDuring(cluster, "default", stack.up());
    assert.deepEqual(changed(result), ["update kubernetes:core/v1:ConfigMap"]);
    assert.deepEqual(
      pods.filter((pod) => !/^app,(busybox|sidecar:2)$/.test(imagesOf(pod).join())),
      [],
    );
    await injectedWith("sidecar:2");
  });

  it("takes back what kubectl changed, once it has looked", async () => {
    const data = JSON.stringify({ data: { default: "spec: {containers: [{name: sidecar, image: 'sidecar:3'}]}" } });
    await cluster.kubectl([
      "patch",
      "configmap",
      CONFIG_MAP,
      `--namespace=${NAMESPACE}`,
      "--type=merge",
      `--patch=${data}`,
    ]);
    await stack.refresh();
    assert.deepEqual(changed(await stack.up()), ["update kubernetes:core/v1:ConfigMap"]);
    const now = await cluster.kubectl([
      "get",
      "configmap",
      CONFIG_MAP,
      `--namespace=${NAMESPACE}`,
      "--output=jsonpath={.data.default}",
    ]);
    assert.match(now, /sidecar:2/);
  });

  it("tells at a preview, and at no update, what the sidecars do to the size of pods", async () => {
    assert.doesNotMatch(printed, /the sizes of pods/);
    await stack.preview();
    assert.match(
      printed,
      /the sizes of pods on Fargate.*\n\s*template "default" on profile "default"\n\s*the smallest pod: no change/,
    );
  });

  it("stops a preview where a lint rule finds an error, and names the rule's section", async () => {
    const privileged = { name: "sidecar", image: "sidecar:2", securityContext: { privileged: true } };
    await stack.setConfig("sidecars", { default: { spec: { containers: [privileged] } } });
    await assert.rejects(
      stack.preview(),
      /- sidecars\.default\.spec\.containers\[0\]\.securityContext\.privileged: .*docs\/lint-rules\.md#privileged/,
    );
  });

  it("refuses a wrong sidecar configuration and changes nothing", async () => {
    await stack.setConfig("sidecars", { default: "spec: {containers: [{name: sidecar, imagee: x, image: y}]}" });
    await assert.rejects(stack.up(), (error: Error) => {
      assert.match(error.message, /- sidecars\.default\.spec\.containers\[0\]\.imagee: unknown field/);
      assert.doesNotMatch(error.message, /unhandled exception|sidecarInjector\.ts/);
      return true;
    });
    assert.deepEqual(imagesOf(await admittedPod(cluster, "default")), ["app", "sidecar:2"]);
  });

  it("deletes the webhook's configurations before the webhook, and leaves nothing of ours behind", async () => {
    const { steps } = await stack.destroy();
    const deleted = steps.filter(({ operation }) => operation === "delete").map(({ type }) => type);
    assert.deepEqual(deleted.slice(0, 2), [
      "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
      "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
    ]);
    assert.equal(deleted.filter((type) => type.startsWith("kubernetes:")).at(-1), "kubernetes:core/v1:Namespace");
    assert.deepEqual(await leftovers(), []);
  });
});

function changed({ steps }: UpdateSummary): string[] {
  return steps
    .filter(({ operation }) => operation !== "same" && operation !== "refresh")
    .map(({ operation, type }) => `${operation} ${type}`);
}
