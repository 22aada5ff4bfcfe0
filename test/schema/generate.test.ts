import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "mocha";
import manifest from "../../package.json";
import { generatedFiles } from "../../schema/generate";

const ROOT = join(__dirname, "..", "..");
const PAGE = "docs/sidecar-template.md";
const SCHEMAS = ["schema/sidecar-template.schema.json", "schema/sidecar-settings.schema.json"];

describe("what is generated from the types of a template", () => {
  it("is what `npm run generate:template-schema` writes", async () => {
    const files = await generatedFiles();
    assert.deepEqual([...files.keys()], [...SCHEMAS, PAGE]);
    for (const [path, content] of files) assert.equal(readFileSync(join(ROOT, path), "utf8"), content);
  });

  for (const schema of SCHEMAS)
    it(`is ${schema}, which the package brings, and which programs find by its name`, () => {
      assert.ok(manifest.files.includes(schema));
      assert.equal(require.resolve(`${manifest.name}/${schema}`), join(ROOT, schema));
    });

  it("is a page whose links lead to its own headings and to files that exist", () => {
    const page = readFileSync(join(ROOT, PAGE), "utf8").replace(/^```[^]*?^```$/gm, "");
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading ?? ""));
    assert.equal(new Set(headings).size, headings.length);
    const targets = [...page.matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target ?? "");
    assert.ok(targets.length > 30);
    for (const target of targets) {
      if (target.startsWith("#")) assert.ok(headings.includes(target.slice(1)), target);
      else if (!target.startsWith("https://")) assert.ok(existsSync(join(ROOT, dirname(PAGE), target)), target);
    }
  });
});

/** As GitHub makes it: without punctuation, with "-" for spaces. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, "")
    .replaceAll(" ", "-");
}
