import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { isJsonObject } from "../../injection";
import { admissionResponse, mutate, patchFor } from "./client";
import { fargatePod, podReview } from "./reviews";
import { startWebhook, type WebhookUnderTest } from "./webhookUnderTest";

const LONG_NAME = "x".repeat(250);

const SIDECARS = {
  default: 'spec: {containers: [{name: sidecar, image: "busybox:1"}]}',
  native: 'spec: {sidecars: [{name: agent, image: "agent:1"}]}',
  broken: "spec: {containers: [{name: without-image}]}",
  [LONG_NAME]: "profiles: [long]\nspec: []",
  everywhere: 'profiles: ["every-*"]\nspec: {containers: [{name: sidecar, image: "busybox:1"}]}',
};

describe("The answer to an admission review", () => {
  let webhook: WebhookUnderTest;
  before(async () => {
    webhook = await startWebhook(SIDECARS);
  });
  after(() => void webhook.stop());

  const respond = async (review: object) => admissionResponse(await mutate(webhook, review));
  const podOf = (profile: string) =>
    fargatePod({ metadata: { labels: { "eks.amazonaws.com/fargate-profile": profile } } });

  it("is an AdmissionReview v1 with the request's uid, the patch and what was decided", async () => {
    const answer = await mutate(webhook, podReview());
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["content-type"], "application/json");
    const review: unknown = JSON.parse(answer.body);
    const { patch } = admissionResponse(answer);
    assert.deepEqual(review, {
      apiVersion: "admission.k8s.io/v1",
      kind: "AdmissionReview",
      response: {
        uid: "0a5f1f0e-7c1b-4a52-9f52-5ed8f1c0a001",
        allowed: true,
        patchType: "JSONPatch",
        patch,
        auditAnnotations: { templates: "default=injected", size: "0.25vCPU 0.5GB" },
      },
    });
  });

  it("carries a patch that adds the sidecar and the status annotation, and nothing else", async () => {
    const patch = await patchFor(webhook, podReview());
    const sidecar = { op: "add", path: "/spec/containers/-", value: { name: "sidecar", image: "busybox:1" } };
    assert.deepEqual(patch?.[0], sidecar);
    assert.deepEqual(
      patch.slice(1).map(({ value }) => isJsonObject(value) && Object.keys(value)),
      [["fargate-sidecar-injector/status"]],
    );
  });

  it("warns of a larger size, and of what it costs where the webhook knows its region", async () => {
    const large =
      'spec: {containers: [{name: large, image: "large:1", resources: {requests: {cpu: 1m, memory: 300Mi}, ' +
      "limits: {cpu: 1m, memory: 300Mi}}}]}";
    const somewhere = await startWebhook({ default: large }, undefined, "us-east-1");
    try {
      const { warnings } = admissionResponse(await mutate(somewhere, podReview()));
      assert.match(
        JSON.stringify(warnings),
        /from 0\.25vCPU 0\.5GB to 0\.25vCPU 1GB, \+ \$1\.62 a month \(us-east-1, /,
      );
    } finally {
      await somewhere.stop();
    }
  });

  it("echoes any uid, whatever it is made of", async () => {
    const uid = 'a"\\\u2028é';
    assert.equal((await respond(podReview(fargatePod(), { uid }))).uid, uid);
  });

  it("is the same for a dry run", async () => {
    const real = await respond(podReview());
    assert.deepEqual(await respond(podReview(fargatePod(), { dryRun: true })), real);
  });

  it("has neither patch nor patchType for a pod that nothing is for", async () => {
    const response = await respond(podReview(podOf("unknown")));
    assert.deepEqual(response, { uid: "0a5f1f0e-7c1b-4a52-9f52-5ed8f1c0a001", allowed: true });
  });

  it("has neither patch nor warnings for a pod outside of Fargate", async () => {
    const response = await respond(podReview(fargatePod({ metadata: { labels: {} } })));
    assert.deepEqual(Object.keys(response), ["uid", "allowed"]);
  });

  it("tells with a warning and an audit annotation of a template that has errors", async () => {
    const response = await respond(podReview(podOf("broken")));
    assert.deepEqual(response.auditAnnotations, { templates: "broken=invalid-template", size: "0.25vCPU 0.5GB" });
    assert.deepEqual(response.warnings, [
      'fargate-sidecar-injector: template "broken" was not applied: invalid-template',
    ]);
    assert.equal(response.patch, undefined);
  });

  it("has no warning that the API server would cut off, however long the name in it", async () => {
    const { warnings } = await respond(podReview(podOf("long")));
    assert.ok(Array.isArray(warnings));
    assert.deepEqual(
      warnings.map((warning) => String(warning).length),
      [256],
    );
  });

  it("has a patch also for a pod with fields that this version does not know", async () => {
    const pod = fargatePod({
      spec: { futureField: { nested: [1, null] }, containers: [{ name: "app", image: "a", newField: 1 }] },
    });
    assert.notEqual(await patchFor(webhook, podReview(pod)), undefined);
  });

  it("writes native sidecars as init containers, as the newest Kubernetes has them, where no version is given", async () => {
    const patch = await patchFor(webhook, podReview(podOf("native")));
    assert.deepEqual(patch?.[0], {
      op: "add",
      path: "/spec/initContainers",
      value: [{ name: "agent", image: "agent:1", restartPolicy: "Always" }],
    });
  });

  it("has nothing for a profile whose name is no label, which the API server is going to refuse", async () => {
    const name = `every-${"x".repeat(57)}`;
    assert.notEqual((await respond(podReview(podOf(name)))).patch, undefined);
    assert.deepEqual(Object.keys(await respond(podReview(podOf(`${name}x`)))), ["uid", "allowed"]);
  });

  it("lets through without a patch what is no creation of a pod", async () => {
    const others = {
      "an update": { operation: "UPDATE" },
      "a deletion": { operation: "DELETE", object: null },
      "another kind": { kind: { group: "apps", version: "v1", kind: "Deployment" } },
      "another group's Pod": { kind: { group: "example.com", version: "v1", kind: "Pod" } },
      "another resource": { resource: { group: "", version: "v1", resource: "pods.example.com" } },
      "a subresource": { subResource: "eviction" },
      "no object": { object: undefined },
      "a null object": { object: null },
      "a list for an object": { object: [fargatePod()] },
      "text for an object": { object: "pod" },
      "no kind": { kind: undefined },
    };
    for (const [what, changes] of Object.entries(others)) {
      const response = await respond(podReview(fargatePod(), changes));
      assert.deepEqual(Object.keys(response), ["uid", "allowed"], what);
      assert.equal(response.allowed, true, what);
    }
  });

  it("lets through without a patch a pod of a shape that no pod has", async () => {
    const shapes = [
      fargatePod({ spec: { containers: "none" } }),
      fargatePod({ spec: { containers: [null] } }),
      fargatePod({ spec: { volumes: {} } }),
      { ...fargatePod(), spec: null },
      { ...fargatePod(), metadata: [] },
      {},
    ];
    for (const pod of shapes) {
      const response = await respond(podReview(pod));
      assert.equal(response.allowed, true, JSON.stringify(pod));
      assert.equal(response.patch, undefined, JSON.stringify(pod));
    }
  });
});

describe("A webhook that is told an older version of Kubernetes", () => {
  it("writes native sidecars as ordinary containers", async () => {
    const webhook = await startWebhook({ default: SIDECARS.native }, "1.28");
    try {
      const patch = await patchFor(webhook, podReview());
      assert.deepEqual(patch?.[0], {
        op: "add",
        path: "/spec/containers/-",
        value: { name: "agent", image: "agent:1" },
      });
    } finally {
      void webhook.stop();
    }
  });
});
