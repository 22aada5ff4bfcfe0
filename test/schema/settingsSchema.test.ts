import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { describe, it } from "mocha";
import { parseSidecarConfiguration, parseYamlText } from "../../injection";
import type { PricesFormat, SettingsFormat } from "../../injection/configuration/settingsFormat";
import { isJsonObject, type JsonValue } from "../../injection/json";
import { LINT_RULES } from "../../injection/lint/rules";
import { faultsBySettingsSchema, SETTINGS_SCHEMA } from "./templateSchema";

/** The fields of each type; the compiler holds them against the types. */
const FIELDS_OF_TYPES = {
  SettingsFormat: { lint: true, prices: true } satisfies Record<keyof SettingsFormat, true>,
  PricesFormat: { currency: true, perVcpu: true, perGb: true, perStorageGb: true } satisfies Record<
    keyof PricesFormat,
    true
  >,
};

const PRICES = "currency: USD, perVcpu: 0.04, perGb: 0.004, perStorageGb: 0";

describe("the JSON Schema of the settings", () => {
  it("is a valid schema of draft-07", () => {
    assert.equal(SETTINGS_SCHEMA.$schema, "http://json-schema.org/draft-07/schema#");
    assert.equal(new Ajv({ strict: true }).validateSchema(SETTINGS_SCHEMA), true);
  });

  it("has every field of the types and every lint rule, described, and no other", () => {
    const definitions = isJsonObject(SETTINGS_SCHEMA.definitions) ? SETTINGS_SCHEMA.definitions : {};
    for (const [name, fields] of Object.entries({ ...FIELDS_OF_TYPES, LintLevels: LINT_RULES })) {
      const type = definitions[name];
      assert.ok(isJsonObject(type) && isJsonObject(type.properties), name);
      assert.deepEqual(Object.keys(type.properties), Object.keys(fields));
      assert.equal(type.additionalProperties, false);
      for (const field of Object.values(type.properties))
        assert.ok(isJsonObject(field) && typeof field.description === "string" && field.description.length > 5);
    }
  });

  const good = [
    "",
    "{}",
    "{lint: , prices: }",
    "lint: {privileged: off, host-port: error, image-tag: warn, imds: }",
    `prices: {${PRICES}}`,
  ];
  for (const yaml of good)
    it(`accepts ${JSON.stringify(yaml)}, as the parser does`, () => {
      assert.deepEqual(faultsBySettingsSchema(read(yaml)), []);
      assert.deepEqual(parseSidecarConfiguration({ _settings: yaml }).problems, []);
    });

  const bad = [
    "[]",
    "lint: warn",
    "lint: {privileged: true}",
    "lint: {comments: warn}",
    "prices: {currency: USD}",
    `prices: {${PRICES}, perRequest: 1}`,
    `prices: {${PRICES.replace("0.04", "-0.04")}}`,
    `prices: {${PRICES.replace("0.04", "1000000001")}}`,
    `prices: {${PRICES.replace("0.04", '"0.04"')}}`,
    `prices: {${PRICES.replace("USD", "")}}`,
    "spec: {}",
  ];
  for (const yaml of bad)
    it(`refuses ${JSON.stringify(yaml)}, as the parser does`, () => {
      assert.notDeepEqual(faultsBySettingsSchema(read(yaml)), []);
      assert.notDeepEqual(parseSidecarConfiguration({ _settings: yaml }).problems, []);
    });
});

function read(yaml: string): JsonValue {
  const result = parseYamlText(yaml);
  assert.ok("value" in result);
  return result.value;
}
