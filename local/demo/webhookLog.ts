import type { V1Pod } from "@kubernetes/client-node";
import { eventually } from "../eventually";
import type { LocalCluster } from "../localCluster";

const INJECTOR_NAMESPACE = "fargate-sidecar-injector";

/** The line that the webhook logged for a pod, without its fields for machines. */
export async function reasonLine(cluster: LocalCluster, pod: V1Pod): Promise<string> {
  const owner = pod.metadata?.generateName ?? "";
  let templates = "";
  await eventually({
    what: "the webhook's log line for the pod",
    condition: async () => {
      for (const line of await webhookLog(cluster)) if (line.pod === owner) templates = line.templates ?? templates;
      return templates !== "";
    },
  });
  return `${templates.replaceAll(",", ", ")} (template=reason, from the webhook's log)`;
}

/** Waits until every replica has taken up a change of the configuration. */
export async function everyReplicaFollows(cluster: LocalCluster): Promise<void> {
  await eventually({
    what: "every replica of the webhook to use the changed configuration",
    condition: async () => {
      const lines = await webhookLog(cluster);
      const replicas = new Set(lines.map(({ replica }) => replica));
      const followers = lines.filter(({ msg }) => msg === "sidecar configuration in use");
      return new Set(followers.map(({ replica }) => replica)).size === replicas.size;
    },
  });
}

interface WebhookLogLine {
  replica: string;
  msg?: string;
  pod?: string;
  templates?: string;
}

async function webhookLog(cluster: LocalCluster): Promise<WebhookLogLine[]> {
  const names = await cluster.kubectl(["get", "pods", `--namespace=${INJECTOR_NAMESPACE}`, "--output=name"]);
  return names
    .split("\n")
    .filter((name) => name !== "")
    .flatMap((name) => {
      const replica = name.replace("pod/", "");
      return cluster
        .podLogs(INJECTOR_NAMESPACE, replica, "webhook")
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => ({ ...(JSON.parse(line) as Omit<WebhookLogLine, "replica">), replica }));
    });
}
