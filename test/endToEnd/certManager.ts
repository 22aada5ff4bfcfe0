// A stand-in for cert-manager with its CA injector. It knows Certificates as SidecarInjector asks for them, and refuses
// any other. Like the real one it issues into a Secret that is missing, or whose key or certificate is empty, by a
// server-side apply that keeps the Secret's type, and it leaves the Secret behind when its Certificate goes.
import assert from "node:assert/strict";
import {
  AdmissionregistrationV1Api,
  CoreV1Api,
  KubernetesObjectApi,
  ListWatch,
  Watch,
  type KubernetesObject,
  type V1MutatingWebhookConfiguration,
  type V1Secret,
  type V1ValidatingWebhookConfiguration,
} from "@kubernetes/client-node";
import { createCertificateAuthority, type CertificateAuthority } from "../../local/controlPlane/certificateAuthority";
import { eventually } from "../../local/eventually";
import type { LocalCluster } from "../../local/localCluster";
import { apply } from "../local/testCluster";

export interface CertManager {
  /** Issues every certificate anew, as the real one does when a third of its time is left. */
  renew(): Promise<void>;
  /** @throws the first error that it met. */
  stop(): Promise<void>;
}

/** Installs it in the cluster, with one authority for all issuers. */
export async function startCertManager(cluster: LocalCluster): Promise<CertManager> {
  await apply(cluster, CERTIFICATE_DEFINITION);
  const objects = KubernetesObjectApi.makeApiClient(cluster.kubeConfig);
  const listCertificates = () => objects.list<Certificate>("cert-manager.io/v1", "Certificate");
  await eventually({ what: "Certificates", condition: async () => Array.isArray((await listCertificates()).items) });

  const watch = new Watch(cluster.kubeConfig);
  const admission = cluster.kubeConfig.makeApiClient(AdmissionregistrationV1Api);
  const certificates = new ListWatch(CERTIFICATES_PATH, watch, listCertificates, false);
  const mutating = new ListWatch(
    `${ADMISSION_PATH}/mutatingwebhookconfigurations`,
    watch,
    () => admission.listMutatingWebhookConfiguration(),
    false,
  );
  const validating = new ListWatch(
    `${ADMISSION_PATH}/validatingwebhookconfigurations`,
    watch,
    () => admission.listValidatingWebhookConfiguration(),
    false,
  );
  const issuing = new Issuing(cluster, await createCertificateAuthority("private authority"));
  const errors: unknown[] = [];
  let stopped = false;
  let work = Promise.resolve();
  /** One after another, so that no two certificates are issued into one Secret. */
  const enqueue = (task: () => Promise<void>): Promise<void> => {
    work = work.then(task).catch((error: unknown) => {
      errors.push(error);
    });
    return work;
  };
  /** Whatever happens to an object, its newest state is looked at when its turn comes, if it is still there then. */
  const follow = async <T extends KubernetesObject>(
    list: ListWatch<T>,
    reconcile: (object: T) => Promise<void>,
  ): Promise<void> => {
    list.on("change", ({ metadata }) => {
      void enqueue(async () => {
        const object = list.get(metadata?.name ?? "", metadata?.namespace);
        if (object !== undefined) await reconcile(object);
      });
    });
    list.on("error", (error) => {
      if (!stopped) errors.push(error);
    });
    await list.start();
  };
  await follow(certificates, (certificate) => issuing.issueWhereMissing(certificate));
  await follow(mutating, (each) => issuing.injectAuthority("mutatingwebhookconfiguration", each));
  await follow(validating, (each) => issuing.injectAuthority("validatingwebhookconfiguration", each));
  return {
    renew: () =>
      enqueue(async () => {
        for (const certificate of certificates.list()) await issuing.issue(certificate);
      }),
    async stop() {
      stopped = true;
      await Promise.all([certificates.stop(), mutating.stop(), validating.stop()]);
      await work;
      assert.deepEqual(errors, []);
    },
  };
}

const CERTIFICATES_PATH = "/apis/cert-manager.io/v1/certificates";
const ADMISSION_PATH = "/apis/admissionregistration.k8s.io/v1";

