import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, describe, it } from "mocha";
import { admissionResponse, call, keepAliveAgent, mutate, openConnection, patchFor, readToEnd } from "./client";
import { podReview } from "./reviews";
import { startWebhook, type WebhookUnderTest } from "./webhookUnderTest";

const REVIEW = JSON.stringify(podReview());
const HEAD = `POST /mutate?timeout=5s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;

describe("The webhook's connections", () => {
  let webhook: WebhookUnderTest;
  before(async () => {
    webhook = await startWebhook();
  });
  after(() => void webhook.stop());

  it("carry review after review", async () => {
    const agent = keepAliveAgent(webhook, 1);
    const ports = new Set<number | undefined>();
    agent.on("free", (socket: { localPort?: number }) => ports.add(socket.localPort));
    for (let count = 0; count < 200; count++) {
      const answer = await mutate(webhook, REVIEW, { agent });
      assert.equal(answer.status, 200);
    }
    assert.equal(ports.size, 1);
    agent.destroy();
  });

  it("go on after a request that was refused, also for its size", async () => {
    const agent = keepAliveAgent(webhook, 1);
    const tooLarge = Array.from({ length: 9 }, () => Buffer.alloc(1_000_000));
    const headers = { "content-type": "application/json" };
    const parts = [["{"], [Buffer.concat(tooLarge)], tooLarge, [REVIEW]];
    const statuses: number[] = [];
    for (const body of parts) {
      const answer = await call(webhook, { method: "POST", path: "/mutate", headers, body, agent });
      statuses.push(answer.status);
    }
    assert.deepEqual(statuses, [400, 413, 413, 200]);
    agent.destroy();
  });

  it("stay open longer than the 90 seconds for which an API server keeps an idle one", async () => {
    const agent = keepAliveAgent(webhook);
    for (const path of ["/mutate", "/readyz"]) {
      const { headers } = await mutate(webhook, REVIEW, { agent, path });
      assert.equal(headers.connection, "keep-alive");
      assert.equal(headers["keep-alive"], "timeout=120");
    }
    agent.destroy();
  });

  it("take two reviews that are sent at once, and answer them in their order", async () => {
    const socket = await openConnection(webhook);
    const [first, second] = ["first", "second"].map((uid) => JSON.stringify(podReview(undefined, { uid })));
    socket.write(`${HEAD}Content-Length: ${first?.length ?? 0}\r\n\r\n${first ?? ""}`);
    socket.write(`${HEAD}Connection: close\r\nContent-Length: ${second?.length ?? 0}\r\n\r\n${second ?? ""}`);
    const answers = await readToEnd(socket);
    assert.deepEqual(answers.match(/"uid":"\w+"/g), ['"uid":"first"', '"uid":"second"']);
  });

  it("take a review byte by byte", async () => {
    const socket = await openConnection(webhook);
    socket.setNoDelay(true);
    for (const byte of `${HEAD}Connection: close\r\nContent-Length: ${REVIEW.length}\r\n\r\n${REVIEW}`) {
      if (!socket.write(byte)) await once(socket, "drain");
    }
    assert.match(await readToEnd(socket), /^HTTP\/1\.1 200 .*"patchType":"JSONPatch"/s);
  });

  it("may break off at any point without harm to others", async () => {
    const request = `${HEAD}Content-Length: ${REVIEW.length}\r\n\r\n${REVIEW}`;
    const lengths = [0, 10, HEAD.length, HEAD.length + 30, request.length - 1, request.length];
    for (const length of lengths) {
      const socket = await openConnection(webhook);
      socket.on("error", () => undefined);
      await new Promise((sent) => socket.write(request.slice(0, length), sent));
      socket.destroy();
    }
    assert.notEqual(await patchFor(webhook, podReview()), undefined);
    assert.deepEqual(
      webhook.logged.filter(({ level }) => level === "error"),
      [],
    );
  });

  it("that do not speak TLS are closed, and others go on", async () => {
    for (const garbage of [
      "GET / HTTP/1.1\r\n\r\n",
      Buffer.alloc(2_000, 0x16),
      Buffer.from([0x16, 3, 1, 0xff, 0xff, 1]),
    ]) {
      const socket = connect({ host: "127.0.0.1", port: webhook.port });
      socket.on("error", () => undefined);
      socket.resume();
      socket.end(garbage);
      await once(socket, "close");
    }
    assert.equal(admissionResponse(await mutate(webhook, REVIEW)).allowed, true);
  });

  it("are HTTP/1.1 of TLS 1.2 or newer", async () => {
    const socket = await openConnection(webhook);
    assert.match(socket.getProtocol() ?? "", /^TLSv1\.[23]$/);
    socket.destroy();
    const { headers } = await mutate(webhook, REVIEW);
    assert.equal(headers["x-powered-by"], undefined);
  });
});
