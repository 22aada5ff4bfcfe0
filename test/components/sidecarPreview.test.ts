import assert from "node:assert/strict";
import { mock } from "node:test";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import {
  InjectedFargateCluster,
  SidecarInjector,
  type InjectedFargateClusterArgs,
  type SidecarInjectorArgs,
} from "../../components";
import { recordStack, type RecordOptions } from "./recordedStack";

const IMAGE = "example.com/fargate-sidecar-injector:1.0.0";
const TITLE = "What sidecars do to the sizes of pods on Fargate, estimated";

const template = (memory: string, more = ""): string =>
  `{${more} spec: {containers: [{name: sidecar, image: "busybox:1", ` +
  `resources: {requests: {cpu: 100m, memory: ${memory}}, limits: {cpu: 100m, memory: ${memory}}}}]}}`;

interface Printed {
  infos: readonly string[];
  warnings: readonly string[];
}

/** What a stack with the injector prints: the lines for information, and those that warn. */
function printed(
  args: Partial<SidecarInjectorArgs> | (() => Partial<SidecarInjectorArgs>),
  options?: RecordOptions,
): Promise<Printed> {
  return printedBy(
    () => new SidecarInjector("injector", { image: IMAGE, ...(typeof args === "function" ? args() : args) }),
    options,
  );
}

/** The same for any stack. */
async function printedBy(program: () => unknown, options: RecordOptions = { preview: true }): Promise<Printed> {
  const log = mock.method(console, "log", () => undefined);
  const warn = mock.method(console, "warn", () => undefined);
  const messages = (spy: typeof log): string[] =>
    spy.mock.calls.map(({ arguments: [message] }) => String(message).replace(/^.*\[runtime\] /, ""));
  try {
    await recordStack(program, options);
    return { infos: messages(log), warnings: messages(warn) };
  } finally {
    log.mock.restore();
    warn.mock.restore();
  }
}

