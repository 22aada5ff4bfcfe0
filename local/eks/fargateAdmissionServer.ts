import { once } from "node:events";
import { createServer, type Server } from "node:https";
import { json } from "node:stream/consumers";
import {
  AdmissionregistrationV1Api,
  CoreV1Api,
  type KubeConfig,
  type V1MutatingWebhookConfiguration,
} from "@kubernetes/client-node";
import type { FargateProfile } from "../../injection/fargateProfile";
import { FARGATE_SCHEDULER } from "../../injection/names";
import type { CertificateAuthority } from "../controlPlane/certificateAuthority";
import { eventually } from "../eventually";
import { answerFargateAdmission } from "./fargateAdmission";

/** EKS's own name: the API server asks webhooks in the order of such names. */
export const FARGATE_ADMISSION_NAME = "0500-amazon-eks-fargate-mutation.amazonaws.com";

export interface FargateAdmissionServer {
  setProfiles(profiles: readonly FargateProfile[]): void;
  stop(): Promise<void>;
}

/** Serves the stand-in for EKS's Fargate webhook on a free loopback port and registers it as EKS does. */
export async function startFargateAdmission(
  kubeConfig: KubeConfig,
  authority: CertificateAuthority,
  initialProfiles: readonly FargateProfile[],
): Promise<FargateAdmissionServer> {
  let profiles = initialProfiles;
  const { certificate, key } = await authority.issue({ commonName: "eks-fargate", ipAddresses: ["127.0.0.1"] });
  const server = createServer({ cert: certificate, key }, (request, response) => {
    void json(request).then(
      (review) => {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(answerFargateAdmission(review, profiles)));
      },
      (error: unknown) => response.writeHead(400).end(String(error)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  try {
    await kubeConfig.makeApiClient(AdmissionregistrationV1Api).createMutatingWebhookConfiguration({
      body: fargateWebhookConfiguration(portOf(server), authority.certificate),
    });
    profiles = [PROBE_PROFILE];
    await eventually({ what: "EKS's stand-in webhook to act", condition: () => isProbeMutated(kubeConfig) });
  } catch (error) {
    await stop();
    throw error;
  }
  profiles = initialProfiles;
  return {
    setProfiles(changed) {
      profiles = changed;
    },
    stop,
  };
}

/** Selects nothing but the pod by which the start finds out when the API server begins to call the webhook. */
const PROBE_PROFILE: FargateProfile = {
  name: "probe",
  selectors: [{ namespace: "default", labels: { "local-cluster/probe": "true" } }],
};

/** A new webhook acts only after about a second. The pod that shows it is a dry run: it never exists. */
async function isProbeMutated(kubeConfig: KubeConfig): Promise<boolean> {
  const pod = await kubeConfig.makeApiClient(CoreV1Api).createNamespacedPod({
    namespace: "default",
    dryRun: "All",
    body: {
      metadata: { generateName: "probe-", labels: { "local-cluster/probe": "true" } },
      spec: { containers: [{ name: "probe", image: "probe" }] },
    },
  });
  return pod.spec?.schedulerName === FARGATE_SCHEDULER;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen on a port");
  return address.port;
}

/** Field by field what EKS registers, except for the port, which is 23445 there. */
function fargateWebhookConfiguration(port: number, caBundle: string): V1MutatingWebhookConfiguration {
  return {
    metadata: { name: FARGATE_ADMISSION_NAME },
    webhooks: [
      {
        name: FARGATE_ADMISSION_NAME,
        admissionReviewVersions: ["v1beta1"],
        clientConfig: { caBundle: Buffer.from(caBundle).toString("base64"), url: `https://127.0.0.1:${port}/mutate` },
        failurePolicy: "Ignore",
        matchPolicy: "Equivalent",
        namespaceSelector: {},
        objectSelector: {},
        reinvocationPolicy: "Never",
        rules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["CREATE"], resources: ["pods"], scope: "*" }],
        sideEffects: "None",
        timeoutSeconds: 5,
      },
    ],
  };
}
