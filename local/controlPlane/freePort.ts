import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Ports of the loopback interface that were free a moment ago. Whoever listens later may find one taken: a component
 * that cannot take a port from its caller as an open socket has to be started anew with other ports then.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  const ports: number[] = [];
  for (const server of servers) {
    if (!server.listening) await once(server, "listening");
    const address = server.address();
    if (address !== null && typeof address === "object") ports.push(address.port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
