import assert from "node:assert/strict";
import { Agent, request, type RequestOptions } from "node:https";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";
import type { LocalCluster } from "../../local/localCluster";

/** Creates a pod without keeping it, and gives it back as the API server would have stored it. */
export type CreatePod = (namespace: string, pod: JsonObject) => Promise<JsonObject>;

/**
 * The API server admits, defaults and validates, and that is all. Each pod comes back without what is different each
 * time. It is sent as it is, because a client would leave out fields that it does not know.
 */
export async function dryRunPods(cluster: LocalCluster): Promise<CreatePod> {
  const server = cluster.kubeConfig.getCurrentCluster()?.server;
  assert.ok(server !== undefined);
  const credentials: RequestOptions = {};
  await cluster.kubeConfig.applyToHTTPSOptions(credentials);
  const { ca, cert, key } = credentials;
  const agent = new Agent({ ca, cert, key, keepAlive: true });
  return async (namespace, pod) => {
    const body = await post(new URL(`/api/v1/namespaces/${namespace}/pods?dryRun=All`, server), agent, asNew(pod));
    return object(withoutToken(asNew(body)));
  };
}

function post(url: URL, agent: Agent, body: JsonObject): Promise<JsonObject> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, method: "POST", headers: { "content-type": "application/json" } });
    call.on("error", reject);
    call.on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === 201) resolve(object(JSON.parse(text)));
        else reject(new Error(text));
      });
    });
    call.end(JSON.stringify(body));
  });
}

/** What the API server gives to each pod anew. */
const OWN_METADATA = new Set(["uid", "creationTimestamp", "resourceVersion", "managedFields", "generation"]);

function asNew(pod: JsonObject): JsonObject {
  const metadata = Object.fromEntries(
    Object.entries(object(pod.metadata ?? {})).filter(([field]) => !OWN_METADATA.has(field)),
  );
  if (metadata.generateName === undefined) metadata.name ??= "golden";
  else delete metadata.name;
  return { ...pod, apiVersion: "v1", kind: "Pod", metadata, status: {} };
}

/** The value without the volume with the token that the ServiceAccount plugin adds under a name of its own, and its mounts. */
function withoutToken(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.filter((item) => !isToken(item)).map(withoutToken);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, inner]) => {
      const kept = inner === undefined ? undefined : withoutToken(inner);
      const isEmptied = isJsonArray(kept) && kept.length === 0;
      return kept === undefined || isEmptied ? [] : [[field, kept]];
    }),
  );
}

function isToken(item: JsonValue): boolean {
  return isJsonObject(item) && typeof item.name === "string" && item.name.startsWith("kube-api-access-");
}

function object(value: unknown): JsonObject {
  assert.ok(isJsonObject(value));
  return value;
}
