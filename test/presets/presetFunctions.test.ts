import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatProblem, parseYamlText } from "../../injection";
import { isJsonObject, type JsonObject } from "../../injection/json";
import {
  adotCollector,
  cloudwatchAgent,
  datadogAgent,
  definePreset,
  envoy,
  FLUENT_BIT,
  fluentBit,
  nodeExporter,
  ownPresetTemplate,
  PRESETS,
  xrayDaemon,
} from "../../presets";
import { readSidecarConfiguration } from "../../presets/readSidecarConfiguration";
import { secretWarnings } from "./presetPods";

const TEXTS: readonly string[] = [
  fluentBit({ region: "eu-west-1" }),
  adotCollector({ region: "eu-west-1" }),
  cloudwatchAgent({ region: "eu-west-1" }),
  xrayDaemon({ region: "eu-west-1" }),
  datadogAgent({ clusterName: "shop" }),
  envoy(),
  nodeExporter(),
];

describe("the functions of presets", () => {
  it("are there for each preset, and each makes a template that is accepted, and warned of nothing but Secrets", () => {
    assert.deepEqual(
      TEXTS.map((text) => read(text).preset),
      [...PRESETS.keys()],
    );
    for (const text of TEXTS) {
      const { problems, warnings } = readSidecarConfiguration({ default: text });
      assert.deepEqual([...problems, ...warnings].map(formatProblem), secretWarnings(read(text).preset));
    }
  });

  it("give parameters as defaults, and the fields that say which pods a template is for as they are", () => {
    const text = fluentBit({
      region: "eu-west-1",
      retentionDays: 90,
      profiles: ["team-*"],
      namespaces: ["shop"],
      podSelector: { matchLabels: { logs: "files" } },
      optIn: true,
      order: 5,
    });
    assert.deepEqual(read(text), {
      preset: "fluent-bit",
      profiles: ["team-*"],
      namespaces: ["shop"],
      podSelector: { matchLabels: { logs: "files" } },
      optIn: true,
      order: 5,
      parameters: { region: { default: "eu-west-1" }, retentionDays: { default: 90 } },
    });
  });

  it("write presets of one's own out, as they are where `preset:` names them", () => {
    const options = { region: "eu-west-1", logGroup: "/shop", profiles: ["*"] };
    const [whole, named] = [ownPresetTemplate(FLUENT_BIT, options), fluentBit(options)].map(
      (text) => readSidecarConfiguration({ logs: text }).templates,
    );
    assert.equal(whole?.length, 1);
    assert.deepEqual(whole, named);
  });

  it("write the preset of the overview out as a template that is accepted", () => {
    const vaultAgent = definePreset({
      name: "vault-agent",
      title: "Vault agent",
      replaces: "nothing: it is a sidecar everywhere",
      does: "Keeps a token of Vault at 127.0.0.1:8200.",
      template: {
        parameters: {
          image: { default: "registry.example.com/vault:2.0.4", pattern: "[A-Za-z0-9._:/@-]+" },
          address: { annotation: "example.com/vault-address", pattern: "https://[a-z0-9.:-]+" },
        },
        spec: { sidecars: [{ name: "vault-agent", image: "${image}", args: ["agent", "-address=${address}"] }] },
      },
      descriptions: { image: "Image of Vault", address: "Vault's server" },
      appGets: [],
      policy: undefined,
      secrets: [],
      podSecurity: { level: "baseline", why: "it says nothing of its user" },
      notes: [],
      unproven: [],
    });
    const text = ownPresetTemplate(vaultAgent, { address: "https://vault.example.com:8200" });
    const { problems, warnings } = readSidecarConfiguration({ _all: text });
    assert.deepEqual([...problems, ...warnings].map(formatProblem), []);
  });

  it("leave out what is undefined", () => {
    assert.deepEqual(read(envoy({ listenPort: undefined, order: undefined })), { preset: "envoy" });
  });

  it("write values so that they are read as the same texts", () => {
    for (const environment of ["yes", "on", "0644", "1e3", "null", "~", "a: b", "# a", "1:30"])
      assert.deepEqual(read(datadogAgent({ clusterName: "shop", environment })).parameters, {
        clusterName: { default: "shop" },
        environment: { default: environment },
      });
  });

  it("take nothing else, by their types", () => {
    // @ts-expect-error: the region has no default.
    fluentBit({});
    // @ts-expect-error: a number of days.
    fluentBit({ region: "eu-west-1", retentionDays: "90" });
    // @ts-expect-error: no parameter of this preset.
    nodeExporter({ logGroup: "/shop" });
  });
});

function read(text: string): JsonObject {
  const result = parseYamlText(text);
  assert.ok("value" in result && isJsonObject(result.value));
  return result.value;
}
