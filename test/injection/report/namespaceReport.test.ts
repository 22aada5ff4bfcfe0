import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { namespaceFindings } from "../../../injection/report/namespaceReport";
import type { SizeReportInput } from "../../../injection/report/sizeReport";
import { reportInput, sidecarTemplate } from "./reportInput";

const RESTRICTED = new Map([["shop", { podSecurity: "restricted" } as const]]);

const lines = (input: SizeReportInput): string[] =>
  namespaceFindings(input).map(
    ({ namespace, level, rule, template = "", path }) => `${namespace} ${level} ${rule} ${template} ${path}`,
  );

describe("What sidecars meet in a namespace", () => {
  it("is what Pod Security refuses of them, and nothing of the pod's own, once for all profiles and pods", () => {
    const input = reportInput(
      { all: sidecarTemplate("sidecar", "1m", "1Mi", "profiles: ['*']") },
      {
        fargateProfiles: ["one", "two"],
        typicalPods: new Map([["web", { namespace: "shop" }]]),
        namespacePolicies: RESTRICTED,
      },
    );
    const path = "spec.containers[sidecar].securityContext";
    assert.deepEqual(lines(input).sort(), [
      `shop error pod-security all ${path}.allowPrivilegeEscalation`,
      `shop error pod-security all ${path}.capabilities.drop`,
      `shop error pod-security all ${path}.runAsNonRoot`,
      `shop error pod-security all ${path}.seccompProfile.type`,
    ]);
  });

  it("has the level that the template sets for the rule, or the settings", () => {
    const levelsIn = (templates: Record<string, string>): string[] => [
      ...new Set(
        namespaceFindings(reportInput(templates, { namespacePolicies: RESTRICTED })).map(({ level }) => level),
      ),
    ];
    const template = sidecarTemplate("a", "1m", "1Mi");
    const settings = { _settings: "lint: {pod-security: warn}" };
    assert.deepEqual(levelsIn({ default: template, ...settings }), ["warn"]);
    const own = (level: string) => sidecarTemplate("a", "1m", "1Mi", `lint: {pod-security: "${level}"}`);
    assert.deepEqual(levelsIn({ default: own("error"), ...settings }), ["error"]);
    assert.deepEqual(levelsIn({ default: own("off") }), []);
  });

  it("is nothing where the sidecars are as the namespace demands, or not for it", () => {
    const good =
      "securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, " +
      "seccompProfile: {type: RuntimeDefault}}";
    const template = `spec: {sidecars: [{name: a, image: "a:1", ${good}}]}`;
    assert.deepEqual(lines(reportInput({ default: template }, { namespacePolicies: RESTRICTED })), []);
    const elsewhere = sidecarTemplate("a", "1m", "1Mi", "namespaces: [other]");
    assert.deepEqual(lines(reportInput({ default: elsewhere }, { namespacePolicies: RESTRICTED })), []);
  });

  it("is what a LimitRange gives to them", () => {
    const limitRange = [{ type: "Container", default: { memory: "1Gi" } } as const];
    const input = reportInput(
      { default: 'spec: {containers: [{name: a, image: "a:1"}]}' },
      { namespacePolicies: new Map([["shop", { limitRange }]]) },
    );
    const found = namespaceFindings(input);
    assert.notEqual(found.length, 0);
    for (const { rule, template, path } of found) {
      assert.match(rule, /^limit-range/);
      assert.equal(template, "default");
      assert.ok(path.startsWith("spec.containers[a].resources"), path);
    }
  });

  it("is a minimum of sizing.fit below the LimitRange's, whichever pod it would show in", () => {
    const limitRange = [{ type: "Container", min: { cpu: "50m", memory: "32Mi" } } as const];
    const about = { namespacePolicies: new Map([["shop", { limitRange }]]), fargateProfiles: ["one", "two"] };
    const fitted = (sizing: string) => `profiles: ["*"]\n${sidecarTemplate("a", "100m", "64Mi", sizing)}`;
    const low = fitted("sizing: {fit: true, minimum: {a: {cpu: 49m, memory: 32Mi}}}");
    const at = "sizing.minimum.a.cpu";
    assert.deepEqual(lines(reportInput({ low }, about)), [`shop error limit-range low ${at}`]);
    assert.deepEqual(lines(reportInput({ low: `lint: {limit-range: warn}\n${low}` }, about)), [
      `shop warn limit-range low ${at}`,
    ]);
    assert.deepEqual(lines(reportInput({ low: `namespaces: [other]\n${low}` }, about)), []);
    for (const sizing of ["{fit: true, minimum: {a: {cpu: 50m, memory: 32Mi}}}", "{fit: true}"])
      assert.deepEqual(lines(reportInput({ good: fitted(`sizing: ${sizing}`) }, about)), []);
    const unused = fitted("sizing: {fit: false, minimum: {a: {cpu: 1m}}}");
    assert.deepEqual(lines(reportInput({ unused }, about)), []);
  });

  it("is nothing of namespaces of which nothing is known", () => {
    assert.deepEqual(lines(reportInput({ default: sidecarTemplate("a", "1m", "1Mi") })), []);
  });
});
