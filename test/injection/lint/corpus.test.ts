import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  compileConfiguration,
  decide,
  FARGATE_PROFILE_LABEL,
  FARGATE_SCHEDULER,
  parseSidecarConfiguration,
  type CompiledConfiguration,
} from "../../../injection";
import { parseTemplateBody } from "../../../injection/configuration/templateBody";
import { readPod } from "../../../injection/kubernetes/readPod";
import { isJsonObject, type JsonObject } from "../../../injection/json";
import { lintPod } from "../../../injection/lint/lintPod";
import type { LintFinding } from "../../../injection/lint/lintRule";
import { lintTemplate } from "../../../injection/lint/lintTemplate";
import { lintWholePod } from "../../../injection/lint/lintWholePod";
import { POD_FAULTS, TEMPLATE_FAULTS } from "./faults";
import { ordinary } from "./ordinary";

const PODS = ordinary("pods");
const TEMPLATES = ordinary("templates");

describe("lint rules, on what people ordinarily write,", () => {
  it("have 300 pods and 100 templates to be wrong about", () => {
    assert.ok(PODS.length >= 300, String(PODS.length));
    assert.ok(TEMPLATES.length >= 100, String(TEMPLATES.length));
  });

  it("find nothing in any pod", () => {
    for (const { what, object } of PODS) assert.deepEqual(lintWholePod(object), [], what);
  });

  it("find nothing in any pod at admission", () => {
    for (const { what, object } of PODS) {
      const view = readPod({ ...object, metadata: object.metadata ?? {} });
      assert.ok(!("fault" in view), what);
      assert.deepEqual(lintPod(view), [], what);
    }
  });

  it("find nothing in any template, each of which is valid", () => {
    for (const { what, object } of TEMPLATES) {
      const { problems, templates } = parseSidecarConfiguration({ default: object });
      assert.deepEqual(problems, [], what);
      for (const template of templates) assert.deepEqual(lintTemplate(template, "default"), [], what);
    }
  });

  it("find nothing in any pod that is decided about, and keep no template away from it", () => {
    const configuration = compiled({
      all: { profiles: ["*"], spec: { containers: [{ name: "none-of-yours", image: "a:1" }] } },
    });
    for (const { what, object } of PODS) {
      const { findings, templates } = decide(onFargate(object), "shop", configuration);
      assert.deepEqual(findings, [], what);
      assert.deepEqual(
        templates.map(({ reason }) => reason),
        ["injected"],
        what,
      );
    }
  });

  it("keep no template away from the smallest pod", () => {
    const pod = onFargate({ spec: { containers: [{ name: "app", image: "app:1", ports: [{ containerPort: 80 }] }] } });
    for (const { what, object } of TEMPLATES) {
      const forAll = { profiles: ["*"], namespaces: ["*"], podSelector: {}, optIn: false };
      const { templates } = decide(pod, "shop", compiled({ all: { ...object, ...forAll } }));
      const reasons = templates.map(({ reason }) => reason);
      assert.ok(!reasons.includes("not-supported-on-fargate"), what);
    }
  });

  it("leave what they look at as it was", () => {
    for (const { object } of PODS) {
      const before = structuredClone(object);
      lintWholePod(object);
      assert.deepEqual(object, before);
    }
  });

  for (const { rule, what, into } of POD_FAULTS)
    it(`find ${rule} alone in every pod with ${what}`, () => {
      for (const { what: pod, object } of PODS) assert.deepEqual(rulesIn(lintWholePod(into(object))), [rule], pod);
    });

  for (const { rule, what, into } of TEMPLATE_FAULTS)
    it(`find ${rule} alone in every template with ${what}`, () => {
      for (const { what: template, object } of TEMPLATES)
        assert.deepEqual(rulesIn(findingsInTemplate(into(object))), [rule], template);
    });
});

function compiled(data: Readonly<Record<string, JsonObject>>): CompiledConfiguration {
  return compileConfiguration(parseSidecarConfiguration(data), { nativeSidecars: true });
}

/** The pod as EKS leaves it for Fargate. */
function onFargate(pod: JsonObject): JsonObject {
  const metadata = isJsonObject(pod.metadata) ? pod.metadata : {};
  const labels = isJsonObject(metadata.labels) ? metadata.labels : {};
  const spec = isJsonObject(pod.spec) ? pod.spec : {};
  return {
    ...pod,
    metadata: { ...metadata, labels: { ...labels, [FARGATE_PROFILE_LABEL]: "default" } },
    spec: { ...spec, schedulerName: FARGATE_SCHEDULER },
  };
}

function rulesIn(findings: readonly LintFinding[]): readonly string[] {
  return findings.map(({ rule }) => rule);
}

function findingsInTemplate(template: JsonObject): readonly LintFinding[] {
  const body = parseTemplateBody(template, "default", () => undefined);
  return lintTemplate(body, "default");
}
