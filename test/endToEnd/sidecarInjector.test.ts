import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { after, afterEach, before, describe, it } from "mocha";
import { SidecarInjector, type ServingCertificateArgs, type SidecarInjectorArgs } from "../../components";
import { createCertificateAuthority, type CertificateAuthority } from "../../local/controlPlane/certificateAuthority";
import type { LocalCluster } from "../../local/localCluster";
import type { PulumiEnvironment } from "../../local/pulumi/pulumiEnvironment";
import { admittedPod, imagesOf, podsAdmittedDuring } from "./appPods";
import { startPulumiOnCluster, type PulumiOnCluster } from "./pulumiOnCluster";
import { LOCAL_WEBHOOK_IMAGE, WEBHOOK_PROGRAM } from "../../local/webhookProgram";
import { SILENT_IMAGE, SILENT_PROGRAM } from "./silentPods";

/** How long Pulumi waits for pods that are not going to be ready. */
const ROLLOUT_TIMEOUT = "8s";

const sidecar = (image: string): SidecarInjectorArgs["sidecarConfiguration"] => ({
  templates: { default: `spec: {containers: [{name: sidecar, image: "${image}"}]}` },
});

describe("SidecarInjector in a stack of its user's, with the real engine on a real cluster", function () {
  this.timeout(300_000);
  let surroundings: PulumiOnCluster | undefined;
  let cluster: LocalCluster;
  let pulumiEnvironment: PulumiEnvironment;
  let leftovers: () => Promise<string[]>;
  let authority: CertificateAuthority;

  before(async () => {
    surroundings = await startPulumiOnCluster({
      [LOCAL_WEBHOOK_IMAGE]: WEBHOOK_PROGRAM,
      [SILENT_IMAGE]: SILENT_PROGRAM,
    });
    ({ cluster, pulumi: pulumiEnvironment, leftovers } = surroundings);
    authority = await createCertificateAuthority("authority");
  });
  after(() => surroundings?.stop());

  /** A stack with a provider that replaces ConfigMaps, as providers do unless told otherwise, and with an app. */
  function program(args: Partial<SidecarInjectorArgs>): PulumiFn {
    return () => {
      const provider = new k8s.Provider("cluster", { kubeconfig: cluster.kubeconfig });
      const injector = new SidecarInjector(
        "injector",
        { image: LOCAL_WEBHOOK_IMAGE, sidecarConfiguration: sidecar("sidecar:1"), ...args },
        { provider, transforms: args.image === SILENT_IMAGE ? [withShortRollout] : [] },
      );
      new k8s.core.v1.Pod(
        "app",
        { metadata: { name: "app", namespace: "default" }, spec: { containers: [{ name: "app", image: "app" }] } },
        { provider, dependsOn: injector.ready },
      );
      return Promise.resolve({ caBundle: injector.caBundle });
    };
  }

  const stackOf = async (stackName: string, args: Partial<SidecarInjectorArgs>): Promise<Stack> =>
    LocalWorkspace.createOrSelectStack(
      { stackName, projectName: "user", program: program(args) },
      await pulumiEnvironment.workspaceOptions(),
    );

  const ownCertificate = async (): Promise<ServingCertificateArgs> => {
    const { certificate, key } = await authority.issue({
      commonName: "webhook",
      dnsNames: ["fargate-sidecar-injector.fargate-sidecar-injector.svc"],
    });
    return { caCertificate: authority.certificate, certificate, privateKey: pulumi.secret(key) };
  };

  describe("through its life", () => {
    let certificates: ServingCertificateArgs;
    before(async () => {
      certificates = await ownCertificate();
    });
    after(async () => {
      await (await stackOf("life", {})).destroy();
    });

    it("injects an app of the same update that depends on `ready`", async () => {
      await (await stackOf("life", { certificates })).up();
      const images = await cluster.kubectl(["get", "pod", "app", "--output=jsonpath={.spec.containers[*].image}"]);
      assert.equal(images, "app sidecar:1");
    });

    it("lets no pod go without a sidecar while the provider replaces the ConfigMap", async () => {
      const stack = await stackOf("life", { certificates, sidecarConfiguration: sidecar("sidecar:2") });
      const { result, pods } = await podsAdmittedDuring(cluster, "default", stack.up());
      assert.equal(result.summary.resourceChanges?.replace, 1);
      assert.deepEqual(
        pods.map(imagesOf).filter((images) => !/^app,sidecar:[12]$/.test(images.join())),
        [],
      );
    });

    it("lets no pod go without a sidecar while the certificate is renewed and the pods are rolled out anew", async () => {
      certificates = await ownCertificate();
      const stack = await stackOf("life", { certificates, sidecarConfiguration: sidecar("sidecar:2") });
      const { result, pods } = await podsAdmittedDuring(cluster, "default", stack.up());
      assert.equal(result.summary.resourceChanges?.update, 1);
      assert.deepEqual(
        pods.map(imagesOf).filter((images) => images.join() !== "app,sidecar:2"),
        [],
      );
    });

    it("goes on injecting with the old pods where new ones do not become ready", async () => {
      const stack = await stackOf("life", {
        certificates,
        image: SILENT_IMAGE,
        sidecarConfiguration: sidecar("sidecar:2"),
      });
      await assert.rejects(stack.up());
      assert.deepEqual(imagesOf(await admittedPod(cluster, "default")), ["app", "sidecar:2"]);
    });
  });

  describe("whose first pods never become ready", () => {
    let stack: Stack;
    before(async () => {
      stack = await stackOf("half", { image: SILENT_IMAGE });
      await assert.rejects(stack.up(), /injector-webhook/);
    });
    afterEach(async () => {
      await stack.destroy();
    });

    it("leaves pods alone, and nothing behind once it is destroyed", async () => {
      assert.deepEqual(imagesOf(await admittedPod(cluster, "default")), ["app"]);
      assert.ok((await leftovers()).some((object) => object.includes("Deployment")));
      await stack.destroy();
      assert.deepEqual(await leftovers(), []);
    });
  });
});

function withShortRollout({
  type,
  props,
  opts,
}: pulumi.ResourceTransformArgs): pulumi.ResourceTransformResult | undefined {
  if (type !== "kubernetes:apps/v1:Deployment") return undefined;
  return { props, opts: { ...opts, customTimeouts: { create: ROLLOUT_TIMEOUT, update: ROLLOUT_TIMEOUT } } };
}
