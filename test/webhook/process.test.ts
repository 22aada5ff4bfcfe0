import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { eventually } from "../../local/eventually";
import { bundleWebhook } from "../../webhook/build";
import { call, keepAliveAgent, mutate, openConnection, readToEnd, type Answer } from "./client";
import { podReview } from "./reviews";
import { fileOptions, runToEnd, startWebhookProcess, type WebhookProcess } from "./webhookProcess";
import { webhookFiles, type WebhookFiles } from "./webhookUnderTest";

const REVIEW = JSON.stringify(podReview());
/** Makes a webhook fail as a bug outside of any request would. */
const BUG_ON_SIGUSR2 = "data:text/javascript,process.on('SIGUSR2',()=>{throw%20new%20Error('a%20bug')})";

describe("The webhook as it stands in its image", function () {
  this.timeout(30_000);
  let folder: string;
  let bundle: string;
  let files: WebhookFiles;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "webhook-bundle-"));
    bundle = join(folder, "server.js");
    await bundleWebhook(bundle);
    files = await webhookFiles();
  });
  after(() => {
    rmSync(folder, { recursive: true });
    files.remove();
  });

  it("ends with exit code 1 and one line where the port is in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, stdout, stderr } = await runToEnd([bundle, ...fileOptions(files, port)]);
    server.close();
    assert.deepEqual([code, stdout, stderr], [1, "", `--port: ${port} on 127.0.0.1 is in use; choose another\n`]);
  });

  it("ends with exit code 1 and one line where a file is missing or wrong", async () => {
    const { key } = await files.authority.issue({ commonName: "other" });
    const otherKey = `${files.keyFile}.other`;
    writeFileSync(otherKey, key);
    const gone = `${files.configurationFile}.gone`;
    const [mismatch, missing] = await Promise.all([
      runToEnd([bundle, ...fileOptions({ ...files, keyFile: otherKey })]),
      runToEnd([bundle, ...fileOptions({ ...files, configurationFile: gone })]),
    ]);
    rmSync(otherKey);
    assert.deepEqual(mismatch, {
      code: 1,
      stdout: "",
      stderr: `${otherKey} is not the key of ${files.certificateFile}\n`,
    });
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, new RegExp(`^${gone} cannot be read: ENOENT.*\n$`));
  });

  it("says that it is ready also where the log is to hold nothing but errors", async () => {
    const webhook = await startWebhookProcess(files, [bundle, ...fileOptions(files), "--log-level=error"]);
    assert.deepEqual(
      webhook.printed.map(({ msg }) => msg),
      ["ready"],
    );
    webhook.child.kill("SIGKILL");
    await webhook.ended;
  });

  describe("that runs", () => {
    let webhook: WebhookProcess;
    beforeEach(async () => {
      webhook = await startWebhookProcess(files, ["--import", BUG_ON_SIGUSR2, bundle, ...fileOptions(files)]);
    });
    afterEach(async () => {
      webhook.child.kill("SIGKILL");
      await webhook.ended;
    });

    const messages = (): unknown[] => webhook.printed.map(({ msg }) => msg);

    it("is one file that needs nothing beside Node, and prints one line until there is something to do", async () => {
      await call(webhook, { path: "/readyz" });
      assert.deepEqual(messages(), ["ready"]);
      assert.equal((await mutate(webhook, REVIEW)).status, 200);
    });

    it("loses no review of a continuous stream while it stops, and sends its clients elsewhere", async () => {
      const agent = keepAliveAgent(webhook, 8);
      const answers: Answer[] = [];
      const isToldToLeave = ({ headers }: Answer): boolean => headers.connection === "close";
      const client = async (): Promise<void> => {
        // Once told to leave, a client still comes back a few times, as until it knows of another replica.
        for (let told = 0; told < 5;) {
          const answer = await mutate(webhook, REVIEW, { agent });
          answers.push(answer);
          if (isToldToLeave(answer)) told++;
        }
      };
      const clients = Promise.all(Array.from({ length: 16 }, client));
      await eventually({ what: "a stream of answers", condition: () => Promise.resolve(answers.length > 200) });
      webhook.child.kill("SIGTERM");
      await clients;
      assert.equal(await webhook.ended, 0);
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
      const left = answers.findIndex(isToldToLeave);
      assert.ok(left > 200 && answers.slice(left + 8).every(isToldToLeave), "each connection is told once");
      assert.equal(messages().filter((message) => message === "injected").length, answers.length, "each one is logged");
      agent.destroy();
    });

    it("is not ready while it stops, but alive", async () => {
      webhook.child.kill("SIGTERM");
      await eventually({
        what: "the webhook to be unready",
        condition: async () => (await call(webhook, { path: "/readyz" })).status === 503,
        intervalMs: 10,
      });
      assert.equal((await call(webhook, { path: "/readyz" })).body, "stopping\n");
      assert.equal((await call(webhook, { path: "/healthz" })).status, 200);
    });

    it("answers a review that began before it was told to stop", async () => {
      const socket = await openConnection(webhook);
      socket.write(
        `POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${REVIEW.length}\r\n\r\n`,
      );
      socket.write(REVIEW.slice(0, 100));
      webhook.child.kill("SIGINT");
      await eventually({
        what: "the webhook to stop",
        condition: async () => (await call(webhook, { path: "/readyz" })).status === 503,
        intervalMs: 10,
      });
      socket.write(REVIEW.slice(100));
      assert.match(await readToEnd(socket), /^HTTP\/1\.1 200 OK\r\nconnection: close\r\n.*"patchType":"JSONPatch"/is);
    });

    it("stops although a review, a handshake and an idle connection never end", async () => {
      const stalled = await openConnection(webhook);
      stalled.write("POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{");
      const handshake = connect({ host: "127.0.0.1", port: webhook.port });
      await once(handshake, "connect");
      const idle = await openConnection(webhook);
      for (const socket of [stalled, handshake, idle]) socket.on("error", () => undefined);
      webhook.child.kill("SIGTERM");
      assert.equal(await webhook.ended, 0);
      for (const socket of [stalled, handshake, idle]) socket.destroy();
    });

    it("answers on while nobody reads its log, and stops all the same", async () => {
      webhook.child.stdout?.pause();
      const agent = keepAliveAgent(webhook);
      const statuses = new Set<number>();
      // More than what a pipe holds, which is 64 KiB on Linux.
      for (let count = 0; count < 20; count++)
        for (const { status } of await Promise.all(
          Array.from({ length: 50 }, () => mutate(webhook, REVIEW, { agent })),
        ))
          statuses.add(status);
      assert.deepEqual(statuses, new Set([200]));
      agent.destroy();
      const exited = once(webhook.child, "exit");
      webhook.child.kill("SIGTERM");
      assert.deepEqual(await exited, [0, null]);
      webhook.child.stdout?.resume();
    });

    it("answers on where the reader of its log has gone", async () => {
      webhook.child.stdout?.destroy();
      for (let count = 0; count < 100; count++) assert.equal((await mutate(webhook, REVIEW)).status, 200);
      assert.equal(webhook.child.exitCode, null);
    });

    it("logs a crash, and before it all that it had still to say", async () => {
      await mutate(webhook, REVIEW);
      webhook.child.kill("SIGUSR2");
      assert.equal(await webhook.ended, 1);
      assert.deepEqual(messages(), ["ready", "injected", "the webhook crashed"]);
      const crash = webhook.printed.at(-1);
      assert.equal(crash?.level, "fatal");
      assert.match(JSON.stringify(crash.err), /a bug/);
    });
  });
});
