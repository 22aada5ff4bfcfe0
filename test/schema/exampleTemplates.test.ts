import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, it } from "mocha";
import { formatProblem, parseSidecarConfiguration, parseYamlText } from "../../injection";
import { faultsBySchema, SCHEMA_FILE } from "./templateSchema";

const FOLDER = join(__dirname, "..", "..", "examples", "templates");

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
