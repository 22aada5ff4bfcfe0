import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { X509Certificate } from "node:crypto";
import { connect } from "node:tls";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { eventually } from "../../local/eventually";
import { readCertificate } from "../../webhook/certificate";
import { call, keepAliveAgent, mutate } from "./client";
import { podReview } from "./reviews";
import { startWebhook, webhookFiles, type WebhookFiles, type WebhookUnderTest } from "./webhookUnderTest";

const fingerprintOf = (certificate: string): string => new X509Certificate(certificate).fingerprint256;

describe("readCertificate", () => {
  let files: WebhookFiles;
  beforeEach(async () => {
    files = await webhookFiles();
  });
  afterEach(() => {
    files.remove();
  });

  it("reads a certificate with its key, and says when it expires", () => {
    const { cert, key, expiry } = readCertificate(files);
    assert.equal(cert, readFileSync(files.certificateFile, "utf8"));
    assert.equal(key, readFileSync(files.keyFile, "utf8"));
    assert.equal(expiry.getTime(), new X509Certificate(cert).validToDate.getTime());
  });

  it("takes a certificate with its chain", () => {
    const chain = `${readFileSync(files.certificateFile, "utf8")}\n${files.authority.certificate}`;
    writeFileSync(files.certificateFile, chain);
    assert.equal(readCertificate(files).cert, chain);
  });

  it("names the file that is missing or wrong, and what is wrong with it", async () => {
    const { key: otherKey } = await files.authority.issue({ commonName: "other" });
    const certificate = readFileSync(files.certificateFile, "utf8");
    const key = readFileSync(files.keyFile, "utf8");
    const faults: [string, string, string][] = [
      ["nothing", key, `${files.certificateFile} holds no certificate in PEM form`],
      [certificate, "nothing", `${files.keyFile} holds no private key in PEM form`],
      [certificate, certificate, `${files.keyFile} holds no private key in PEM form`],
      [certificate, otherKey, `${files.keyFile} is not the key of ${files.certificateFile}`],
      [`${certificate}\n${certificate.slice(0, 200)}`, key, `${files.certificateFile} cannot be served`],
    ];
    for (const [cert, privateKey, message] of faults) {
      writeFileSync(files.certificateFile, cert);
      writeFileSync(files.keyFile, privateKey);
      assert.throws(
        () => readCertificate(files),
        (error) => error instanceof Error && error.message.startsWith(message),
      );
    }
    rmSync(files.keyFile);
    assert.throws(() => readCertificate(files), { message: new RegExp(`^${files.keyFile} cannot be read: ENOENT`) });
  });
});

describe("A serving certificate that is renewed", () => {
  let webhook: WebhookUnderTest;
  before(async () => {
    webhook = await startWebhook();
  });
  after(() => void webhook.stop());

  const servedFingerprint = async (): Promise<string> => {
    const socket = connect({ host: "127.0.0.1", port: webhook.port, ca: webhook.files.authority.certificate });
    await once(socket, "secureConnect");
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    return fingerprint256;
  };
  const serves = (certificate: string): Promise<void> =>
    eventually({
      what: "the new certificate",
      condition: async () => (await servedFingerprint()) === fingerprintOf(certificate),
      deadlineMs: 10_000,
    });
  const lines = (message: string): number => webhook.logged.filter(({ msg }) => msg === message).length;

  it("is shown to new connections, and old ones go on", async () => {
    const agent = keepAliveAgent(webhook, 1);
    const { status } = await mutate(webhook, podReview(), { agent });
    await serves(await webhook.files.renew());
    const again = await mutate(webhook, podReview(), { agent });
    assert.deepEqual([status, again.status], [200, 200]);
    assert.equal(Object.values(agent.freeSockets).flat().length, 1);
    agent.destroy();
  });

  it("is told in the log and the metrics", async () => {
    const certificate = await webhook.files.renew();
    await serves(certificate);
    assert.ok(lines("new serving certificate in use") > 0);
    const { body } = await call(webhook, { path: "/metrics" });
    const expiry = new X509Certificate(certificate).validToDate.getTime() / 1000;
    assert.match(body, new RegExp(`certificate_expiry_timestamp_seconds ${expiry}\n`));
  });

  it("is not shown before its key is there too", async () => {
    const before = await servedFingerprint();
    const { certificate, key } = await webhook.files.authority.issue({ commonName: "w", ipAddresses: ["127.0.0.1"] });
    writeFileSync(webhook.files.certificateFile, certificate);
    await eventually({
      what: "the fault in the log",
      condition: () => Promise.resolve(lines("the changed certificate cannot be used, the last one stays") > 0),
      deadlineMs: 10_000,
    });
    assert.equal(await servedFingerprint(), before);
    writeFileSync(webhook.files.keyFile, key);
    await serves(certificate);
  });

  it("may be gone for a while", async () => {
    const before = await servedFingerprint();
    rmSync(webhook.files.certificateFile);
    const fault = `${webhook.files.certificateFile} cannot be read`;
    await eventually({
      what: "the missing file in the log",
      condition: () =>
        Promise.resolve(webhook.logged.some(({ error }) => typeof error === "string" && error.startsWith(fault))),
      deadlineMs: 10_000,
    });
    assert.equal(await servedFingerprint(), before);
    await serves(await webhook.files.renew());
  });
});
