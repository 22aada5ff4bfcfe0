import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "mocha";
import { formatProblem, parseYamlText } from "../../injection";
import { isJsonObject, type JsonObject } from "../../injection/json";
import { PRESETS } from "../../presets";
import { generatedPages } from "../../presets/generate";
import { readSidecarConfiguration } from "../../presets/readSidecarConfiguration";
import { secretWarnings } from "./presetPods";

const ROOT = join(__dirname, "..", "..");

describe("the pages of presets", () => {
  it("are those that presets/generate.ts makes of their data, and no others", async () => {
    const pages = await generatedPages();
    assert.deepEqual(
      readdirSync(join(ROOT, "docs", "presets")).sort(),
      [...PRESETS.keys()].map((name) => `${name}.md`).sort(),
    );
    for (const [path, content] of pages) assert.equal(readFileSync(join(ROOT, path), "utf8"), content, path);
  });

  it("are all named on the overview", () => {
    const overview = readFileSync(join(ROOT, "docs", "presets.md"), "utf8");
    for (const name of PRESETS.keys()) assert.ok(overview.includes(`](presets/${name}.md)`), name);
  });

  it("show templates that are accepted, and warned of nothing but Secrets", () => {
    const blocks = ["docs/presets.md", ...[...PRESETS.keys()].map((name) => `docs/presets/${name}.md`)].flatMap(
      (path) =>
        [...readFileSync(join(ROOT, path), "utf8").matchAll(/^```yaml\n((?:data|preset):[^]*?)^```$/gm)].map(
          ([, text = ""]) => readObject(text),
        ),
    );
    const templates = blocks.flatMap((block) =>
      isJsonObject(block.data)
        ? Object.values(block.data).map((text) => readObject(typeof text === "string" ? text : ""))
        : [block],
    );
    assert.equal(templates.length, PRESETS.size + 2);
    for (const template of templates) {
      const { problems, warnings } = readSidecarConfiguration({ default: template });
      assert.deepEqual([...problems, ...warnings].map(formatProblem), secretWarnings(template.preset));
    }
  });

  it("have links to files that are there", () => {
    const paths = ["docs/presets.md", ...[...PRESETS.keys()].map((name) => `docs/presets/${name}.md`)];
    for (const path of paths)
      for (const [, link = ""] of readFileSync(join(ROOT, path), "utf8").matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
        assert.ok(existsSync(join(ROOT, dirname(path), link)), `${path}: ${link}`);
  });
});

function readObject(text: string): JsonObject {
  const read = parseYamlText(text);
  assert.ok("value" in read && isJsonObject(read.value), text);
  return read.value;
}
