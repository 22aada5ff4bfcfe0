import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { V1Probe } from "@kubernetes/client-node";
import { createCertificateAuthority } from "../../../local/controlPlane/certificateAuthority";
import { runProbe, type ProbeTarget } from "../../../local/kubelet/probe";
import { runProbeLoop } from "../../../local/kubelet/probeLoop";

describe("a probe", () => {
  let server: Server | undefined;
  const listen = async (listening: Server): Promise<ProbeTarget> => {
    server = listening.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    return {
      podIP: "10.99.0.1",
      ports: [{ name: "web", containerPort: 80 }],
      resolve: (podPort) => (podPort === 80 ? port : undefined),
    };
  };
  const withStatus = (status: number) =>
    listen(createHttpServer((_request, response) => response.writeHead(status).end()));
  const probe = async (wanted: V1Probe, target: ProbeTarget) => {
    const result = await runProbe(wanted, target);
    return result.kind === "success" ? "success" : result.message;
  };
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  it("by HTTP succeeds from 200 to 399, by the number or name of the port", async () => {
    for (const [status, expected] of [
      [200, "success"],
      [302, "success"],
      [404, "HTTP status 404"],
      [503, "HTTP status 503"],
    ] as const) {
      const target = await withStatus(status);
      assert.equal(await probe({ httpGet: { port: 80 } }, target), expected);
      assert.equal(await probe({ httpGet: { port: "web" } }, target), expected);
      server?.close();
    }
  });

  it("by HTTPS does not mind who has signed the certificate", async () => {
    const { certificate, key } = await (await createCertificateAuthority("ca")).issue({ commonName: "anyone" });
    const target = await listen(createHttpsServer({ cert: certificate, key }, (_request, response) => response.end()));
    assert.equal(await probe({ httpGet: { port: 80, scheme: "HTTPS" } }, target), "success");
    assert.notEqual(await probe({ httpGet: { port: 80, scheme: "HTTP" } }, target), "success");
  });

  it("carries its path, its headers and the kubelet's name", async () => {
    const seen: unknown[] = [];
    const target = await listen(
      createHttpServer(({ url, headers }, response) => {
        seen.push(url, headers["user-agent"], headers["x-a"], headers.host);
        response.end();
      }),
    );
    await probe({ httpGet: { port: 80, path: "/ready?x=1", httpHeaders: [{ name: "X-A", value: "1" }] } }, target);
    assert.deepEqual(seen, ["/ready?x=1", "kube-probe/1.36", "1", "10.99.0.1:80"]);
  });

  it("fails where no answer comes in time", async () => {
    const target = await listen(createHttpServer(() => undefined));
    assert.match(await probe({ httpGet: { port: 80 }, timeoutSeconds: 1 }, target), /aborted/);
  });

  it("by TCP succeeds where somebody listens", async () => {
    const target = await withStatus(500);
    assert.equal(await probe({ tcpSocket: { port: 80 } }, target), "success");
    assert.equal(await probe({ tcpSocket: { port: 81 } }, target), "connect ECONNREFUSED 10.99.0.1:81");
  });

  it("names what it cannot do", async () => {
    const target = await withStatus(200);
    assert.match(await probe({ exec: { command: ["true"] } }, target), /httpGet and tcpSocket only/);
    assert.equal(await probe({ httpGet: { port: "no" } }, target), "the container has no port called no");
  });
});

type Thresholds = Readonly<Pick<V1Probe, "successThreshold" | "failureThreshold">>;

describe("the verdict of a probe", () => {
  /** The verdicts after a row of answers, S for a success and F for a failure. */
  const verdicts = async (answers: string, thresholds: Thresholds): Promise<string> => {
    const heard: string[] = [];
    const done = new AbortController();
    let next = 0;
    await runProbeLoop({
      probe: { ...thresholds, periodSeconds: 0.001 },
      ask: () => {
        const answer = answers[next++];
        if (answer === undefined) done.abort();
        return Promise.resolve(answer === "S" ? { kind: "success" } : { kind: "failure", message: "no" });
      },
      onVerdict: (healthy) => heard.push(`${healthy ? "healthy" : "unhealthy"}@${next}`),
      onFailure: () => undefined,
      signal: done.signal,
    });
    return heard.join(" ");
  };

  it("turns after as many equal answers as the threshold says", async () => {
    assert.equal(await verdicts("SFFSFFFS", {}), "healthy@1 unhealthy@7 healthy@8");
    assert.equal(await verdicts("FFFFF", {}), "unhealthy@3");
    assert.equal(await verdicts("SSSFS", { successThreshold: 3, failureThreshold: 1 }), "healthy@3 unhealthy@4");
  });

  it("is not given before the threshold is reached", async () => {
    assert.equal(await verdicts("FFS", { successThreshold: 2 }), "");
  });
});
