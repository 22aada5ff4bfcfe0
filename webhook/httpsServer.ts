import type { RequestListener } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { Certificate } from "./certificate";

/**
 * The API server keeps an idle connection for 90 s (k8s.io/apiserver, util/webhook). Whoever closes first must be the
 * API server, or it may send a review into a connection that is just being closed.
 */
const KEEP_ALIVE_MS = 120_000;
/** No review takes longer than the 30 s that Kubernetes allows as a webhook's timeout. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How often Node looks for requests that take too long. */
const TIMEOUT_CHECK_MS = 5_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** How long clients are asked to connect elsewhere, answer by answer, before connections are closed. */
const LINGER_MS = 2_000;
/** How long after that a request may still take. An answer takes milliseconds: what is left by then has stalled. */
const CUT_OFF_MS = 1_000;

export interface HttpsServer {
  readonly port: number;
  useCertificate(certificate: Certificate): void;
  /** Answers what is under way and what comes in for a moment, then closes every connection. */
  stop(): Promise<void>;
}

/**
 * Listens and answers.
 * @param host an address, or `*` for every address of the machine, IPv6 and IPv4.
 * @throws Error with a sentence for the user where the address is taken or not this machine's.
 */
export function startHttpsServer(
  { host, port }: { readonly host: string; readonly port: number },
  certificate: Certificate,
  handler: RequestListener,
): Promise<HttpsServer> {
  const server = createServer(
    {
      ...secure(certificate),
      keepAlive: true,
      noDelay: true,
      keepAliveTimeout: KEEP_ALIVE_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    },
    handler,
  );
  // Node's own list of connections has none that is still in its handshake, which would keep the server from closing.
  const sockets = new Set<Duplex>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(new Error(explain(error, host, port), { cause: error }));
    });
    server.listen({ port, ...(host === "*" ? {} : { host }) }, () => {
      resolve({
        port: portOf(server.address()),
        useCertificate: (next) => {
          server.setSecureContext(secure(next));
        },
        async stop() {
          await delay(LINGER_MS);
          const cutOff = setTimeout(() => {
            for (const socket of sockets) socket.destroy();
          }, CUT_OFF_MS);
          await new Promise((done) => server.close(done));
          clearTimeout(cutOff);
        },
      });
    });
  });
}

function secure({ cert, key }: Certificate): ServerOptions {
  return { cert, key, minVersion: "TLSv1.2" };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `--port: ${port} on ${host} is in use; choose another`;
    case "EACCES":
      return `--port: ${port} may not be used by this user; choose one above 1023`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `--host: ${host} is no address of this machine`;
    default:
      return `cannot listen on ${host}:${port}: ${error.message}`;
  }
}