describe("A preview of the sidecar injector", () => {
  const sidecarConfiguration = { templates: { default: template("300Mi") } };

  it("tells for each template what it does to the smallest pod and to typical ones", async () => {
    const { infos } = await printed({
      region: "us-east-1",
      sidecarConfiguration,
      fargateProfiles: ["default", "other"],
      typicalPods: { web: { cpu: "500m", memory: "1Gi" }, job: { ends: true, profile: "default" } },
    });
    assert.equal(infos.length, 1, infos.join("\n"));
    const [title = "", ...lines] = infos.join().split("\n");
    assert.match(title, /^What sidecars do .*, prices: us-east-1, list prices of \d{4}-\d\d:$/);
    assert.deepEqual(lines, [
      'template "default" on profile "default"',
      "  the smallest pod, job: 0.25 vCPU / 0.5 GB → 0.25 vCPU / 1 GB, + $1.62 a month each",
      "  web: 0.5 vCPU / 2 GB → 1 vCPU / 2 GB, + $14.78 a month each",
    ]);
  });

  it("takes the profiles that templates name where none are given, and tells no money without a region", async () => {
    const { infos } = await printed({ sidecarConfiguration });
    assert.deepEqual(infos, [
      [
        `${TITLE}:`,
        'template "default" on profile "default"',
        "  the smallest pod: 0.25 vCPU / 0.5 GB → 0.25 vCPU / 1 GB",
      ].join("\n"),
    ]);
  });

  it("takes any profile where templates name none, for sizes as well as for namespaces", async () => {
    const templates = { _all: template("300Mi") };
    const { infos } = await printed({ sidecarConfiguration: { templates } });
    assert.deepEqual(infos, [
      [`${TITLE}:`, 'template "_all" on any profile', "  the smallest pod: 0.25 vCPU / 0.5 GB → 0.25 vCPU / 1 GB"].join(
        "\n",
      ),
    ]);
    await assert.rejects(
      printed({ sidecarConfiguration: { templates }, namespacePolicies: { shop: { podSecurity: "restricted" } } }),
      /- namespacePolicies\.shop: template "_all": /,
    );
  });

  it("tells nothing where there are no templates, or none that is known yet", async () => {
    assert.deepEqual((await printed({})).infos, []);
    const toCome = () => ({ sidecarConfiguration: { templates: new k8s.core.v1.ConfigMap("source", {}).data } });
    assert.deepEqual((await printed(toCome)).infos, []);
  });

  it("is all that tells: an update does not", async () => {
    assert.deepEqual((await printed({ sidecarConfiguration }, { preview: false })).infos, []);
  });

  describe("with a lint rule that has found something", () => {
    const privileged = "spec: {containers: [{name: a, image: 'b:1', securityContext: {privileged: true}}]}";
    const make = (templates: Record<string, pulumi.Input<string>>) => printed({ sidecarConfiguration: { templates } });

    it("stops where the rule is an error, and names the rule and its section", async () => {
      const expected =
        /- sidecarConfiguration\.templates\.default\.spec\.containers\[0\]\.securityContext\.privileged: .*\(rule privileged, docs\/lint-rules\.md#privileged\)/;
      await assert.rejects(make({ default: privileged }), expected);
      await assert.rejects(make({ default: pulumi.output(privileged) }), expected);
    });

    it("warns where it is a warning, be it for all templates or for this one", async () => {
      for (const templates of [
        { default: privileged, _settings: "lint: {privileged: warn}" },
        { default: `${privileged}\nlint: {privileged: warn}`, _settings: "lint: {privileged: error}" },
      ]) {
        const { warnings } = await make(templates);
        assert.equal(warnings.filter((warning) => warning.includes("(rule privileged, ")).length, 1);
      }
    });

    it("waits for settings that are not known yet, for they may turn the rule off", async () => {
      const toCome = (settings: string) => pulumi.output(Promise.resolve(settings));
      const { warnings } = await make({ default: privileged, _settings: toCome('lint: {privileged: "off"}') });
      assert.deepEqual(warnings, []);
      await assert.rejects(
        make({ default: privileged, _settings: toCome("lint: {gpu: warn}") }),
        /\(rule privileged, /,
      );
    });

    it("says nothing where the rule is off", async () => {
      const { warnings } = await make({ default: `${privileged}\nlint: {privileged: "off"}` });
      assert.deepEqual(
        warnings.filter((warning) => warning.includes("(rule privileged, ")),
        [],
      );
    });
  });

  it("refuses wrong settings as it refuses a wrong template", async () => {
    await assert.rejects(
      printed({ sidecarConfiguration: { templates: { _settings: "lint: {privileged: loud}" } } }),
      /- sidecarConfiguration\.templates\._settings\.lint\.privileged: /,
    );
  });

  describe("with what namespaces demand", () => {
    const restricted = { shop: { podSecurity: "restricted" } };

    it("stops where a namespace would refuse the sidecars", async () => {
      await assert.rejects(
        printed({ sidecarConfiguration, namespacePolicies: restricted }),
        /- namespacePolicies\.shop: template "default": spec\.containers\[sidecar\]\.securityContext\.runAsNonRoot .*\(rule pod-security, docs\/lint-rules\.md#pod-security\)/,
      );
    });

    it("warns where the rule is only a warning, and then makes everything", async () => {
      const templates = { ...sidecarConfiguration.templates, _settings: "lint: {pod-security: warn}" };
      const { warnings } = await printed({ sidecarConfiguration: { templates }, namespacePolicies: restricted });
      assert.notEqual(warnings.length, 0);
      for (const warning of warnings) assert.match(warning, /^namespacePolicies\.shop: template "default": spec\./);
    });

    describe("in a cluster whose profiles are known", () => {
      const withPolicies = (namespacePolicies: InjectedFargateClusterArgs["namespacePolicies"]) => () =>
        new InjectedFargateCluster("cluster", {
          cluster: {
            endpointPublicAccess: false,
            fargateProfiles: {
              default: { selectors: [{ namespace: "default" }] },
              shop: { selectors: [{ namespace: "shop-*" }] },
            },
          },
          image: { reference: IMAGE },
          sidecarConfiguration,
          namespacePolicies,
        });

      it("stops only for profiles that take pods of the namespace", async () => {
        const { infos } = await printedBy(withPolicies({ "shop-1": { podSecurity: "restricted" } }));
        assert.match(infos.join(), /template "default" on profile "default"/);
        await assert.rejects(printedBy(withPolicies({ default: { podSecurity: "restricted" } })), /runAsNonRoot/);
      });

      it("warns of namespaces that none of them takes pods of", async () => {
        const { warnings } = await printedBy(withPolicies({ other: { podSecurity: "restricted" } }));
        const told = warnings.filter((warning) => warning.startsWith("namespacePolicies.other: "));
        assert.deepEqual(told, ["namespacePolicies.other: no Fargate profile selects pods of this namespace"]);
      });
    });

    it("says nothing of sidecars that none of them is for", async () => {
      const templates = { default: template("300Mi", "namespaces: [other],") };
      const { warnings } = await printed({ sidecarConfiguration: { templates }, namespacePolicies: restricted });
      assert.deepEqual(warnings, []);
    });
  });
});
