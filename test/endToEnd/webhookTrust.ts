import { connect } from "node:tls";
import { AdmissionregistrationV1Api, CoreV1Api } from "@kubernetes/client-node";
import { WEBHOOK_CONFIGURATION_NAME, WEBHOOK_PORT, webhookDnsName } from "../../components/names";
import type { LocalCluster } from "../../local/localCluster";

/** What an API server without an open connection would have found at the webhook's pods. */
export interface ObservedTrust {
  /** How many certificates of ready pods it would have accepted. */
  accepted: number;
  /** Why it would have refused the others. */
  refused: string[];
}

/**
 * Verifies the certificate of each ready webhook pod against the authorities in the webhook configuration, again and
 * again until the work is done. The API server itself shows little of that: it keeps its connections to old pods.
 */
export async function trustDuring(
  cluster: LocalCluster,
  namespace: string,
  work: Promise<unknown>,
): Promise<ObservedTrust> {
  const running = { work: true };
  const end = (): void => {
    running.work = false;
  };
  work.then(end, end);
  const observed: ObservedTrust = { accepted: 0, refused: [] };
  do {
    // The authorities first: a change of theirs in between then makes it stricter, not more lenient.
    const authorities = await trustedAuthorities(cluster);
    for (const port of await readyWebhookPorts(cluster, namespace)) {
      const refusal = await refusalOf(port, webhookDnsName(namespace), authorities);
      if (refusal === undefined) observed.accepted++;
      else if (refusal !== UNREACHABLE) observed.refused.push(refusal);
    }
  } while (running.work);
  return observed;
}

/** The authorities that the API server trusts for the webhook, as PEM. */
export async function trustedAuthorities(cluster: LocalCluster): Promise<string> {
  const api = cluster.kubeConfig.makeApiClient(AdmissionregistrationV1Api);
  const { webhooks } = await api.readMutatingWebhookConfiguration({ name: WEBHOOK_CONFIGURATION_NAME });
  return Buffer.from(webhooks?.[0]?.clientConfig.caBundle ?? "", "base64").toString();
}

/**
 * Ports of the loopback interface behind which ready webhook pods listen. One that is being deleted is still ready for a
 * while, but no endpoint of the Service any more: nobody new comes to it.
 */
async function readyWebhookPorts(cluster: LocalCluster, namespace: string): Promise<number[]> {
  const { items } = await cluster.kubeConfig.makeApiClient(CoreV1Api).listNamespacedPod({ namespace });
  return items
    .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
    .filter(({ status }) => status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"))
    .flatMap(({ status }) => cluster.network.resolve(status?.podIP ?? "", WEBHOOK_PORT) ?? []);
}

/** The pod has ended since it was listed. */
const UNREACHABLE = "unreachable";

/** Why a client that trusts these authorities would not talk to who listens there. */
function refusalOf(port: number, servername: string, authorities: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, ca: authorities, servername, rejectUnauthorized: false });
    socket.once("secureConnect", () => {
      resolve(socket.authorized ? undefined : String(socket.authorizationError));
      socket.destroy();
    });
    socket.once("error", () => {
      resolve(UNREACHABLE);
    });
  });
}
