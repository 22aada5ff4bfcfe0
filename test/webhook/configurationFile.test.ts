import assert from "node:assert/strict";
import { renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { after, afterEach, before, describe, it } from "mocha";
import { CONFIGURATION_FORMAT, isJsonObject, type JsonObject } from "../../injection";
import { eventually } from "../../local/eventually";
import { readConfigurationText } from "../../webhook/configuration/fileSource";
import { call, patchFor } from "./client";
import { podReview } from "./reviews";
import { ONE_SIDECAR, startWebhook, type WebhookUnderTest } from "./webhookUnderTest";

const template = (image: string): string => `spec: {containers: [{name: sidecar, image: "${image}"}]}`;
const SECOND = template("b:1").replace("sidecar", "second");
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
      [template("bare:1"), /^the file holds a template without a name; put it below/],
      ["{apiVersion: v1, kind: Secret, data: {}}", /^kind: must be ConfigMap, but is "Secret"$/],
      ["{apiVersion: v1, kind: ConfigMap, data: [x]}", /^data: must be a mapping$/],
      ["{apiVersion: v1, kind: ConfigMap, binaryData: x}", /^binaryData: must be a mapping$/],
      [
        "{apiVersion: v1, kind: ConfigMap, binaryData: {default: AA==}}",
        /^binaryData\.default: templates are not read/,
      ],
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
    assert.match(await metrics(), /configuration_templates\{state="last-good"\} 0\n/);
    assert.match(await metrics(), /configuration_templates\{state="invalid"\} 1\n/);
    webhook.files.configure({ default: template("reset:2") });
    await injects(webhook, ["reset:2"]);
    assert.doesNotMatch(await metrics(), /configuration_problem\{/);
  });
});

