import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { after, before, describe, it } from "mocha";
import {
  clusterFeatures,
  formatSizeChange,
  type ClusterFeatures,
  type Decision,
  type JsonObject,
} from "../../injection";
import { readCertificate } from "../../webhook/certificate";
import { createConfigurationStore } from "../../webhook/configuration/configurationStore";
import { startHttpsServer, type HttpsServer } from "../../webhook/httpsServer";
import { createLog } from "../../webhook/log";
import { createMetrics } from "../../webhook/metrics";
import { createRequestHandler } from "../../webhook/requestHandler";
import { decideGolden, goldenPods, type GoldenPod } from "../injection/goldenPods";
import { injectedPod } from "../injection/injectedPod";
import { admissionResponse, mutate, type Target } from "./client";
import { podReview } from "./reviews";
import { webhookFiles } from "./webhookUnderTest";

describe("The webhook answers over HTTPS what the engine decides for the golden pod", () => {
  const log = createLog("error", { write: () => undefined });
  const metrics = createMetrics();
  let handler: RequestListener;
  let server: HttpsServer;
  let target: Target;
  before(async () => {
    const files = await webhookFiles();
    server = await startHttpsServer({ host: "127.0.0.1", port: 0 }, readCertificate(files), (request, response) => {
      handler(request, response);
    });
    target = { port: server.port, files };
    files.remove();
  });
  after(async function () {
    this.timeout(10_000);
    await server.stop();
  });

  for (const golden of goldenPods())
    describe(golden.name, () => {
      const ask = async (pod: JsonObject): Promise<JsonObject> => {
        const store = createConfigurationStore(featuresOf(golden), () => undefined);
        store.update({ data: golden.configuration, problems: [] });
        handler = createRequestHandler({ log, metrics, store, isStopping: () => false });
        const { name } = golden;
        return admissionResponse(
          await mutate(target, podReview(pod, { uid: name, name, namespace: golden.namespace }), {
            path: golden.entry === "appmesh" ? "/mutate/appmesh?timeout=5s" : "/mutate?timeout=5s",
          }),
        );
      };
      const decision = decideGolden(golden, golden.pod);

      it("when its pod is created", async () => {
        assert.deepEqual(await ask(golden.pod), expectedResponse(golden, decision));
      });

      it("when it is asked again about the changed pod, without a patch", async () => {
        const changed = injectedPod(golden.pod, decision);
        const again = await ask(changed);
        assert.equal(again.patch, undefined);
        assert.deepEqual(again, expectedResponse(golden, decideGolden(golden, changed)));
      });
    });
});

function expectedResponse({ name, expected }: GoldenPod, { patch, size, warnings }: Decision): object {
  const templates = expected.templates.map(([template, reason]) => `${template}=${reason}`).join();
  return {
    uid: name,
    allowed: true,
    ...(patch === undefined ? {} : { patchType: "JSONPatch", patch: patch.base64 }),
    ...(warnings.length === 0 ? {} : { warnings: warnings.map((warning) => `fargate-sidecar-injector: ${warning}`) }),
    ...(templates === ""
      ? {}
      : { auditAnnotations: { templates, ...(size === undefined ? {} : { size: formatSizeChange(size) }) } }),
  };
}

function featuresOf({ kubernetesVersion }: Pick<GoldenPod, "kubernetesVersion">): ClusterFeatures {
  const features = clusterFeatures(kubernetesVersion);
  assert.ok(features !== undefined);
  return features;
}
