import assert from "node:assert/strict";
import { renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { after, afterEach, before, describe, it } from "mocha";
import { eventually } from "../../local/eventually";
import { readConfigurationText } from "../../webhook/configuration/fileSource";
import { call, patchFor } from "./client";
import { podReview } from "./reviews";
import { ONE_SIDECAR, startWebhook, type WebhookUnderTest } from "./webhookUnderTest";

const template = (image: string): string => `spec: {containers: [{name: sidecar, image: "${image}"}]}`;
const BROKEN_TEMPLATE = 'spec: {containers: [{name: sidecar, imagee: "busybox:1"}]}';

/** The images that a pod of the profile `default` gets from the webhook now. */
async function imagesFor(webhook: WebhookUnderTest): Promise<string[]> {
  const patch = (await patchFor(webhook, podReview())) ?? [];
  return [...JSON.stringify(patch).matchAll(/"image":"([^"]*)"/g)].map(([, image = ""]) => image);
}

function injects(webhook: WebhookUnderTest, images: readonly string[]): Promise<void> {
  return eventually({
    what: `the webhook to inject ${images.join()}`,
    condition: async () => (await imagesFor(webhook)).join() === images.join(),
    deadlineMs: 10_000,
  });
}

function logs(webhook: WebhookUnderTest, expected: RegExp): Promise<void> {
  return eventually({
    what: `a problem like ${String(expected)} in the log`,
    condition: () =>
      Promise.resolve(webhook.logged.some(({ problem }) => typeof problem === "string" && expected.test(problem))),
    deadlineMs: 10_000,
  });
}

describe("A configuration file that is followed", () => {
  let webhook: WebhookUnderTest;
  before(async () => {
    webhook = await startWebhook(ONE_SIDECAR);
  });
  afterEach("is put right again", async () => {
    webhook.files.configure({ default: template("reset:1") });
    await injects(webhook, ["reset:1"]);
  });
  after(() => void webhook.stop());

  it("is taken up as it changes, from one form to the other", async () => {
    const manifest = (image: string): string =>
      JSON.stringify({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "fargate-injector-sidecar-config" },
        data: { default: template(image) },
      });
    webhook.files.configure(manifest("manifest:1"));
    await injects(webhook, ["manifest:1"]);
    webhook.files.configure(`default: |\n  ${template("bare:1")}\n`);
    await injects(webhook, ["bare:1"]);
    webhook.files.configure(`default:\n  ${template("mapping:1")}\n`);
    await injects(webhook, ["mapping:1"]);
  });

  it("keeps the last good version of a template that becomes wrong, until it is right again", async () => {
    webhook.files.configure({ default: BROKEN_TEMPLATE, other: template("other:1") });
    await logs(webhook, /^default\.spec\.containers\[0\]\.imagee: unknown field, did you mean "image"\?$/);
    assert.deepEqual(await imagesFor(webhook), ["reset:1"]);
    webhook.files.configure({ default: template("repaired:1") });
    await injects(webhook, ["repaired:1"]);
  });

  it("takes up the other templates beside a wrong one", async () => {
    webhook.files.configure({ default: BROKEN_TEMPLATE, _all: template("all:1").replace("sidecar", "second") });
    await injects(webhook, ["reset:1", "all:1"]);
  });

  it("loses no template while it cannot be read as a configuration", async () => {
    for (const [content, problem] of [
      ["default: [", /^the file is not YAML: /],
      ["- a list", /^the file must hold a ConfigMap/],
      ["{apiVersion: v1, kind: Secret, data: {}}", /^kind: must be ConfigMap, but is "Secret"$/],
      ["{apiVersion: v1, kind: ConfigMap, data: [x]}", /^data: must be a mapping$/],
    ] as const) {
      webhook.files.configure(content);
      await logs(webhook, problem);
      assert.deepEqual(await imagesFor(webhook), ["reset:1"]);
    }
  });

  it("loses no template while it does not exist, and is taken up when it is back", async () => {
    rmSync(webhook.files.configurationFile);
    await logs(webhook, /cannot be read: ENOENT/);
    assert.deepEqual(await imagesFor(webhook), ["reset:1"]);
    webhook.files.configure({ default: template("back:1") });
    await injects(webhook, ["back:1"]);
  });

  it("is followed through a swap of the link that leads to it, as a kubelet updates mounted files", async () => {
    const file = webhook.files.configurationFile;
    writeFileSync(`${file}.1`, JSON.stringify({ default: template("linked:1") }));
    symlinkSync(`${file}.1`, `${file}.link`);
    renameSync(`${file}.link`, file);
    await injects(webhook, ["linked:1"]);
    writeFileSync(`${file}.2`, JSON.stringify({ default: template("linked:2") }));
    symlinkSync(`${file}.2`, `${file}.link`);
    renameSync(`${file}.link`, file);
    await injects(webhook, ["linked:2"]);
  });

  it("that is emptied switches injection off", async () => {
    webhook.files.configure("");
    await injects(webhook, []);
  });

  it("shows its problems as metrics with their paths, until they are gone", async () => {
    const metrics = async (): Promise<string> => (await call(webhook, { path: "/metrics" })).body;
    const problem = 'fargate_sidecar_injector_configuration_problem{path="new.spec.containers[0].imagee",';
    webhook.files.configure({ default: template("reset:1"), new: BROKEN_TEMPLATE });
    await eventually({
      what: "the problem in the metrics",
      condition: async () => (await metrics()).includes(problem),
      deadlineMs: 10_000,
    });
    assert.match(await metrics(), /configuration_templates\{state="valid"\} 1\n/);
    assert.match(await metrics(), /configuration_templates\{state="invalid"\} 1\n/);
    webhook.files.configure({ default: template("reset:2") });
    await injects(webhook, ["reset:2"]);
    assert.doesNotMatch(await metrics(), /configuration_problem\{/);
  });
});

describe("A configuration file that is wrong from the start", () => {
  for (const [what, content, images] of [
    ["in one template", JSON.stringify({ broken: BROKEN_TEMPLATE, ...ONE_SIDECAR }), ["busybox:1"]],
    ["as a whole", "default: [", []],
  ] as const)
    it(`${what} gives a webhook that is ready and applies what is right`, async () => {
      const webhook = await startWebhook(content);
      try {
        assert.equal((await call(webhook, { path: "/readyz" })).status, 200);
        assert.deepEqual(await imagesFor(webhook), images);
        assert.deepEqual(webhook.logged.map(({ msg }) => msg).slice(0, 2), [
          "ready",
          "problem in the sidecar configuration",
        ]);
      } finally {
        void webhook.stop();
      }
    });
});

describe("readConfigurationText", () => {
  it("takes a ConfigMap whose data is not text, and says so", () => {
    const text = "{apiVersion: v1, kind: ConfigMap, data: {default: {spec: {}}, other: text}}";
    assert.deepEqual(readConfigurationText(text), {
      data: { default: { spec: {} }, other: "text" },
      problems: [{ path: "data.default", message: 'must be text; write "default: |" before it' }],
    });
  });

  it("takes a ConfigMap without data, and nothing at all, for a configuration without templates", () => {
    for (const text of [
      "{apiVersion: v1, kind: ConfigMap}",
      "{apiVersion: v1, kind: ConfigMap, data: null}",
      "",
      "# none",
    ])
      assert.deepEqual(readConfigurationText(text), { data: {}, problems: [] });
  });
});
