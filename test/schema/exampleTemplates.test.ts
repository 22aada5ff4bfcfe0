import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, it } from "mocha";
import { formatProblem, parseSidecarConfiguration, parseYamlText } from "../../injection";
import { isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";
import { readSidecarConfiguration } from "../../presets/readSidecarConfiguration";
import { SETTINGS_KEY } from "../../injection/names";
import { faultsBySchema, faultsBySettingsSchema, SCHEMA_FILE } from "./templateSchema";

const ROOT = join(__dirname, "..", "..");
const FOLDER = join(ROOT, "examples", "templates");

describe("the example templates", () => {
  for (const file of readdirSync(FOLDER)) {
    const text = readFileSync(join(FOLDER, file), "utf8");

    it(`${file} says where its schema is`, () => {
      const [, path] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
      assert.equal(resolve(FOLDER, path ?? ""), SCHEMA_FILE);
    });

    it(`${file} is accepted by the schema`, () => {
      const read = parseYamlText(text);
      assert.deepEqual("value" in read ? faultsBySchema(read.value) : read.error, []);
    });

    it(`${file} is accepted by the parser, without a warning`, () => {
      const { problems, warnings } = parseSidecarConfiguration({ [file.replace(/\.yaml$/, "")]: text });
      assert.deepEqual([...problems, ...warnings].map(formatProblem), []);
    });
  }
});

describe("the reference page", () => {
  it("shows templates that schema and parser accept, without a warning", () => {
    const configurations = yamlBlocks(join(ROOT, "docs", "sidecar-template.md")).map(configurationOf);
    assert.ok(configurations.length > 3);
    for (const configuration of configurations) {
      const { problems, warnings } = readSidecarConfiguration(configuration);
      assert.deepEqual([...problems, ...warnings].map(formatProblem), []);
      for (const [key, text] of Object.entries(configuration))
        assert.deepEqual((key === SETTINGS_KEY ? faultsBySettingsSchema : faultsBySchema)(readYaml(text)), []);
    }
  });
});

/** The data of a ConfigMap, or a template alone as that of profile `default`. */
function configurationOf(block: JsonObject): Readonly<Record<string, JsonValue>> {
  const { data } = block;
  if (!isJsonObject(data)) return { default: block };
  return Object.fromEntries(Object.entries(data).flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])));
}

function yamlBlocks(file: string): readonly JsonObject[] {
  const texts = readFileSync(file, "utf8").matchAll(/^```yaml\n([^]*?)^```$/gm);
  return [...texts].map(([, text = ""]) => readYaml(text)).filter(isJsonObject);
}

function readYaml(content: JsonValue): JsonValue {
  const read = typeof content === "string" ? parseYamlText(content) : { value: content };
  assert.ok("value" in read, "error" in read ? read.error : undefined);
  return read.value;
}
