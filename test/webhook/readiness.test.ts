import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { clusterFeatures } from "../../injection";
import { readCertificate } from "../../webhook/certificate";
import { createConfigurationStore, type ConfigurationStore } from "../../webhook/configuration/configurationStore";
import { startHttpsServer, type HttpsServer } from "../../webhook/httpsServer";
import { createLog } from "../../webhook/log";
import { createMetrics } from "../../webhook/metrics";
import { createRequestHandler } from "../../webhook/requestHandler";
import { admissionResponse, call, mutate, validate, type Target } from "./client";
import { configMapReview, podReview, sidecarConfigMap } from "./reviews";
import { ONE_SIDECAR, webhookFiles, type WebhookFiles } from "./webhookUnderTest";

describe("A webhook whose configuration has not come yet", () => {
  let files: WebhookFiles;
  let store: ConfigurationStore;
  let server: HttpsServer;
  let target: Target;
  before(async () => {
    files = await webhookFiles();
    store = createConfigurationStore(clusterFeatures("1.36") ?? { nativeSidecars: true }, () => undefined);
    const log = createLog("error", { write: () => undefined });
    const handler = createRequestHandler({ log, metrics: createMetrics(), store, isStopping: () => false });
    server = await startHttpsServer({ host: "127.0.0.1", port: 0 }, readCertificate(files), handler);
    target = { port: server.port, files };
  });
  after(async function () {
    this.timeout(10_000);
    files.remove();
    await server.stop();
  });

  it("is alive but not ready, and fails reviews, so that the API server's failure policy decides", async () => {
    assert.equal((await call(target, { path: "/healthz" })).status, 200);
    const ready = await call(target, { path: "/readyz" });
    assert.deepEqual([ready.status, ready.body], [503, "sidecar configuration not loaded\n"]);
    const { status, body } = await mutate(target, podReview());
    assert.deepEqual([status, body], [503, '{"error":"the sidecar configuration is not loaded yet"}']);
    assert.equal((await call(target, { path: "/status" })).status, 503);
  });

  it("reviews a sidecar configuration before it has one itself", async () => {
    const refused = admissionResponse(await validate(target, configMapReview(sidecarConfigMap({ default: "" }))));
    assert.equal(refused.allowed, false);
  });

  it("is ready and injects as soon as it is there", async () => {
    store.update({ data: ONE_SIDECAR, problems: [] });
    await store.loaded;
    assert.equal((await call(target, { path: "/readyz" })).status, 200);
    assert.equal((await mutate(target, podReview())).status, 200);
  });
});
