import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, type Stack, type UpResult } from "@pulumi/pulumi/automation";
import { CoreV1Api } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import { SidecarInjector } from "../../components/sidecarInjector";
import type { SidecarInjectorArgs } from "../../components/sidecarInjectorArgs";
import { createCertificateAuthority, type CertificateAuthority } from "../../local/controlPlane/certificateAuthority";
import { eventually } from "../../local/eventually";
import { listClusterObjects } from "../../local/listClusterObjects";
import type { LocalCluster } from "../../local/localCluster";
import type { PulumiEnvironment } from "../../local/pulumi/pulumiEnvironment";
import { LOCAL_WEBHOOK_IMAGE, WEBHOOK_PROGRAM } from "../../local/webhookProgram";
import { admittedPod, imagesOf, podsAdmittedDuring } from "./appPods";
import { startCertManager, type CertManager } from "./certManager";
import { startPulumiOnCluster, type PulumiOnCluster } from "./pulumiOnCluster";
import { trustDuring } from "./webhookTrust";

const NAMESPACE = "sidecars";

describe("a serving certificate from elsewhere, with the real engine on a real cluster", function () {
  this.timeout(600_000);
  let surroundings: PulumiOnCluster | undefined;
  let cluster: LocalCluster;
  let pulumiEnvironment: PulumiEnvironment;
  let workDir: string;

  before(async () => {
    surroundings = await startPulumiOnCluster({ [LOCAL_WEBHOOK_IMAGE]: WEBHOOK_PROGRAM });
    ({ cluster, pulumi: pulumiEnvironment } = surroundings);
    workDir = await mkdtemp(join(pulumiEnvironment.directory, "workspace-"));
  });
  after(() => surroundings?.stop());

  const stackWith = async (args: Partial<SidecarInjectorArgs>): Promise<Stack> => {
    const program = (): Promise<void> => {
      const provider = new k8s.Provider("cluster", { kubeconfig: cluster.kubeconfig });
      const sidecar = "spec: {containers: [{name: sidecar, image: sidecar}]}";
      new SidecarInjector(
        "injector",
        {
          image: LOCAL_WEBHOOK_IMAGE,
          namespace: NAMESPACE,
          sidecarConfiguration: { templates: { default: sidecar } },
          ...args,
        },
        { provider },
      );
      return Promise.resolve();
    };
    return LocalWorkspace.createOrSelectStack(
      { stackName: "sources", projectName: "user", program },
      { ...(await pulumiEnvironment.workspaceOptions()), workDir },
    );
  };

  /** Updates the stack while pods are created: each has to get its sidecar, and each of the webhook's to be trusted. */
  async function upWithoutGap(args: Partial<SidecarInjectorArgs>): Promise<string> {
    const update = (await stackWith(args)).up();
    const [{ result, pods }, trust] = await Promise.all([
      podsAdmittedDuring(cluster, "default", update),
      trustDuring(cluster, NAMESPACE, update),
    ]);
    assert.deepEqual(
      pods.map(imagesOf).filter((images) => images.join() !== "app,sidecar"),
      [],
    );
    assert.ok(trust.accepted > 0);
    assert.deepEqual(trust.refused, []);
    return changesOf(result);
  }

  const injecting = (): Promise<void> =>
    eventually({
      what: "a pod with a sidecar",
      condition: async () => imagesOf(await admittedPod(cluster, "default")).join() === "app,sidecar",
    });

  describe("brought by the user", () => {
    let old: CertificateAuthority;
    let next: CertificateAuthority;
    before(async () => {
      old = await createCertificateAuthority("old");
      next = await createCertificateAuthority("next");
    });
    after(async () => {
      await (await stackWith({})).destroy();
    });

    it("comes to be another authority's without a gap, by way of an update that trusts both", async () => {
      const issuedBy = async (authority: CertificateAuthority): Promise<SidecarInjectorArgs["certificates"]> => {
        const dnsNames = [`fargate-sidecar-injector.${NAMESPACE}.svc`];
        const { certificate, key } = await authority.issue({ commonName: "webhook", dnsNames });
        return { certificate, privateKey: pulumi.secret(key) };
      };
      const [before, afterwards] = [await issuedBy(old), await issuedBy(next)];
      const both = `${old.certificate}\n${next.certificate}`;

      await (await stackWith({ certificates: { caCertificate: old.certificate, ...before } })).up();
      await injecting();
      // The authorities stand in two webhook configurations.
      assert.equal(await upWithoutGap({ certificates: { caCertificate: both, ...before } }), "update 2");
      assert.equal(await upWithoutGap({ certificates: { caCertificate: both, ...afterwards } }), "replace 1, update 1");
      assert.equal(
        await upWithoutGap({ certificates: { caCertificate: next.certificate, ...afterwards } }),
        "update 2",
      );
    });
  });

  describe("from cert-manager", () => {
    const certificates = { certManagerIssuer: { name: "private-ca", kind: "ClusterIssuer" } };
    let certManager: CertManager | undefined;
    let objectsBefore: string[];
    before(async () => {
      certManager = await startCertManager(cluster);
      await cluster.kubectl(["create", "namespace", NAMESPACE]);
      await cluster.kubectl(["wait", "--for=create", "serviceaccount/default", `--namespace=${NAMESPACE}`]);
      objectsBefore = await listClusterObjects(cluster);
    });
    after(() => certManager?.stop());

    const givenNamespace = { certificates, createNamespace: false };

    const servedCertificate = async (): Promise<string | undefined> => {
      const api = cluster.kubeConfig.makeApiClient(CoreV1Api);
      const { data } = await api.readNamespacedSecret({ namespace: NAMESPACE, name: "fargate-sidecar-injector-tls" });
      return data?.["tls.crt"];
    };

    it("serves as soon as cert-manager has issued it", async () => {
      await (await stackWith(givenNamespace)).up();
      await injecting();
      assert.ok(await servedCertificate());
    });

    it("is left to cert-manager by a second update", async () => {
      assert.equal(await upWithoutGap(givenNamespace), "");
    });

    it("is left to cert-manager by an update that has seen a renewal", async () => {
      const first = await servedCertificate();
      await certManager?.renew();
      const renewed = await servedCertificate();
      assert.notEqual(renewed, first);
      assert.equal(changesOf(await (await stackWith(givenNamespace)).up({ refresh: true })), "");
      assert.equal(await servedCertificate(), renewed);
      await injecting();
    });

    it("leaves neither a Certificate nor a Secret behind, also where the namespace stays", async () => {
      await (await stackWith(givenNamespace)).destroy();
      assert.deepEqual(await listClusterObjects(cluster), objectsBefore);
    });

    it("leaves nothing behind where the namespace is the stack's", async () => {
      await cluster.kubectl(["delete", "namespace", NAMESPACE]);
      const without = await listClusterObjects(cluster);
      const stack = await stackWith({ certificates });
      await stack.up();
      await injecting();
      await stack.destroy();
      assert.deepEqual(await listClusterObjects(cluster), without);
    });
  });
});

/** What an update has changed: `replace 1, update 2`. */
function changesOf({ summary }: UpResult): string {
  return Object.entries(summary.resourceChanges ?? {})
    .filter(([operation]) => operation !== "same")
    .map(([operation, count]) => `${operation} ${count}`)
    .join(", ");
}
