import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { CONFIGURATION_FORMAT, isJsonObject, type JsonObject } from "../../injection";
import { parseAdmissionReview } from "../../webhook/admissionReview";
import { createLog } from "../../webhook/log";
import { createMetrics } from "../../webhook/metrics";
import { validate as answerReview } from "../../webhook/validate";
import { admissionResponse, metricOf, validate } from "./client";
import { configMapReview, podReview, sidecarConfigMap } from "./reviews";
import { ONE_SIDECAR, startWebhook, type WebhookUnderTest } from "./webhookUnderTest";

const FORMAT = "fargate-sidecar-injector/format";
const MISSPELT = "spec: {containers: [{name: sidecar, imagee: busybox}]}";

const declaring = (format: string): JsonObject => ({
  metadata: { name: "fargate-injector-sidecar-config", annotations: { [FORMAT]: format } },
});

describe("A sidecar ConfigMap that is reviewed before it is written", () => {
  let webhook: WebhookUnderTest;
  before(async () => {
    webhook = await startWebhook();
  });
  after(() => void webhook.stop());

  const reviewed = async (configMap: JsonObject, changes?: JsonObject): Promise<JsonObject> =>
    admissionResponse(await validate(webhook, configMapReview(configMap, changes)));
  const refusalOf = async (configMap: JsonObject, changes?: JsonObject): Promise<readonly string[]> => {
    const { allowed, status } = await reviewed(configMap, changes);
    assert.equal(allowed, false);
    assert.ok(isJsonObject(status) && typeof status.message === "string");
    assert.deepEqual([status.code, status.reason], [400, "BadRequest"]);
    return status.message.split("\n");
  };
  const accepted = { uid: "0a5f1f0e-7c1b-4a52-9f52-5ed8f1c0a001", allowed: true };
  const countOf = (result: string): Promise<number> =>
    metricOf(webhook, `fargate_sidecar_injector_configuration_reviews_total{result="${result}"}`);

  it("is accepted where nothing is wrong with it, be it new, changed, or empty", async () => {
    const before = await countOf("accepted");
    assert.deepEqual(await reviewed(sidecarConfigMap(ONE_SIDECAR)), accepted);
    const update = { operation: "UPDATE", oldObject: sidecarConfigMap({}) };
    assert.deepEqual(await reviewed(sidecarConfigMap(ONE_SIDECAR), update), accepted);
    assert.deepEqual(await reviewed(sidecarConfigMap(ONE_SIDECAR, declaring("1"))), accepted);
    assert.deepEqual(await reviewed(sidecarConfigMap({}, { data: undefined })), accepted);
    assert.equal(await countOf("accepted"), before + 4);
  });

  it("is refused with all problems, one a line", async () => {
    const before = await countOf("refused");
    const data = { ...ONE_SIDECAR, shop: `${MISSPELT}\nprofile: [shop]`, tools: "spec: [" };
    for (const changes of [{}, { operation: "UPDATE", oldObject: sidecarConfigMap(ONE_SIDECAR) }]) {
      const [title, ...problems] = await refusalOf(sidecarConfigMap(data), changes);
      assert.equal(title, "3 problems in the sidecar configuration:");
      assert.deepEqual(problems.slice(0, 2), [
        'shop.profile: unknown field, did you mean "profiles"?',
        'shop.spec.containers[0].imagee: unknown field, did you mean "image"?',
      ]);
      assert.match(problems[2] ?? "", /^tools: is not YAML: /);
    }
    assert.equal(await countOf("refused"), before + 2);
  });

  it("is refused where a template is in binaryData, from where the webhook would not read it", async () => {
    assert.deepEqual(await refusalOf(sidecarConfigMap(ONE_SIDECAR, { binaryData: { shop: "AA==" } })), [
      "1 problem in the sidecar configuration:",
      "binaryData.shop: templates are not read from binaryData; write the text, in UTF-8, below data",
    ]);
  });

  it("has each problem in one line also where a field has a line break in its name", async () => {
    const [, ...problems] = await refusalOf(sidecarConfigMap({ default: '{"spec": {"a\\n\\u0085b": 1}}' }));
    assert.ok(problems.some((problem) => problem.startsWith("default.spec.a\\u000a\\u0085b: unknown field")));
  });

  it("is refused where the format that it declares is no number", async () => {
    for (const format of ["", "0", "01", "-1", "1.5", "1e3", " 1", "v1", "latest"])
      assert.deepEqual(await refusalOf(sidecarConfigMap(ONE_SIDECAR, declaring(format))), [
        "1 problem in the sidecar configuration:",
        `metadata.annotations["${FORMAT}"]: must be the number of a format, from "1" to "${CONFIGURATION_FORMAT}" here, but is "${format}"`,
      ]);
  });

  it("is let through with a warning where it declares a newer format, whatever else this webhook finds", async () => {
    const before = await countOf("newer-format");
    for (const [format, shown] of [
      [String(CONFIGURATION_FORMAT + 1), String(CONFIGURATION_FORMAT + 1)],
      ["1000000000000000000000", "1e+21"],
    ] as const) {
      const { allowed, warnings } = await reviewed(sidecarConfigMap({ default: MISSPELT }, declaring(format)));
      assert.equal(allowed, true);
      assert.ok(Array.isArray(warnings) && typeof warnings[0] === "string");
      assert.ok(
        warnings[0].startsWith(`fargate-sidecar-injector: format ${shown} is newer than ${CONFIGURATION_FORMAT},`),
      );
      assert.ok(warnings[0].length < 256, "the API server would cut it off");
    }
    assert.equal(await countOf("newer-format"), before + 2);
  });

  it("is let through, if it is wrong already, by changes of anything but its content", async () => {
    const wrong = sidecarConfigMap({ default: MISSPELT });
    const metadata = {
      name: "fargate-injector-sidecar-config",
      finalizers: ["foregroundDeletion"],
      labels: { a: "b" },
    };
    const { allowed, warnings } = await reviewed({ ...wrong, metadata }, { operation: "UPDATE", oldObject: wrong });
    assert.equal(allowed, true);
    assert.deepEqual(warnings, [
      'fargate-sidecar-injector: as before, default.spec.containers[0].imagee: unknown field, did you mean "image"?',
    ]);
    const changed = sidecarConfigMap({ default: MISSPELT, other: MISSPELT });
    await refusalOf({ ...changed, metadata }, { operation: "UPDATE", oldObject: wrong });
    await refusalOf(wrong, { operation: "UPDATE", oldObject: { ...wrong, ...declaring("2") } });
  });

  it("brings the warnings of the configuration, accepted or not", async () => {
    const clashing = { default: MISSPELT.replace("imagee: busybox", "image: 'busybox:2'"), _all: ONE_SIDECAR.default };
    const warning =
      /^fargate-sidecar-injector: _all\.spec\.containers\[0\]: template "default" adds another container /;
    for (const [data, allowed] of [
      [clashing, true],
      [{ ...clashing, broken: MISSPELT }, false],
    ] as const) {
      const response = await reviewed(sidecarConfigMap(data));
      assert.equal(response.allowed, allowed);
      assert.ok(Array.isArray(response.warnings));
      assert.equal(response.warnings.length, 1);
      assert.match(response.warnings.join(), warning);
    }
  });

  describe("in which lint rules have found something", () => {
    const privileged = 'spec: {containers: [{name: a, image: "b:1", securityContext: {privileged: true}}]}';
    const found =
      /^default\.spec\.containers\[0\]\.securityContext\.privileged: .+ \(rule privileged, docs\/lint-rules\.md#privileged\)$/;

    it("is refused where the rule is an error", async () => {
      const [title, ...problems] = await refusalOf(sidecarConfigMap({ default: privileged }));
      assert.equal(title, "1 problem in the sidecar configuration:");
      assert.equal(problems.length, 1);
      assert.match(problems.join(), found);
    });

    it("is accepted with a warning where the rule only warns", async () => {
      const data = { default: privileged, _settings: "lint: {privileged: warn}" };
      const { allowed, warnings } = await reviewed(sidecarConfigMap(data));
      assert.equal(allowed, true);
      assert.ok(Array.isArray(warnings));
      assert.deepEqual(
        warnings.map((warning) => found.test(String(warning).replace("fargate-sidecar-injector: ", ""))),
        [true],
      );
    });

    it("is accepted as it is where the rule is off", async () => {
      const data = { default: `${privileged}\nlint: {privileged: "off"}` };
      assert.deepEqual(await reviewed(sidecarConfigMap(data)), accepted);
    });

    it("is let through by changes of anything but its content, with what was found before as a warning", async () => {
      const before = sidecarConfigMap({ default: privileged });
      const labelled = { ...before, metadata: { name: "fargate-injector-sidecar-config", labels: { a: "b" } } };
      const { allowed, warnings } = await reviewed(labelled, { operation: "UPDATE", oldObject: before });
      assert.equal(allowed, true);
      assert.match(
        JSON.stringify(warnings),
        /^\["fargate-sidecar-injector: as before, default\.spec\.containers\[0\]\.security/,
      );
    });
  });

  it("is refused where its settings are wrong", async () => {
    const [, ...problems] = await refusalOf(
      sidecarConfigMap({ ...ONE_SIDECAR, _settings: "lint: {privileged: loud}" }),
    );
    assert.equal(problems.length, 1);
    assert.match(problems.join(), /^_settings\.lint\.privileged: /);
  });

  it("brings ten warnings, and how many more there are", async () => {
    const fields = Array.from({ length: 12 }, (_, index) => `field${index}: 1`).join("\n");
    const wrong = sidecarConfigMap({ default: `${fields}\n${ONE_SIDECAR.default}` });
    const { warnings } = await reviewed(wrong, { operation: "UPDATE", oldObject: wrong });
    assert.ok(Array.isArray(warnings));
    assert.equal(warnings.length, 11);
    assert.equal(warnings[10], "fargate-sidecar-injector: and 2 more warnings");
  });

  it("is let through with a warning where the review itself fails, and the log says why", async () => {
    const lines: string[] = [];
    const metrics = createMetrics();
    const context = { log: createLog("info", { write: (line: string) => void lines.push(line) }), metrics };
    const configMap = {
      ...sidecarConfigMap({}),
      get data(): JsonObject {
        throw new Error("a bug");
      },
    };
    const request = parseAdmissionReview(Buffer.from(JSON.stringify(configMapReview(sidecarConfigMap({})))));
    assert.ok("uid" in request);
    const body = answerReview({ ...request, object: configMap }, context);
    assert.deepEqual(admissionResponse({ status: 200, headers: {}, body }), {
      ...accepted,
      warnings: ["fargate-sidecar-injector: the injector failed to check the sidecar configuration; see its log"],
    });
    assert.match(
      lines.join(""),
      /^\{"level":"error",.+"a bug".+"the review failed, the sidecar ConfigMap is let through/,
    );
    assert.match(await metrics.render(), /configuration_reviews_total\{result="error"\} 1\n/);
  });

  it("is logged where it is refused, with the first problems, and where its format is newer", async () => {
    const [title, ...problems] = await refusalOf(sidecarConfigMap({ default: MISSPELT }), {
      uid: "refused",
      dryRun: true,
    });
    assert.ok(title);
    const [refused] = webhook.logged.filter(({ uid }) => uid === "refused");
    assert.deepEqual(refused, {
      level: "warn",
      time: refused?.time,
      uid: "refused",
      namespace: "fargate-sidecar-injector",
      operation: "CREATE",
      dryRun: true,
      count: 1,
      problems,
      msg: "a sidecar configuration was refused",
    });
    await reviewed(sidecarConfigMap({}, declaring("7")), { uid: "newer" });
    const [newer] = webhook.logged.filter(({ uid }) => uid === "newer");
    assert.deepEqual([newer?.level, newer?.format], ["warn", 7]);
    await reviewed(sidecarConfigMap({}), { uid: "good" });
    assert.deepEqual(
      webhook.logged.filter(({ uid }) => uid === "good"),
      [],
    );
  });

  it("is not what a request about anything else is taken for: that is allowed as it is", async () => {
    const wrong = sidecarConfigMap({ default: MISSPELT });
    const other = { group: "example.com", version: "v1", kind: "ConfigMap" };
    for (const review of [
      configMapReview({ ...wrong, metadata: { name: "another" } }, { name: "another" }),
      configMapReview(wrong, { operation: "DELETE", object: null, oldObject: wrong }),
      configMapReview(wrong, { operation: "CONNECT" }),
      configMapReview(wrong, { kind: other }),
      configMapReview(wrong, { subResource: "status" }),
      podReview(),
    ])
      assert.deepEqual(admissionResponse(await validate(webhook, review)), accepted);
  });
});
