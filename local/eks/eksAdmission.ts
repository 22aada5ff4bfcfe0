import { ApiException, CoreV1Api, type KubeConfig, type V1ServiceAccount } from "@kubernetes/client-node";
import type { FargateProfile } from "../../injection/fargate/fargateProfile";
import type { CertificateAuthority } from "../controlPlane/certificateAuthority";
import { fields, type PodPatcher } from "./admissionReview";
import { startPodWebhooks } from "./admissionWebhooks";
import { fargatePatch, fargateWebhookConfiguration } from "./fargateAdmission";
import { podIdentityOf, podIdentityPatch, podIdentityWebhookConfiguration } from "./podIdentity";

/** The region of the cluster, as the names of its nodes say it. */
const REGION = "us-east-1";

export interface EksAdmission {
  setProfiles(profiles: readonly FargateProfile[]): void;
  readonly stop: () => Promise<void>;
}

/** Starts the stand-ins for the webhooks that each EKS cluster has from its beginning. */
export async function startEksAdmission(
  kubeConfig: KubeConfig,
  authority: CertificateAuthority,
  initialProfiles: readonly FargateProfile[],
): Promise<EksAdmission> {
  let profiles = initialProfiles;
  const { stop } = await startPodWebhooks(kubeConfig, authority, [
    {
      commonName: "eks-fargate",
      patchPod: (namespace, pod) => fargatePatch(namespace, pod, profiles),
      configuration: fargateWebhookConfiguration,
    },
    {
      commonName: "pod-identity",
      patchPod: podIdentityPatcher(kubeConfig),
      configuration: podIdentityWebhookConfiguration,
    },
  ]);
  return {
    setProfiles(changed) {
      profiles = changed;
    },
    stop,
  };
}

/** Asks the API server for each pod's service account: the real webhook follows them all, and may know one too late. */
function podIdentityPatcher(kubeConfig: KubeConfig): PodPatcher {
  const core = kubeConfig.makeApiClient(CoreV1Api);
  return async (namespace, pod) => {
    const name = fields(pod["spec"])["serviceAccountName"];
    const account = typeof name === "string" ? await readServiceAccount(core, namespace, name) : undefined;
    const identity = podIdentityOf(account?.metadata?.annotations);
    return identity === undefined ? [] : podIdentityPatch(pod, identity, REGION);
  };
}

async function readServiceAccount(
  core: CoreV1Api,
  namespace: string,
  name: string,
): Promise<V1ServiceAccount | undefined> {
  try {
    return await core.readNamespacedServiceAccount({ namespace, name });
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}