describe("The status of a webhook", () => {
  let webhook: WebhookUnderTest;
  before(async () => {
    webhook = await startWebhook({ default: template("a:1"), _all: SECOND });
  });
  after(() => void webhook.stop());

  const status = async (): Promise<JsonObject> => {
    const answer = await call(webhook, { path: "/status" });
    const value: unknown = JSON.parse(answer.body);
    assert.ok(isJsonObject(value));
    assert.deepEqual([answer.status, answer.headers["content-type"]], [200, "application/json"]);
    return value;
  };
  const metrics = async (): Promise<string> => (await call(webhook, { path: "/metrics" })).body;
  const changed = (what: string, since: JsonObject): Promise<void> =>
    eventually({
      what,
      condition: async () => JSON.stringify(await status()) !== JSON.stringify(since),
      deadlineMs: 10_000,
    });
  const good = (name: string, hash: string) => ({ name, hash, state: "current" });
  const hashes = { a1: "", b1: "" };

  it("names the templates in use, in their order, with their hashes and that of them all", async () => {
    const { templates, hash, ...others } = await status();
    assert.ok(Array.isArray(templates));
    [hashes.a1 = "", hashes.b1 = ""] = templates.map(({ hash: each }) => String(each));
    assert.deepEqual(templates, [good("default", hashes.a1), good("_all", hashes.b1)]);
    for (const each of [hashes.a1, hashes.b1, hash]) assert.match(JSON.stringify(each), /^"[0-9a-f]{12}"$/);
    assert.deepEqual(others, {
      format: CONFIGURATION_FORMAT,
      invalid: [],
      problems: [],
      warnings: [],
      findings: [],
    });
  });

  it("tells which templates serve in their last good version, which are left out, and why", async () => {
    const before = await status();
    webhook.files.configure({ default: BROKEN_TEMPLATE, _all: SECOND, new: "spec: 1" });
    await changed("the problems in the status", before);
    const { problems, ...others } = await status();
    assert.deepEqual(others, {
      format: CONFIGURATION_FORMAT,
      hash: before.hash,
      templates: [{ ...good("default", hashes.a1), state: "last-good" }, good("_all", hashes.b1)],
      invalid: ["new"],
      warnings: [],
      findings: [],
    });
    assert.deepEqual(problems, [
      { path: "default.spec.containers[0].imagee", message: 'unknown field, did you mean "image"?' },
      { path: "new.spec", message: "must be a mapping, but is the number 1" },
    ]);
    for (const state of ["valid", "last-good", "invalid"])
      assert.match(await metrics(), new RegExp(`configuration_templates\\{state="${state}"\\} 1\\n`));
    const line = webhook.logged.filter(({ msg }) => msg === "sidecar configuration in use").at(-1);
    assert.deepEqual([line?.templates, line?.lastGood, line?.problems], [["default", "_all"], ["default"], 2]);
  });

  it("has another hash where settings change, for they decide too", async () => {
    const before = await status();
    webhook.files.configure({ default: template("a:1"), _all: SECOND });
    await changed("the mended templates in the status", before);
    const mended = await status();
    webhook.files.configure({ default: template("a:1"), _all: SECOND, _settings: "lint: {host-port: warn}" });
    await changed("the settings in the status", mended);
    const { hash, templates } = await status();
    assert.notEqual(hash, mended.hash);
    assert.deepEqual(templates, mended.templates);

    const data = { default: template("a:1"), _all: SECOND };
    webhook.files.configure({ apiVersion: "v1", kind: "ConfigMap", data, binaryData: { _settings: "AA==" } });
    await changed("the unreadable settings in the status", await status());
    const unreadable = await status();
    assert.deepEqual([unreadable.hash, unreadable.invalid], [hash, []], "the last good settings hold");
    webhook.files.configure({ default: BROKEN_TEMPLATE, _all: SECOND, new: "spec: 1" });
    await changed("the problems in the status again", await status());
  });

  it("goes on to call a template the last good one while the file cannot be read", async () => {
    const before = await status();
    webhook.files.configure("default: [");
    await changed("the new problem in the status", before);
    const { templates, invalid } = await status();
    assert.deepEqual([templates, invalid], [before.templates, ["new"]]);
  });

  it("calls a template the last good one also where its text is in binaryData now", async () => {
    const before = await status();
    const data = { _all: SECOND };
    webhook.files.configure({
      apiVersion: "v1",
      kind: "ConfigMap",
      data,
      binaryData: { default: "AA==", fresh: "AA==" },
    });
    await changed("the new problems in the status", before);
    const { templates, invalid } = await status();
    assert.deepEqual(templates, before.templates);
    assert.deepEqual(invalid, ["fresh"]);
  });

  it("tells what is valid but hardly meant, as the log does", async () => {
    const before = await status();
    webhook.files.configure({ default: template("a:1"), _all: template("b:1") });
    await changed("the warning in the status", before);
    const { problems, warnings } = await status();
    assert.deepEqual(problems, []);
    assert.match(JSON.stringify(warnings), /^\[\{"path":"_all\.spec\.containers\[0\]","message":"template [^{]+\}\]$/);
    const [line] = webhook.logged.filter(({ msg }) => msg === "warning about the sidecar configuration");
    assert.deepEqual([line?.level, line?.path], ["warn", "_all.spec.containers[0]"]);
    assert.match(JSON.stringify(line?.warning), /^"_all\.spec\.containers\[0\]: template \\"default\\" adds another/);
  });

  it("calls a template current again as soon as it is right", async () => {
    const before = await status();
    webhook.files.configure({ default: template("a:1") });
    await changed("the new templates in the status", before);
    const { templates, invalid, problems } = await status();
    assert.deepEqual([templates, invalid, problems], [[good("default", hashes.a1)], [], []]);
    assert.match(await metrics(), /configuration_templates\{state="last-good"\} 0\n/);
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
      unreadable: [],
      problems: [{ path: "data.default", message: 'must be text; write "default: |" before it' }],
    });
  });

  it("does not take templates from binaryData, where kubectl puts a file that is not UTF-8, and says so", () => {
    const text = "{apiVersion: v1, kind: ConfigMap, data: {other: text}, binaryData: {default: c3BlYzoge30=}}";
    assert.deepEqual(readConfigurationText(text), {
      data: { other: "text" },
      unreadable: ["default"],
      problems: [
        {
          path: "binaryData.default",
          message: "templates are not read from binaryData; write the text, in UTF-8, below data",
        },
      ],
    });
  });

  it("takes data without the rest of its ConfigMap, and empty documents around it", () => {
    const expected = { data: { default: "text" }, unreadable: [], problems: [] };
    for (const text of [
      "data: {default: text}",
      "apiVersion: v1\nmetadata: {name: a}\ndata: {default: text}",
      "kind: ConfigMap\ndata: {default: text}",
      "---\ndata: {default: text}\n---\n",
    ])
      assert.deepEqual(readConfigurationText(text), expected, text);
  });

  it("takes a template by the name of data or spec for one", () => {
    for (const name of ["data", "spec", "containers"])
      assert.deepEqual(readConfigurationText(`${name}: {spec: {volumes: [{name: a}]}}`), {
        data: { [name]: { spec: { volumes: [{ name: "a" }] } } },
        problems: [],
      });
  });

  it("asks for a name where there is a template alone", () => {
    for (const text of ["profiles: [a]\nspec: {containers: []}", "containers: []\nvolumes: []"]) {
      const { data, problems } = readConfigurationText(text);
      assert.equal(data, undefined, text);
      assert.deepEqual(problems, [
        {
          path: "",
          message:
            'the file holds a template without a name; put it below that of a Fargate profile, such as "default:"',
        },
      ]);
    }
  });

  it("tells of a key that reads as a boolean, and takes it so", () => {
    const problem = { path: "data.true", message: "the key on reads as the boolean true; write it in quotes" };
    assert.deepEqual(readConfigurationText("kind: ConfigMap\ndata: {on: text}"), {
      data: { true: "text" },
      unreadable: [],
      problems: [problem],
    });
    assert.deepEqual(readConfigurationText("on: text"), {
      data: { true: "text" },
      problems: [{ ...problem, path: "true" }],
    });
  });

  it("takes a ConfigMap without data, and nothing at all, for a configuration without templates", () => {
    for (const text of [
      "{apiVersion: v1, kind: ConfigMap}",
      "{apiVersion: v1, kind: ConfigMap, data: null}",
      "",
      "# none",
    ])
      assert.deepEqual(readConfigurationText(text), { data: {}, unreadable: [], problems: [] });
  });
});
