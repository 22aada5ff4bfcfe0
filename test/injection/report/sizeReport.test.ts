import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatFargateSize } from "../../../injection/fargate/fargateSize";
import { sizeReport, type SizeReportInput } from "../../../injection/report/sizeReport";
import { reportInput, sidecarTemplate } from "./reportInput";

/** The report in short: profile, templates, pod, and the sizes or the reason. */
function lines(input: SizeReportInput): string[] {
  const of = (capacity: Parameters<typeof formatFargateSize>[0] | undefined): string =>
    capacity === undefined ? "too large" : formatFargateSize(capacity);
  return sizeReport(input).flatMap(({ fargateProfile, templates }) =>
    templates.flatMap(({ templates: names, pods }) =>
      pods.map(({ pod = "smallest", outcome }) => {
        const fate =
          outcome.kind === "applied"
            ? `${of(outcome.size.before?.size)} > ${of(outcome.size.after?.size)}`
            : outcome.reason;
        return `${fargateProfile} ${names.join("+")} ${pod}: ${fate}`;
      }),
    ),
  );
}

describe("The report of what templates do to the sizes of pods", () => {
  it("has each template alone and all together, for each profile that they are for", () => {
    const templates = {
      default: sidecarTemplate("a", "100m", "300Mi"),
      all: sidecarTemplate("b", "200m", "64Mi", "profiles: ['*']"),
    };
    assert.deepEqual(lines(reportInput(templates, { fargateProfiles: ["default", "other"] })), [
      "default all smallest: 0.25vCPU 0.5GB > 0.25vCPU 0.5GB",
      "default default smallest: 0.25vCPU 0.5GB > 0.25vCPU 1GB",
      "default all+default smallest: 0.25vCPU 0.5GB > 0.5vCPU 1GB",
      "other all smallest: 0.25vCPU 0.5GB > 0.25vCPU 0.5GB",
    ]);
  });

  it("leaves out profiles that no template is for", () => {
    assert.deepEqual(lines(reportInput({ a: sidecarTemplate("a", "1", "1Gi") })), []);
  });

  it("has typical pods beside the smallest, on their own profile or on each", () => {
    const input = reportInput(
      { all: sidecarTemplate("a", "100m", "300Mi", "profiles: ['*']") },
      {
        fargateProfiles: ["one", "two"],
        typicalPods: new Map([
          ["web", { cpu: "500m", memory: "1Gi" }],
          ["job", { profile: "two", ends: true }],
        ]),
      },
    );
    assert.deepEqual(lines(input), [
      "one all smallest: 0.25vCPU 0.5GB > 0.25vCPU 1GB",
      "one all web: 0.5vCPU 2GB > 1vCPU 2GB",
      "two all smallest: 0.25vCPU 0.5GB > 0.25vCPU 1GB",
      "two all web: 0.5vCPU 2GB > 1vCPU 2GB",
      "two all job: 0.25vCPU 0.5GB > 0.25vCPU 1GB",
    ]);
  });

  it("has a smallest pod that the template is for, whatever it selects by", () => {
    const selection = [
      "namespaces: [shop-?, other]",
      "optIn: true",
      "podSelector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: In, values: [front]}, " +
        "{key: team, operator: Exists}, {key: old, operator: DoesNotExist}]}",
    ].join("\n");
    assert.deepEqual(lines(reportInput({ default: sidecarTemplate("a", "100m", "300Mi", selection) })), [
      "default default smallest: 0.25vCPU 0.5GB > 0.25vCPU 1GB",
    ]);
  });

  it("has the reason for a typical pod that the template is not for", () => {
    const input = reportInput(
      { default: sidecarTemplate("a", "100m", "300Mi", "namespaces: [shop]\npodSelector: {matchLabels: {app: web}}") },
      {
        typicalPods: new Map([
          ["web", { namespace: "shop", labels: { app: "web" } }],
          ["api", { namespace: "shop" }],
          ["elsewhere", { labels: { app: "web" } }],
          ["skipping", { namespace: "shop", annotations: { "fargate-sidecar-injector/skip": "default" } }],
        ]),
      },
    );
    assert.deepEqual(lines(input).slice(1), [
      "default default web: 0.25vCPU 0.5GB > 0.25vCPU 1GB",
      "default default api: selector-mismatch",
      "default default elsewhere: namespace-mismatch",
      "default default skipping: skipped-by-annotation",
    ]);
  });

  it("has any profile where a pattern stands for one, with templates that are for all such profiles", () => {
    const templates = {
      _all: sidecarTemplate("a", "100m", "300Mi"),
      teams: sidecarTemplate("b", "100m", "64Mi", "profiles: ['team-*']"),
    };
    assert.deepEqual(lines(reportInput(templates, { fargateProfiles: ["*", "team-?"] })), [
      "* _all smallest: 0.25vCPU 0.5GB > 0.25vCPU 1GB",
      "team-? teams smallest: 0.25vCPU 0.5GB > 0.25vCPU 0.5GB",
      "team-? _all smallest: 0.25vCPU 0.5GB > 0.25vCPU 1GB",
      "team-? teams+_all smallest: 0.25vCPU 0.5GB > 0.25vCPU 1GB",
    ]);
  });

  it("says of a template that can never run on Fargate that it is left out, as at admission", () => {
    const privileged = "spec: {containers: [{name: a, image: 'b:1', securityContext: {privileged: true}}]}";
    assert.deepEqual(lines(reportInput({ default: privileged })), [
      "default default smallest: not-supported-on-fargate",
    ]);
  });

  it("says of a pod that would outgrow the largest size what admission does with it", () => {
    const typicalPods = new Map([["huge", { cpu: "16", memory: "119Gi" }]]);
    const template = sidecarTemplate("a", "1", "1Gi");
    assert.deepEqual(lines(reportInput({ default: template }, { typicalPods })).slice(1), [
      "default default huge: not-supported-on-fargate",
    ]);
    const lenient = { default: template, _settings: "lint: {too-large: warn}" };
    assert.deepEqual(lines(reportInput(lenient, { typicalPods })).slice(1), [
      "default default huge: 16vCPU 120GB > too large",
    ]);
  });

  it("counts what the LimitRange of a typical pod's namespace adds, to the pod and to its sidecars", () => {
    const limitRange = [{ type: "Container", default: { cpu: "500m", memory: "1Gi" } } as const];
    const input = reportInput(
      { default: 'spec: {containers: [{name: a, image: "a:1"}]}' },
      {
        typicalPods: new Map([
          ["web", { namespace: "shop" }],
          ["api", {}],
        ]),
        namespacePolicies: new Map([["shop", { limitRange }]]),
      },
    );
    assert.deepEqual(lines(input), [
      "default default smallest: 0.25vCPU 0.5GB > 0.25vCPU 0.5GB",
      "default default web: 0.5vCPU 2GB > 1vCPU 3GB",
      "default default api: 0.25vCPU 0.5GB > 0.25vCPU 0.5GB",
    ]);
  });

  it("has the templates of the mesh where they are in use, for a pod that names its virtual node", () => {
    const templates = {
      default: sidecarTemplate("a", "1m", "1Mi"),
      mesh: "{kind: appmesh, mesh: m, region: eu-west-1}",
    };
    assert.equal(lines(reportInput(templates)).length, 1);
    const [, line = ""] = lines(reportInput(templates, { appMesh: true }));
    assert.match(line, /^default mesh smallest: 0\.25vCPU 0\.5GB > /);
  });
});