interface Certificate extends KubernetesObject {
  spec?: Record<string, unknown>;
}

class Issuing {
  constructor(
    private readonly cluster: LocalCluster,
    private readonly authority: CertificateAuthority,
  ) {}

  async issueWhereMissing(certificate: Certificate): Promise<void> {
    const { secretName } = requestOf(certificate);
    const data = (await this.secret(certificate.metadata?.namespace, secretName))?.data ?? {};
    if (!data["tls.crt"] || !data["tls.key"]) await this.issue(certificate);
  }

  async issue(certificate: Certificate): Promise<void> {
    const { secretName, dnsNames } = requestOf(certificate);
    const { name = "", namespace = "" } = certificate.metadata ?? {};
    const secret = await this.secret(namespace, secretName);
    const issued = await this.authority.issue({ commonName: name, dnsNames });
    const applied = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: secretName,
        namespace,
        annotations: { "cert-manager.io/certificate-name": name },
        labels: { "controller.cert-manager.io/fao": "true" },
      },
      type: secret?.type ?? "kubernetes.io/tls",
      data: {
        "ca.crt": base64(this.authority.certificate),
        "tls.crt": base64(issued.certificate),
        "tls.key": base64(issued.key),
      },
    };
    await this.cluster.kubectl(
      ["apply", "--server-side", "--force-conflicts", "--field-manager=cert-manager-certificates-issuing", "-f", "-"],
      { stdin: JSON.stringify(applied) },
    );
    const status = JSON.stringify({ status: { conditions: [{ type: "Ready", status: "True", reason: "Ready" }] } });
    const patch = ["--subresource=status", "--type=merge", `--patch=${status}`];
    await this.cluster.kubectl(["patch", "certificate", name, `--namespace=${namespace}`, ...patch]);
  }

  /** What the CA injector does, by the annotation with the Certificate's namespace and name. */
  async injectAuthority(
    resource: string,
    { metadata, webhooks = [] }: V1MutatingWebhookConfiguration | V1ValidatingWebhookConfiguration,
  ): Promise<void> {
    const from = metadata?.annotations?.["cert-manager.io/inject-ca-from"];
    if (from === undefined) return;
    const [namespace = "", name = ""] = from.split("/");
    const secretName = "jsonpath={.spec.secretName}";
    const ofCertificate = ["certificate", name, `--namespace=${namespace}`, `--output=${secretName}`];
    const secret = await this.secret(namespace, await this.cluster.kubectl(["get", ...ofCertificate]));
    const value = secret?.data?.["ca.crt"];
    if (webhooks.every(({ clientConfig }) => clientConfig.caBundle === value)) return;
    const patch = webhooks.map((_, index) => ({ op: "add", path: `/webhooks/${index}/clientConfig/caBundle`, value }));
    const configuration = [resource, metadata?.name ?? ""];
    await this.cluster.kubectl(["patch", ...configuration, "--type=json", `--patch=${JSON.stringify(patch)}`]);
  }

  private async secret(namespace = "", name: string): Promise<V1Secret | undefined> {
    const core = this.cluster.kubeConfig.makeApiClient(CoreV1Api);
    const { items } = await core.listNamespacedSecret({ namespace, fieldSelector: `metadata.name=${name}` });
    return items[0];
  }
}

/** What a Certificate asks for. */
function requestOf({ spec = {} }: Certificate): { secretName: string; dnsNames: string[] } {
  const { secretName, dnsNames, issuerRef, ...others } = spec;
  assert.ok(typeof secretName === "string");
  assert.ok(Array.isArray(dnsNames) && dnsNames.every((name) => typeof name === "string"));
  assert.deepEqual(issuerRef, { group: "cert-manager.io", kind: "ClusterIssuer", name: "private-ca" });
  assert.deepEqual(others, {
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
    usages: ["digital signature", "server auth"],
  });
  return { secretName, dnsNames };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

const CERTIFICATE_DEFINITION = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "certificates.cert-manager.io" },
  spec: {
    group: "cert-manager.io",
    names: { kind: "Certificate", plural: "certificates", singular: "certificate" },
    scope: "Namespaced",
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        subresources: { status: {} },
      },
    ],
  },
};
