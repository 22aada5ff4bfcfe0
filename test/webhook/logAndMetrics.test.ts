import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { isJsonObject, objectsIn } from "../../injection/json";
import { call, metricOf, mutate } from "./client";
import { fargatePod, podReview } from "./reviews";
import { startWebhook, type WebhookUnderTest } from "./webhookUnderTest";

const profile = (name: string) => ({ metadata: { labels: { "eks.amazonaws.com/fargate-profile": name } } });

describe("What the webhook tells of its work", () => {
  let webhook: WebhookUnderTest;
  before(async () => {
    webhook = await startWebhook({
      default: 'spec: {containers: [{name: sidecar, image: "busybox:1"}]}',
      second: 'profiles: [default]\nnamespaces: [other]\nspec: {containers: [{name: second, image: "busybox:1"}]}',
      broken: "spec: {containers: [{name: without-image}]}",
      privileged: 'spec: {containers: [{name: a, image: "busybox:1", securityContext: {privileged: true}}]}',
      latest: "spec: {containers: [{name: a, image: 'busybox:latest'}]}",
      _settings: "prices: {currency: USD, perVcpu: 0.04, perGb: 0.004, perStorageGb: 0.0001}",
      large:
        'spec: {containers: [{name: a, image: "busybox:1", resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}]}',
    });
  });
  after(() => void webhook.stop());

  const loggedFor = async (uid: string, pod = fargatePod(), changes = {}) => {
    await mutate(webhook, podReview(pod, { uid, ...changes }));
    return webhook.logged.filter((line) => line.uid === uid);
  };
  const metrics = async (): Promise<string> => (await call(webhook, { path: "/metrics" })).body;
  const value = (series: string): Promise<number> => metricOf(webhook, series);

  it("is a line with time, level and address when it is ready", () => {
    const [first] = webhook.logged;
    assert.deepEqual(first, { level: "info", time: first?.time, host: "127.0.0.1", port: webhook.port, msg: "ready" });
    assert.match(JSON.stringify(first.time), /^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"$/);
  });

  it("is a line for each problem of the configuration, with its path", () => {
    const problems = webhook.logged.filter(({ msg }) => msg === "problem in the sidecar configuration");
    assert.deepEqual(
      problems.map(({ level, path }) => [level, path]),
      [["error", "broken.spec.containers[0].image"]],
    );
  });

  it("is a line for each place in which a lint rule has found something, at the rule's level", () => {
    const lines = webhook.logged.filter(({ rule }) => rule !== undefined);
    assert.deepEqual(
      lines.map(({ level, rule, path }) => [level, rule, path]),
      [
        ["warn", "image-tag", "latest.spec.containers[0].image"],
        ["error", "privileged", "privileged.spec.containers[0].securityContext.privileged"],
      ],
    );
    assert.match(
      JSON.stringify(lines[0]?.finding),
      /^"latest\.spec.+ \(rule image-tag, docs\/lint-rules\.md#image-tag\)"$/,
    );
  });

  it("shows what lint rules have found as metrics, and in the status", async () => {
    const series = 'path="latest.spec.containers[0].image",rule="image-tag",level="warn"';
    assert.equal(await value(`fargate_sidecar_injector_configuration_finding{${series}}`), 1);
    const status: unknown = JSON.parse((await call(webhook, { path: "/status" })).body);
    assert.ok(isJsonObject(status));
    assert.deepEqual(
      objectsIn(status.findings).map(({ level, rule, path }) => [level, rule, path]),
      [
        ["warn", "image-tag", "latest.spec.containers[0].image"],
        ["error", "privileged", "privileged.spec.containers[0].securityContext.privileged"],
      ],
    );
  });

  it("is a line for a pod, with each template's reason", async () => {
    const lines = await loggedFor("one");
    assert.deepEqual(lines, [
      {
        level: "info",
        time: lines[0]?.time,
        uid: "one",
        namespace: "shop",
        pod: "web",
        profile: "default",
        templates: "default=injected,second=namespace-mismatch",
        size: "0.25vCPU 0.5GB",
        msg: "injected",
      },
    ]);
  });

  it("counts injected pods by their size before and after, with what they cost more by the hour", async () => {
    const sizes = 'fargate_sidecar_injector_pod_sizes_total{before="0.25vCPU 0.5GB",after="0.25vCPU 2GB"}';
    const cost = 'fargate_sidecar_injector_added_cost_per_hour_total{currency="USD"}';
    const costBefore = await value(cost);
    const [line] = await loggedFor("large", fargatePod(profile("large")));
    assert.equal(line?.size, "0.25vCPU 0.5GB -> 0.25vCPU 2GB");
    assert.equal(await value(sizes), 1);
    assert.equal(((await value(cost)) - costBefore).toFixed(4), "0.0060");
  });

  it("counts what is wrong with pods themselves, by the rule", async () => {
    const pod = fargatePod({
      ...profile("default"),
      spec: { hostPID: true, containers: [{ name: "app", image: "a:1" }] },
    });
    await loggedFor("wrong", pod);
    assert.equal(await value('fargate_sidecar_injector_pod_findings_total{rule="host-namespaces"}'), 1);
  });

  it("names a pod that has no name yet by the beginning of its name", async () => {
    const pod = fargatePod({
      metadata: { name: undefined, generateName: "web-5d9f-", ...profile("default").metadata },
    });
    const [line] = await loggedFor("generated", pod, { name: undefined });
    assert.equal(line?.pod, "web-5d9f-");
  });

  it("is a warning where somebody has to act, and says of a dry run that it was one", async () => {
    const [line] = await loggedFor("broken", fargatePod(profile("broken")), { dryRun: true });
    assert.equal(line?.level, "warn");
    assert.equal(line.dryRun, true);
    assert.equal(line.templates, "broken=invalid-template");
    assert.equal(line.msg, "unchanged");
  });

  it("is no line for a pod that nothing is for", async () => {
    assert.deepEqual(await loggedFor("nothing", fargatePod(profile("unknown"))), []);
    assert.deepEqual(await loggedFor("elsewhere", fargatePod({ metadata: { labels: {} } })), []);
  });

  it("is a short line also for a pod whose name is a megabyte long", async () => {
    const huge = "x".repeat(1_000_000);
    const pod = fargatePod({ metadata: { ...profile("default").metadata, name: huge } });
    const lines = await loggedFor("huge", pod, { name: huge });
    assert.equal(lines.length, 1);
    assert.ok(JSON.stringify(lines).length < 1_000);
  });

  it("counts the API server's second call about a pod as a repetition, and logs nothing of it", async () => {
    const size = { before: "0.25vCPU 0.5GB", after: "0.25vCPU 0.5GB" };
    const status = JSON.stringify({ default: { containers: ["sidecar"], hash: "0" }, size });
    const again = fargatePod({
      metadata: { ...profile("default").metadata, annotations: { "fargate-sidecar-injector/status": status } },
      spec: { containers: ["app", "sidecar"].map((name) => ({ name, image: name })) },
    });
    const repeated = 'fargate_sidecar_injector_pods_total{result="repeated",reason="",dry_run="false"}';
    const injected = 'fargate_sidecar_injector_templates_total{template="default",reason="injected"}';
    const before = await Promise.all([repeated, injected].map(value));
    assert.deepEqual(await loggedFor("again", again), []);
    const [repetitions = 0, injections] = before;
    assert.deepEqual(await Promise.all([repeated, injected].map(value)), [repetitions + 1, injections]);
  });

  it("counts pods and templates by their reasons", async () => {
    const injected = 'fargate_sidecar_injector_templates_total{template="default",reason="injected"}';
    const mismatch = 'fargate_sidecar_injector_templates_total{template="second",reason="namespace-mismatch"}';
    const pods = 'fargate_sidecar_injector_pods_total{result="injected",reason="",dry_run="false"}';
    const elsewhere = 'fargate_sidecar_injector_pods_total{result="unchanged",reason="not-fargate",dry_run="true"}';
    const before = await Promise.all([injected, mismatch, pods, elsewhere].map(value));
    await mutate(webhook, podReview());
    await mutate(webhook, podReview(fargatePod({ metadata: { labels: {} } }), { dryRun: true }));
    const after = await Promise.all([injected, mismatch, pods, elsewhere].map(value));
    assert.deepEqual(
      after,
      before.map((count) => count + 1),
    );
  });

  it("counts refused requests by status, and measures the others", async () => {
    const series = [
      'fargate_sidecar_injector_refused_requests_total{status="400"}',
      "fargate_sidecar_injector_admission_duration_seconds_count",
    ];
    const before = await Promise.all(series.map(value));
    await mutate(webhook, "no JSON");
    await mutate(webhook, podReview());
    assert.deepEqual(
      await Promise.all(series.map(value)),
      before.map((count) => count + 1),
    );
  });

  it("grows by no series for names that pods bring", async () => {
    const series = async (): Promise<string[]> =>
      (await metrics()).split("\n").flatMap((line) => (line.startsWith("fargate_") ? (line.split(" ")[0] ?? []) : []));
    const reviewOf = (name: string) => podReview(fargatePod(profile(name)), { namespace: name, name });
    await mutate(webhook, reviewOf("first"));
    const before = await series();
    for (let count = 0; count < 50; count++) await mutate(webhook, reviewOf(`another-${count}`));
    assert.deepEqual(await series(), before);
  });

  it("is text that Prometheus reads", async () => {
    const { headers, body } = await call(webhook, { path: "/metrics" });
    assert.equal(headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    for (const line of body.split("\n").filter((text) => text !== "" && !text.startsWith("#")))
      assert.match(line, /^[a-z_:][\w:]*(\{[a-z_]+="([^"\\\n]|\\.)*"(,[a-z_]+="([^"\\\n]|\\.)*")*\})? \S+$/);
    assert.match(body, /^fargate_sidecar_injector_configuration_info\{hash="[0-9a-f]{12}"\} 1$/m);
  });

  it("is healthy and ready in plain text", async () => {
    for (const path of ["/healthz", "/readyz", "/readyz?verbose"]) {
      const { status, body, headers } = await call(webhook, { path });
      assert.deepEqual([status, body, headers["content-type"]], [200, "ok\n", "text/plain; charset=utf-8"]);
    }
    assert.equal((await call(webhook, { method: "HEAD", path: "/readyz" })).status, 200);
  });
});
