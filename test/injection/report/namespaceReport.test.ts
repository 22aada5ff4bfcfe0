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

/** The containers of which something was found. */
const containersOf = (input: SizeReportInput): string[] =>
  [...new Set(namespaceFindings(input).flatMap(({ path }) => /\[([^\]]+)\]/.exec(path)?.[1] ?? []))].sort();

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
    assert.deepEqual(lines(input), [
      "shop warn limit-range-defaults default spec.containers[a].resources.requests.memory",
    ]);
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

  describe("on profiles of which it is known that they may not take it", () => {
    const templates = {
      shop: sidecarTemplate("a", "1m", "1Mi"),
      default: sidecarTemplate("b", "1m", "1Mi"),
    };
    const containersIn = (profiles: readonly string[] | undefined): string[] =>
      containersOf(
        reportInput(templates, {
          fargateProfiles: ["default", "shop"],
          typicalPods: new Map([["web", { namespace: "shop" }]]),
          namespacePolicies: new Map([["shop", { podSecurity: "restricted", profiles }]]),
        }),
      );

    it("is nothing", () => {
      assert.deepEqual(containersIn(["shop"]), ["a"]);
      assert.deepEqual(containersIn([]), []);
    });

    it("is looked for on all profiles where that is not known", () => {
      assert.deepEqual(containersIn(undefined), ["a", "b"]);
    });
  });

  it("is also that of templates that no pod gets together", () => {
    const forApp = (name: string): string =>
      sidecarTemplate(name, "1m", "1Mi", `profiles: ['*']\npodSelector: {matchLabels: {app: ${name}}}`);
    const input = reportInput({ a: forApp("a"), b: forApp("b") }, { namespacePolicies: RESTRICTED });
    assert.deepEqual(containersOf(input), ["a", "b"]);
  });

  it("is what is left where others that all pods get change it", () => {
    const templates = {
      _all: "spec: {securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}}",
      default:
        "podSelector: {matchLabels: {app: a}}\nspec: {containers: [{name: a, image: 'a:1', " +
        "securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}",
    };
    assert.deepEqual(lines(reportInput(templates, { namespacePolicies: RESTRICTED })), []);
  });

  it("is told of each template that brings the same, with its own level", () => {
    const forApp = (app: string, level: string): string =>
      sidecarTemplate(
        "same",
        "1m",
        "1Mi",
        `profiles: ['*']\nlint: {pod-security: ${level}}\npodSelector: {matchLabels: {app: ${app}}}`,
      );
    const input = reportInput({ a: forApp("a", "warn"), b: forApp("b", "error") }, { namespacePolicies: RESTRICTED });
    assert.deepEqual(
      lines(input)
        .filter((line) => line.endsWith("runAsNonRoot"))
        .sort(),
      [
        "shop error pod-security b spec.containers[same].securityContext.runAsNonRoot",
        "shop warn pod-security a spec.containers[same].securityContext.runAsNonRoot",
      ],
    );
  });

  it("is nothing of namespaces of which nothing is known", () => {
    assert.deepEqual(lines(reportInput({ default: sidecarTemplate("a", "1m", "1Mi") })), []);
  });
});
