import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatProblem, keepLastGood, parseSidecarConfiguration, type SidecarConfiguration } from "../../../injection";
import { NO_SETTINGS } from "../../../injection/configuration/settings";

const TEMPLATE = "spec: {containers: [{name: a, image: b:1}]}";
const PRICES = "prices: {currency: EUR, perVcpu: 0.04, perGb: 0.005, perStorageGb: 0}";

function withSettings(settings: string): SidecarConfiguration {
  return parseSidecarConfiguration({ _settings: settings, default: TEMPLATE });
}

describe("the settings of a sidecar configuration", () => {
  it("say how loud rules are and what Fargate costs", () => {
    const { settings, problems } = withSettings(`lint: {privileged: warn, host-port: error}\n${PRICES}`);
    assert.deepEqual(problems, []);
    assert.deepEqual([...settings.lint], [["privileged", "warn"], ["host-port", "error"]]); // prettier-ignore
    assert.deepEqual(settings.prices, {
      currency: "EUR",
      perVcpu: 0.04,
      perGb: 0.005,
      perStorageGb: 0,
      source: "_settings.prices",
    });
  });

  for (const off of ["off", '"off"', "false", "no"])
    it(`turn a rule off by ${off}, which YAML may take for false`, () => {
      const { settings, problems } = withSettings(`lint: {privileged: ${off}}`);
      assert.deepEqual(problems, []);
      assert.deepEqual([...settings.lint], [["privileged", "off"]]);
    });

  for (const nothing of ["", "{}", "lint:\nprices:", "lint: {privileged: }"])
    it(`may say nothing, as in ${JSON.stringify(nothing)}`, () => {
      const { settings, problems, hasInvalidSettings } = withSettings(nothing);
      assert.deepEqual(problems, []);
      assert.deepEqual(settings, NO_SETTINGS);
      assert.equal(hasInvalidSettings, false);
    });

  it("are no template, good or bad", () => {
    for (const settings of [PRICES, "lint: 5", "spec: {containers: [{name: a, image: b:1}]}", "lint: ["]) {
      const { templates, invalid } = withSettings(settings);
      assert.deepEqual(templates.map(({ name }) => name), ["default"]); // prettier-ignore
      assert.deepEqual(invalid, []);
    }
  });

  it("are nothing that a template can be built on", () => {
    const { problems } = parseSidecarConfiguration({ _settings: "", default: "preset: _settings" });
    assert.deepEqual(problems.map(formatProblem), ['default.preset: no preset "_settings"; known are none']);
  });
});

