import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import ts from "typescript";
import manifest from "../../package.json";
import buildOptions from "../../tsconfig.build.json";

const ROOT = join(__dirname, "..", "..");

describe("what is published of the presets", () => {
  const unpublished = manifest.files.filter((file) => file.startsWith("!presets/")).map((file) => file.slice(1));

  it("imports nothing but what comes with the package", () => {
    const files = globSync("presets/*.ts", { cwd: ROOT }).filter((file) => !unpublished.includes(file));
    assert.ok(files.length > 10);
    for (const file of files)
      for (const { fileName } of ts.preProcessFile(readFileSync(join(ROOT, file), "utf8")).importedFiles) {
        const isOwn = fileName.startsWith(".");
        assert.ok(isOwn || Object.hasOwn(manifest.dependencies, fileName), `${file} imports ${fileName}`);
        assert.ok(!unpublished.includes(join("presets", `${fileName}.ts`)), `${file} imports ${fileName}`);
      }
  });

  it("is what is built", () => {
    assert.ok(buildOptions.include.includes("presets"));
    assert.deepEqual(
      buildOptions.exclude.filter((file) => file.startsWith("presets/")),
      unpublished,
    );
  });
});
