import { once } from "node:events";
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";
import { connect, type TLSSocket } from "node:tls";
import { isJsonObject, type JsonObject } from "../../injection";

/** Where a webhook listens, and whom its clients trust. */
export interface Target {
  readonly port: number;
  readonly files: { readonly authority: { readonly certificate: string } };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** One part is sent with its length, more are sent in chunks. */
  readonly body?: readonly (string | Buffer)[];
  /** @default a connection of its own */
  readonly agent?: Agent;
}

/** One request over HTTPS; the certificate is checked. */
export async function call(target: Target, { method, path, headers, body = [], agent }: Call): Promise<Answer> {
  const [first] = body;
  const outgoing = request({
    host: "127.0.0.1",
    port: target.port,
    ca: target.files.authority.certificate,
    method: method ?? "GET",
    path: path ?? "/",
    headers: {
      ...(body.length === 1 && first !== undefined ? { "content-length": Buffer.byteLength(first) } : {}),
      ...headers,
    },
    agent: agent ?? false,
  });
  const answered = new Promise<Answer>((resolve, reject) => {
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
  });
  for (const part of body) outgoing.write(part);
  outgoing.end();
  return answered;
}

/** The agent of a client that keeps connections open, as an API server does. */
export function keepAliveAgent(target: Target, maxSockets = Infinity): Agent {
  return new Agent({ keepAlive: true, maxSockets, ca: target.files.authority.certificate });
}

/** Sends a body to `/mutate` as the API server does. */
export function mutate(target: Target, body: string | Buffer | object, settings: Call = {}): Promise<Answer> {
  const sent = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const headers = { "content-type": "application/json", ...settings.headers };
  return call(target, { method: "POST", path: "/mutate?timeout=5s", ...settings, headers, body: [sent] });
}

/** Sends a body to `/validate` as the API server does. */
export function validate(target: Target, body: object): Promise<Answer> {
  return mutate(target, body, { path: "/validate?timeout=5s" });
}

/** The `response` of the AdmissionReview in an answer. */
export function admissionResponse({ status, body }: Answer): JsonObject {
  const review: unknown = status === 200 ? JSON.parse(body) : undefined;
  if (!isJsonObject(review) || !isJsonObject(review.response)) throw new Error(`no AdmissionReview: ${status} ${body}`);
  return review.response;
}

/** Reviews a pod and returns the operations of the JSON Patch, undefined where there is none. */
export async function patchFor(target: Target, review: object): Promise<readonly JsonObject[] | undefined> {
  const { patch } = admissionResponse(await mutate(target, review));
  if (typeof patch !== "string") return undefined;
  const operations: unknown = JSON.parse(Buffer.from(patch, "base64").toString());
  return Array.isArray(operations) ? operations.filter(isJsonObject) : undefined;
}

/** The value of a series of the webhook's metrics; 0 where there is none yet. */
export async function metricOf(target: Target, series: string): Promise<number> {
  const { body } = await call(target, { path: "/metrics" });
  const line = body.split("\n").find((candidate) => candidate.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? 0);
}

/** A connection on which a test says what no proper client would. */
export async function openConnection(target: Target): Promise<TLSSocket> {
  const socket = connect({ host: "127.0.0.1", port: target.port, ca: target.files.authority.certificate });
  await once(socket, "secureConnect");
  return socket;
}

/** Everything that arrives until the other side closes. */
export async function readToEnd(socket: TLSSocket): Promise<string> {
  const parts: Buffer[] = [];
  socket.on("data", (part: Buffer) => parts.push(part));
  await once(socket, "close");
  return Buffer.concat(parts).toString();
}
