import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { parseYamlText } from "../../injection";
import { isJsonObject, type JsonObject } from "../../injection/json";
import { lintWholePod } from "../../injection/lint/lintWholePod";
import { PRESETS } from "../../presets";
import { readSidecarConfiguration } from "../../presets/readSidecarConfiguration";

const EXAMPLES = join(__dirname, "..", "..", "examples", "presets");

describe("the lint rules", () => {
  for (const name of PRESETS.keys()) {
    it(`find nothing in the preset ${name}`, () => {
      const { problems, findings } = readSidecarConfiguration({ default: { preset: name } });
      assert.deepEqual([problems, findings], [[], []]);
    });

    it(`find nothing in the pod of the example of ${name}`, () => {
      assert.deepEqual(lintWholePod(readObject(join(EXAMPLES, name, "expected-pod.yaml"))), []);
    });
  }
});

function readObject(path: string): JsonObject {
  const read = parseYamlText(readFileSync(path, "utf8"));
  assert.ok("value" in read && isJsonObject(read.value), path);
  return read.value;
}
