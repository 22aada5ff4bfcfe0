import assert from "node:assert/strict";
import { mutatingWebhookConfigurationManifest } from "../../../components/manifests/mutatingWebhookConfiguration";
import { MUTATE_PATH } from "../../../components/names";
import { isJsonArray, isJsonObject, type JsonObject } from "../../../injection/json";
import type { LocalCluster } from "../../../local/localCluster";
import { apply } from "../../local/testCluster";
import { call } from "../../webhook/client";
import type { WebhookUnderTest } from "../../webhook/webhookUnderTest";

/**
 * Registers our webhook as its manifest says, but for two things: the API server finds it beside itself and not behind
 * a Service, and the name and one more condition on labels let two registrations divide the pods between them.
 */
export async function register(
  webhook: WebhookUnderTest,
  cluster: LocalCluster,
  name: string,
  condition: JsonObject,
): Promise<void> {
  const manifest: unknown = JSON.parse(
    JSON.stringify(
      mutatingWebhookConfigurationManifest({
        namespace: "injector",
        caBundle: undefined,
        annotations: {},
        appMesh: false,
      }),
    ),
  );
  assert.ok(isJsonObject(manifest) && isJsonArray(manifest.webhooks));
  const [entry] = manifest.webhooks;
  assert.ok(manifest.webhooks.length === 1 && isJsonObject(entry) && isJsonObject(entry.objectSelector));
  const { matchExpressions } = entry.objectSelector;
  assert.ok(isJsonArray(matchExpressions));
  await apply(cluster, {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: { name },
    webhooks: [
      {
        ...entry,
        clientConfig: {
          url: `https://127.0.0.1:${webhook.port}${MUTATE_PATH}`,
          caBundle: Buffer.from(webhook.files.authority.certificate).toString("base64"),
        },
        objectSelector: { matchExpressions: [...matchExpressions, condition] },
      },
    ],
  });
}

/** What the webhook has answered so far, by the results that its metrics count. */
export interface Answers {
  injected: number;
  repeated: number;
  unchanged: number;
}

/** The answers that come while the work is done. */
export async function answersDuring(webhook: WebhookUnderTest, work: () => Promise<unknown>): Promise<Answers> {
  const before = await answers(webhook);
  await work();
  const after = await answers(webhook);
  return {
    injected: after.injected - before.injected,
    repeated: after.repeated - before.repeated,
    unchanged: after.unchanged - before.unchanged,
  };
}

async function answers(webhook: WebhookUnderTest): Promise<Answers> {
  const { body } = await call(webhook, { path: "/metrics" });
  const count = (result: string): number =>
    body
      .split("\n")
      .filter((line) => line.startsWith(`fargate_sidecar_injector_pods_total{result="${result}"`))
      .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  return { injected: count("injected"), repeated: count("repeated"), unchanged: count("unchanged") };
}
