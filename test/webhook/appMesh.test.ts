import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { isJsonObject, type JsonObject } from "../../injection";
import { admissionResponse, call, metricOf, mutate, patchFor, type Answer } from "./client";
import { fargatePod, podReview } from "./reviews";
import { startWebhook, type WebhookUnderTest } from "./webhookUnderTest";

const PATH = "/mutate/appmesh";
const NODE = { "appmesh.k8s.aws/virtualNode": "test" };
const PORTS = { ports: [{ containerPort: 80 }] };

/** A pod on an EC2 node. */
function meshPod(annotations: JsonObject = NODE): JsonObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", annotations },
    spec: { schedulerName: "default-scheduler", containers: [{ name: "app", image: "nginx:1", ...PORTS }] },
  };
}

describe("The path for pods of the mesh", () => {
  let webhook: WebhookUnderTest;
  before(async () => {
    webhook = await startWebhook({
      default: 'spec: {containers: [{name: sidecar, image: "busybox:1"}]}',
      mesh: "{kind: appmesh, mesh: mynewmesh, region: us-west-2, namespaces: [shop]}",
      second: "{kind: appmesh, mesh: another, region: us-west-2, namespaces: [other]}",
    });
  });
  after(() => void webhook.stop());

  const ask = (pod: JsonObject, changes: JsonObject = {}, path = `${PATH}?timeout=5s`): Promise<Answer> =>
    mutate(webhook, podReview(pod, changes), { path });
  const templatesFor = async (answer: Promise<Answer>): Promise<unknown> => {
    const { auditAnnotations } = admissionResponse(await answer);
    return isJsonObject(auditAnnotations) ? auditAnnotations.templates : undefined;
  };
  const metric = (series: string): Promise<number> => metricOf(webhook, `fargate_sidecar_injector_${series}`);

  it("answers about templates of kind appmesh, wherever the pod runs, and about no others", async () => {
    assert.equal(await templatesFor(ask(meshPod())), "mesh=injected,second=namespace-mismatch");
    const onFargate = fargatePod({ spec: { containers: [{ name: "app", image: "nginx:1", ...PORTS }] } });
    assert.equal(await templatesFor(ask(onFargate)), "mesh=no-virtual-node,second=namespace-mismatch");
  });

  it("has the same answer with the API server's timeout and without", async () => {
    assert.equal((await ask(meshPod(), {}, PATH)).body, (await ask(meshPod())).body);
  });

  it("is the only one that answers about them", async () => {
    assert.equal(await templatesFor(mutate(webhook, podReview())), "default=injected");
    assert.equal(await patchFor(webhook, podReview(meshPod())), undefined);
  });

  it("takes nothing but POST", async () => {
    for (const method of ["GET", "HEAD", "PUT", "DELETE"]) {
      const { status, headers, body } = await call(webhook, { method, path: PATH });
      assert.deepEqual([status, headers.allow], [405, "POST"]);
      if (method !== "HEAD")
        assert.deepEqual(JSON.parse(body), { error: `${method} is not allowed at ${PATH}, only POST` });
    }
  });

  it("refuses what is no admission review, as the other one does", async () => {
    const refused = 'refused_requests_total{status="400"}';
    const before = await metric(refused);
    assert.equal((await mutate(webhook, "no JSON", { path: PATH })).status, 400);
    assert.equal(await metric(refused), before + 1);
    assert.equal((await mutate(webhook, "{}", { path: PATH, headers: { "content-type": "text/plain" } })).status, 415);
  });

  it("logs a pod with each template's reason, and no profile where it has none", async () => {
    await ask(meshPod(), { uid: "one" });
    const lines = webhook.logged.filter(({ uid }) => uid === "one");
    assert.deepEqual(lines, [
      {
        level: "info",
        time: lines[0]?.time,
        uid: "one",
        namespace: "shop",
        pod: "web",
        profile: "",
        templates: "mesh=injected,second=namespace-mismatch",
        msg: "injected",
      },
    ]);
  });

  it("logs and answers a warning where an annotation is wrong", async () => {
    const { warnings, patch } = admissionResponse(
      await ask(meshPod({ ...NODE, "appmesh.k8s.aws/ports": "http" }), { uid: "bad" }),
    );
    assert.equal(patch, undefined);
    const [line] = webhook.logged.filter(({ uid }) => uid === "bad");
    assert.deepEqual([line?.level, line?.msg], ["warn", "unchanged"]);
    assert.match(
      JSON.stringify(warnings),
      /template \\"mesh\\" was not applied: bad-annotation, .*appmesh\.k8s\.aws\/ports/,
    );
  });

  it("counts pods and templates by their reasons", async () => {
    const series = [
      'pods_total{result="injected",reason="",dry_run="false"}',
      'templates_total{template="mesh",reason="injected"}',
      'templates_total{template="second",reason="namespace-mismatch"}',
      "admission_duration_seconds_count",
    ];
    const before = await Promise.all(series.map(metric));
    await ask(meshPod());
    assert.deepEqual(
      await Promise.all(series.map(metric)),
      before.map((count) => count + 1),
    );
  });
});
