import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A port that leads to the API server, or nowhere while it is shut: then connections are cut and refused. */
export interface Gate {
  readonly port: number;
  shut(): void;
  open(): Promise<void>;
}

export async function openGate(apiServerPort: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  let server: Server = createServer();
  const listen = async (port: number): Promise<number> => {
    server = createServer((client) => {
      const upstream = connect({ host: "127.0.0.1", port: apiServerPort });
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => {
          client.destroy();
          upstream.destroy();
          sockets.delete(socket);
        });
      }
      client.pipe(upstream).pipe(client);
    }).listen(port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  };
  const port = await listen(0);
  const shut = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    shut,
    async open() {
      await listen(port);
    },
  };
}
