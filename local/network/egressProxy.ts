import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { connect, isIPv4, type Socket } from "node:net";
import { pipeline, Transform, type Duplex } from "node:stream";
import type { NetworkFault, PodNetwork } from "./podNetwork";

export interface EgressProxy {
  stop(): Promise<void>;
}

/**
 * The HTTP CONNECT proxy through which the API server reaches pods (its egress selector `cluster`). It takes kube-proxy's
 * and the network plugin's place: `CONNECT 10.99.0.7:8443` becomes a connection to the loopback port of that pod.
 */
export async function startEgressProxy(socketFile: string, network: PodNetwork): Promise<EgressProxy> {
  const tunnels = new Map<Duplex, string>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on("connect", (request: IncomingMessage, client: Duplex) => {
    client.on("error", () => undefined); // The API server may go at any time; "close" follows.
    const target = parseTarget(request.url ?? "");
    if (target === undefined) {
      client.end("HTTP/1.1 400 Bad Request\r\n\r\n");
      return;
    }
    tunnels.set(client, target.address);
    client.on("close", () => tunnels.delete(client));
    openTunnel(client, network.resolve(target.address, target.port), network.faultOf(target.address));
  });
  const stopListening = network.onFaultChange((address) => {
    for (const [client, to] of tunnels) if (to === address) client.destroy();
  });
  server.listen(socketFile);
  await once(server, "listening");
  return {
    async stop() {
      stopListening();
      for (const client of tunnels.keys()) client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parseTarget(url: string): { address: string; port: number } | undefined {
  const [address = "", port = ""] = url.split(":");
  return isIPv4(address) && /^\d+$/.test(port) ? { address, port: Number(port) } : undefined;
}

function openTunnel(client: Duplex, loopbackPort: number | undefined, fault: NetworkFault | undefined): void {
  if (fault?.kind === "black-hole") return;
  if (loopbackPort === undefined || fault?.kind === "refuse") {
    refuse(client);
    return;
  }
  const pod = connect(loopbackPort, "127.0.0.1");
  pod.once("error", () => {
    refuse(client);
  });
  pod.once("connect", () => {
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    join(client, pod, fault);
  });
  client.once("close", () => pod.destroy());
}

/** What the API server is told where nobody listens. It has no other way to learn it through a proxy. */
function refuse(client: Duplex): void {
  client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
}

function join(client: Duplex, pod: Socket, fault: NetworkFault | undefined): void {
  if (fault?.kind === "cut") pod.once("data", () => client.destroy());
  const hurdles = () => (fault?.kind === "delay" ? [delayed(fault.delayMs)] : []);
  const close = () => {
    client.destroy();
    pod.destroy();
  };
  pipeline([client, ...hurdles(), pod], close);
  pipeline([pod, ...hurdles(), client], close);
}

function delayed(delayMs: number): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      setTimeout(() => {
        done(null, chunk);
      }, delayMs);
    },
  });
}
