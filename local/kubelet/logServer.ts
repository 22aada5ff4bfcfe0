import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { CertificateAuthority } from "../controlPlane/certificateAuthority";
import { pause } from "./pause";

export interface LogServer {
  /** Port of the loopback interface. */
  port: number;
  stop(): Promise<void>;
}

/** What a container has printed, and whether there will be more. */
export interface ContainerLog {
  file: string;
  running: () => boolean;
}

const FOLLOW_INTERVAL_MS = 200;

/**
 * The one part of a kubelet's own API that is here: `kubectl logs`, with `--tail` and `--follow`. It answers to the
 * cluster's API server alone, which shows its certificate.
 * @param find the log of a container, or undefined where it has no program
 */
export async function startLogServer(
  authority: CertificateAuthority,
  find: (namespace: string, pod: string, container: string) => ContainerLog | undefined,
): Promise<LogServer> {
  const { certificate, key } = await authority.issue({ commonName: "kubelet" });
  const tls = { cert: certificate, key, ca: authority.certificate, requestCert: true };
  const server = createServer(tls, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "https://kubelet");
    const [, api, namespace = "", pod = "", container = ""] = pathname.split("/").map(decodeURIComponent);
    const log = api === "containerLogs" ? find(namespace, pod, container) : undefined;
    if (log === undefined) {
      response.writeHead(404).end("no program runs in this container\n");
      return;
    }
    const tailLines = searchParams.get("tailLines");
    sendLog(log, response, tailLines === null ? undefined : Number(tailLines), searchParams.has("follow")).catch(() => {
      response.destroy(); // The log went with the state folder.
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends the log, and where it is followed whatever the container adds, until that ends or the other side has enough. */
async function sendLog(
  { file, running }: ContainerLog,
  response: ServerResponse,
  tailLines: number | undefined,
  follow: boolean,
): Promise<void> {
  const closed = new AbortController();
  response.once("close", () => {
    closed.abort();
  });
  let sent = await readFile(file);
  response.write(lastLines(sent.toString(), tailLines));
  for (let more = follow; more && !closed.signal.aborted;) {
    more = running();
    if (more) await pause(FOLLOW_INTERVAL_MS, closed.signal);
    const log = await readFile(file);
    response.write(log.subarray(sent.length));
    sent = log;
  }
  response.end();
}

function lastLines(text: string, count: number | undefined): string {
  if (count === undefined) return text;
  const lines = text.split(/(?<=\n)/);
  return lines.slice(Math.max(0, lines.length - count)).join("");
}
