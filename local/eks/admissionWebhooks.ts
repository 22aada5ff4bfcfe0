import {
  AdmissionregistrationV1Api,
  CoreV1Api,
  type KubeConfig,
  type V1MutatingWebhookConfiguration,
} from "@kubernetes/client-node";
import type { CertificateAuthority } from "../controlPlane/certificateAuthority";
import { eventually } from "../eventually";
import type { PodPatcher } from "./admissionReview";
import { startAdmissionServer, type AdmissionServer, type WebhookAddress } from "./admissionServer";

/** A webhook for pods: what it changes of them, and how it is registered. */
export interface PodWebhook {
  /** Common name of its certificate. */
  readonly commonName: string;
  readonly patchPod: PodPatcher;
  /** Has to match a pod of namespace `default`, by which the start finds out when the API server begins to call. */
  readonly configuration: (address: WebhookAddress) => V1MutatingWebhookConfiguration;
}

/** Webhooks that the API server calls. Their registration ends with the cluster. */
export interface RunningWebhooks {
  readonly stop: () => Promise<void>;
}

/** Serves webhooks, registers them, and resolves when the API server calls all of them: that takes it about a second. */
export async function startPodWebhooks(
  kubeConfig: KubeConfig,
  authority: CertificateAuthority,
  webhooks: readonly PodWebhook[],
): Promise<RunningWebhooks> {
  const servers: AdmissionServer[] = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    const admission = kubeConfig.makeApiClient(AdmissionregistrationV1Api);
    for (const { commonName, patchPod, configuration } of webhooks) {
      const server = await startAdmissionServer(commonName, authority, patchPod);
      servers.push(server);
      await admission.createMutatingWebhookConfiguration({ body: configuration(server.address) });
    }
    await eventually({
      what: `the API server to call ${webhooks.map(({ commonName }) => commonName).join(" and ")}`,
      condition: async () => {
        await createProbe(kubeConfig);
        return servers.every(({ calls }) => calls > 0);
      },
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** A dry run: the pod never exists. */
async function createProbe(kubeConfig: KubeConfig): Promise<void> {
  await kubeConfig.makeApiClient(CoreV1Api).createNamespacedPod({
    namespace: "default",
    dryRun: "All",
    body: { metadata: { generateName: "probe-" }, spec: { containers: [{ name: "probe", image: "probe" }] } },
  });
}
