import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import { admissionResponse, call, mutate, openConnection, patchFor, readToEnd, type Answer } from "./client";
import { fargatePod, podReview } from "./reviews";
import { startWebhook, type WebhookUnderTest } from "./webhookUnderTest";

const JSON_HEADERS = { "content-type": "application/json" };
const REVIEW_PATHS = ["/mutate", "/validate"];
const MEGABYTE = Buffer.alloc(1_000_000, " ");

describe("A request that is no admission review", () => {
  let webhook: WebhookUnderTest;
  before(async () => {
    webhook = await startWebhook();
  });
  afterEach("the webhook goes on injecting", async () => {
    assert.notEqual(await patchFor(webhook, podReview()), undefined);
  });
  after(() => void webhook.stop());

  const assertRefused = (answer: Answer, status: number, error: string | RegExp): void => {
    const body: unknown = JSON.parse(answer.body);
    assert.ok(typeof body === "object" && body !== null && "error" in body);
    assert.equal(answer.status, status);
    if (typeof error === "string") assert.equal(body.error, error);
    else assert.match(String(body.error), error);
  };

  it("by another method is told which ones are allowed", async () => {
    for (const method of ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      for (const path of REVIEW_PATHS) {
        const answer = await call(webhook, { method, path });
        assertRefused(answer, 405, `${method} is not allowed at ${path}, only POST`);
        assert.equal(answer.headers.allow, "POST");
      }
    }
    for (const path of ["/status", "/healthz", "/readyz", "/metrics"]) {
      const answer = await call(webhook, { method: "POST", path });
      assertRefused(answer, 405, `POST is not allowed at ${path}, only GET, HEAD`);
      assert.equal(answer.headers.allow, "GET, HEAD");
    }
  });

  it("to another path is told where the webhook answers", async () => {
    for (const path of [
      "/",
      "/mutate/",
      "/Mutate",
      "/mutate2",
      "/validate/",
      "//mutate",
      "/metrics/x",
      "/%",
      "/%00",
      "/..%2fmutate",
    ]) {
      const answer = await call(webhook, { method: "POST", path, headers: JSON_HEADERS, body: ["{}"] });
      assertRefused(
        answer,
        404,
        /^there is nothing at .+; the webhook answers at \/mutate, \/mutate\/appmesh and \/validate$/,
      );
    }
  });

  it("with a content type that is not JSON's gets 415", async () => {
    for (const type of ["text/plain", "application/yaml", "application/jsonp", "", undefined]) {
      const headers = type === undefined ? {} : { "content-type": type };
      const body = [JSON.stringify(podReview())];
      for (const path of REVIEW_PATHS) {
        const answer = await call(webhook, { method: "POST", path, headers, body });
        assertRefused(answer, 415, "the body must be application/json, not compressed");
      }
    }
  });

  it("that is compressed gets 415", async () => {
    for (const path of REVIEW_PATHS) {
      const answer = await mutate(webhook, "{}", { path, headers: { "content-encoding": "gzip" } });
      assertRefused(answer, 415, "the body must be application/json, not compressed");
    }
  });

  it("of 10 MB gets 413, whether its length is said before or not", async () => {
    const body = Array.from({ length: 10 }, () => MEGABYTE);
    for (const path of REVIEW_PATHS)
      for (const parts of [[Buffer.concat(body)], body]) {
        const answer = await call(webhook, { method: "POST", path, headers: JSON_HEADERS, body: parts });
        assertRefused(answer, 413, "the body is larger than 8000000 bytes");
      }
  });

  it("whose body is no AdmissionReview v1 gets 400 with what is wrong", async () => {
    const review = podReview();
    const bodies: [string | Buffer | object, string][] = [
      ["", "the body is not JSON"],
      ["{", "the body is not JSON"],
      ["kind: AdmissionReview", "the body is not JSON"],
      [Buffer.from([0xff, 0xfe, 0x00]), "the body is not JSON"],
      ["null", "the body is no AdmissionReview"],
      ["[]", "the body is no AdmissionReview"],
      ['"AdmissionReview"', "the body is no AdmissionReview"],
      [fargatePod(), "the body is no AdmissionReview"],
      ['{"__proto__": {"kind": "AdmissionReview"}}', "the body is no AdmissionReview"],
      [
        { ...review, apiVersion: "admission.k8s.io/v1beta1" },
        'apiVersion must be admission.k8s.io/v1, but is "admission.k8s.io/v1beta1"',
      ],
      [{ ...review, apiVersion: undefined }, "apiVersion must be admission.k8s.io/v1, but is undefined"],
      [{ ...review, request: undefined }, "the AdmissionReview has no request"],
      [{ ...review, request: [] }, "the AdmissionReview has no request"],
      [podReview(fargatePod(), { uid: undefined }), "request.uid is missing"],
      [podReview(fargatePod(), { uid: 7 }), "request.uid is missing"],
    ];
    for (const path of REVIEW_PATHS)
      for (const [body, error] of bodies) assertRefused(await mutate(webhook, body, { path }), 400, error);
  });

  it("that nests deeper than any parser's stack gets 400, or is let through where it is JSON", async () => {
    assertRefused(await mutate(webhook, "[".repeat(5_000_000)), 400, "the body is not JSON");
    const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
    for (const field of ["spec", "metadata", "volumes", "env"]) {
      const body = JSON.stringify(podReview(podWith(field))).replace('"DEEP"', deep);
      assert.equal(admissionResponse(await mutate(webhook, body)).allowed, true, field);
    }
  });

  it("that stops half-way and closes gets 400", async () => {
    const socket = await openConnection(webhook);
    socket.end("POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    assert.match(await readToEnd(socket), /^HTTP\/1\.1 400 /);
  });

  it("that is no HTTP gets 400", async () => {
    const socket = await openConnection(webhook);
    socket.write("no HTTP\r\n\r\n");
    assert.match(await readToEnd(socket), /^HTTP\/1\.1 400 /);
  });

  it("with headers of more than 16 KiB gets 431", async () => {
    const socket = await openConnection(webhook);
    socket.write(`POST /mutate HTTP/1.1\r\nX: ${"x".repeat(16 * 1024)}`);
    assert.match(await readToEnd(socket), /^HTTP\/1\.1 431 /);
  });
});

describe("A review with a field called __proto__", () => {
  it("is decided by its own fields alone, and changes no other review", async () => {
    const webhook = await startWebhook();
    try {
      const plain = JSON.stringify(podReview(fargatePod({ metadata: { labels: {} } })));
      const label = '{"labels": {"eks.amazonaws.com/fargate-profile": "default"}}';
      const hidden = plain.replace('"labels":{}', `"labels":{},"__proto__":${label}`);
      assert.notEqual(hidden, plain);
      for (const body of [hidden, plain, plain.replace('"labels":{}', '"labels":{"__proto__":"x","constructor":"y"}')])
        assert.equal(admissionResponse(await mutate(webhook, body)).patch, undefined);
      const injected = JSON.stringify(podReview()).replace(
        '"spec":{',
        '"__proto__":{"a":1},"spec":{"__proto__":{"b":2},',
      );
      assert.equal(typeof admissionResponse(await mutate(webhook, injected)).patch, "string");
    } finally {
      void webhook.stop();
    }
  });
});

function podWith(field: string): ReturnType<typeof fargatePod> {
  switch (field) {
    case "spec":
      return { ...fargatePod(), spec: "DEEP" };
    case "metadata":
      return { ...fargatePod(), metadata: { labels: "DEEP" } };
    case "volumes":
      return fargatePod({ spec: { volumes: [{ name: "v", emptyDir: "DEEP" }] } });
    default:
      return fargatePod({ spec: { containers: [{ name: "sidecar", image: "a", env: "DEEP" }] } });
  }
}