describe("settings are refused for", () => {
  const bad: readonly (readonly [claim: string, yaml: string, ...problems: readonly string[]])[] = [
    ["being a list", "[lint]", ": must be a mapping with the fields lint and prices, but is a list"],
    ["a text that is no YAML", "lint: [", ": is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 8"], // prettier-ignore
    ["a misspelt field", "price: {}", '.price: unknown field, did you mean "prices"?'],
    [
      "a field of a template",
      TEMPLATE,
      ".spec: unknown field; it is a field of a template, which needs a key of its own",
    ],
    ["levels that are a list", "lint: [privileged]", ".lint: must be a mapping of lint rules to levels, but is a list"],
    ["a misspelt rule", "lint: {priviledged: warn}", '.lint.priviledged: no lint rule; did you mean "privileged"?'],
    [
      "a level that there is not",
      "lint: {privileged: warning}",
      '.lint.privileged: must be one of off, warn, error, but is the string "warning"',
    ],
    [
      "a rule that is turned on without a level",
      "lint: {privileged: on}",
      ".lint.privileged: must be one of off, warn, error, but is the boolean true",
    ],
    [
      "prices that are not all given",
      "prices: {currency: USD, perGb: }",
      ".prices.perVcpu: is missing",
      ".prices.perGb: is missing",
      ".prices.perStorageGb: is missing",
    ],
    [
      "a price in quotes",
      'prices: {currency: USD, perVcpu: "0.04", perGb: 0, perStorageGb: 0}',
      '.prices.perVcpu: must be a number, but is the string "0.04"; leave the quotes out',
    ],
    [
      "a price below nothing",
      "prices: {currency: USD, perVcpu: 0.04, perGb: -0.1, perStorageGb: 0}",
      ".prices.perGb: must not be negative, but is -0.1",
    ],
    [
      "a price that no currency reaches, with which sums might have no end",
      "prices: {currency: USD, perVcpu: 1e9, perGb: 1000000001, perStorageGb: 1e308}",
      ".prices.perGb: must be at most 1000000000 an hour, but is 1000000001",
      ".prices.perStorageGb: must be at most 1000000000 an hour, but is 1e+308",
    ],
    [
      "a price without end",
      "prices: {currency: USD, perVcpu: .inf, perGb: 0, perStorageGb: 0}",
      ": is not YAML: holds a value that JSON does not have",
    ],
    [
      "a currency in small letters",
      "prices: {currency: usd, perVcpu: 0, perGb: 0, perStorageGb: 0}",
      '.prices.currency: must be a code of three capital letters such as USD, but is the string "usd"',
    ],
    [
      "a misspelt price",
      "prices: {currency: USD, perVCPUs: 0, perVcpu: 0, perGb: 0, perStorageGb: 0}",
      '.prices.perVCPUs: unknown field, did you mean "perVcpu"?',
    ],
  ];
  for (const [claim, yaml, ...problems] of bad)
    it(claim, () => {
      const configuration = withSettings(yaml);
      assert.deepEqual(
        configuration.problems.map(formatProblem),
        problems.map((problem) => `_settings${problem}`),
      );
      assert.deepEqual(configuration.settings, NO_SETTINGS);
      assert.equal(configuration.hasInvalidSettings, true);
    });

  it("nothing that is wrong with a template", () => {
    const { settings, hasInvalidSettings } = parseSidecarConfiguration({ _settings: PRICES, default: "spec: [" });
    assert.equal(settings.prices?.currency, "EUR");
    assert.equal(hasInvalidSettings, false);
  });
});

describe("settings under a wrong key", () => {
  for (const key of ["_setting", "settings", "default"])
    it(`are told from a template, as under ${key}`, () => {
      const { problems } = parseSidecarConfiguration({ [key]: "lint: {privileged: warn}" });
      assert.deepEqual(problems.map(formatProblem), [`${key}: holds settings; call the key "_settings"`]);
    });
});

describe("the last good settings", () => {
  it("hold while those that are written are bad, and give way to the next good ones", () => {
    const before = withSettings(PRICES);
    const bad = keepLastGood(before, withSettings("prices: 5"));
    assert.equal(bad.settings.prices?.currency, "EUR");
    assert.equal(bad.problems.length, 1);
    const worse = keepLastGood(bad, withSettings("lint: ["));
    assert.equal(worse.settings.prices?.currency, "EUR");
    assert.deepEqual(keepLastGood(worse, withSettings("")).settings, NO_SETTINGS);
  });

  it("say how loud rules are, whichever version of a template serves", () => {
    const template = (image: string, privileged: boolean): string =>
      `spec: {containers: [{name: a, image: "${image}", securityContext: {privileged: ${privileged}}}]}`;
    const data = { _settings: "lint: {privileged: warn}", default: template("b:1", true) };
    const before = parseSidecarConfiguration(data);
    const levels = (next: Readonly<Record<string, string>>): readonly string[] =>
      keepLastGood(before, parseSidecarConfiguration(next)).findings.map(({ level }) => level);
    assert.deepEqual(levels(data), ["warn"]);
    assert.deepEqual(levels({ ...data, _settings: "lint: 5" }), ["warn"]);
    assert.deepEqual(levels({ ...data, _settings: "lint: {privileged: off}" }), []);
    assert.deepEqual(levels({ default: "spec: 5" }), ["error"]);
    assert.deepEqual(levels({ ...data, default: template("b:1", false) }), []);
  });
});
