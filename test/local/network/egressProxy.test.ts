import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { startEgressProxy, type EgressProxy } from "../../../local/network/egressProxy";
import { PodNetwork } from "../../../local/network/podNetwork";

describe("the egress proxy", () => {
  let folder: string;
  let socketFile: string;
  let network: PodNetwork;
  let proxy: EgressProxy;
  let pod: string;
  let program: Server;
  const connections = new Set<Socket>();

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "egress-"));
    socketFile = join(folder, "egress.sock");
    network = new PodNetwork();
    proxy = await startEgressProxy(socketFile, network);
    // Behind the pod's port: a program that answers every chunk with the same text.
    program = createServer((socket) => {
      connections.add(socket.on("error", () => undefined));
      socket.pipe(socket);
    }).listen(0, "127.0.0.1");
    await once(program, "listening");
    pod = network.assign();
    network.connect(pod, 8443, portOf(program));
  });
  afterEach(async () => {
    await proxy.stop();
    for (const socket of connections) socket.destroy();
    program.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a tunnel as the API server does. */
  const connectTo = (target: string): Promise<{ status: number; tunnel: Duplex }> =>
    new Promise((resolve, reject) => {
      request({ socketPath: socketFile, method: "CONNECT", path: target })
        .on("connect", ({ statusCode = 0 }, tunnel) => {
          resolve({ status: statusCode, tunnel: tunnel.on("error", () => undefined) });
        })
        .on("error", reject)
        .end();
    });
  const echo = async (tunnel: Duplex, sent: string): Promise<string> => {
    tunnel.write(sent);
    return String(await once(tunnel, "data"));
  };

  it("leads a pod's address and port to the loopback port behind it", async () => {
    const { status, tunnel } = await connectTo(`${pod}:8443`);
    assert.equal(status, 200);
    assert.equal(await echo(tunnel, "hello"), "hello");
  });

  it("answers 502 where nobody listens: unknown pod, other port, closed port, released pod", async () => {
    assert.equal((await connectTo("10.99.77.77:8443")).status, 502);
    assert.equal((await connectTo(`${pod}:80`)).status, 502);
    network.connect(pod, 8443, undefined);
    assert.equal((await connectTo(`${pod}:8443`)).status, 502);
    network.connect(pod, 8443, portOf(program));
    network.release(pod);
    assert.equal((await connectTo(`${pod}:8443`)).status, 502);
  });

  it("answers 502 where the program is gone, and 400 to what is no address", async () => {
    program.close();
    assert.equal((await connectTo(`${pod}:8443`)).status, 502);
    assert.equal((await connectTo("somewhere:8443")).status, 400);
  });

  it("refuses the connections of a pod with the fault refuse, and of no other", async () => {
    const other = network.assign();
    network.connect(other, 8443, portOf(program));
    network.setFault(pod, { kind: "refuse" });
    assert.equal((await connectTo(`${pod}:8443`)).status, 502);
    assert.equal((await connectTo(`${other}:8443`)).status, 200);
  });

  it("never answers for a pod with the fault black-hole, and closes the connection when that is mended", async () => {
    network.setFault(pod, { kind: "black-hole" });
    const outcome = connectTo(`${pod}:8443`);
    assert.equal(await Promise.race([outcome, pause("silence")]), "silence");
    network.setFault(pod, undefined);
    await assert.rejects(outcome, /socket hang up/);
  });

  it("breaks the connection at the first answer of a pod with the fault cut", async () => {
    network.setFault(pod, { kind: "cut" });
    const { status, tunnel } = await connectTo(`${pod}:8443`);
    assert.equal(status, 200);
    const received: unknown[] = [];
    tunnel.on("data", (chunk) => received.push(chunk));
    tunnel.write("hello");
    await once(tunnel, "close");
    assert.deepEqual(received, []);
  });

  it("passes everything on for a pod with the fault delay, only later", async () => {
    network.setFault(pod, { kind: "delay", delayMs: 1 });
    const { tunnel } = await connectTo(`${pod}:8443`);
    assert.equal(await echo(tunnel, "hello"), "hello");
    assert.equal(await echo(tunnel, "again"), "again");
  });

  it("closes the open connections of a pod when its fault changes", async () => {
    const { tunnel } = await connectTo(`${pod}:8443`);
    network.setFault(pod, { kind: "refuse" });
    await once(tunnel, "close");
  });
});

/** Long enough for a proxy that does answer: it would have done so within the same turns of the event loop. */
async function pause(result: string): Promise<string> {
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  return result;
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

describe("the pod network", () => {
  it("gives every pod an address of its own, and none twice", () => {
    const network = new PodNetwork();
    const addresses = Array.from({ length: 1000 }, () => network.assign());
    for (const address of addresses) network.release(address);
    addresses.push(network.assign());
    assert.equal(new Set(addresses).size, 1001);
    assert.ok(addresses.every((address) => /^10\.99\.\d{1,3}\.([1-9]\d{0,2})$/.test(address)));
  });
});
