import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseYamlText } from "../../../injection";
import { objectsIn, type JsonObject } from "../../../injection/json";

/** The objects of a list in a YAML file beside the tests. */
export function readYaml(path: string): readonly JsonObject[] {
  const read = parseYamlText(readFileSync(join(__dirname, path), "utf8"));
  assert.ok("value" in read, `${path}: ${"error" in read ? read.error : ""}`);
  assert.deepEqual(read.problems, [], path);
  return objectsIn(read.value);
}
