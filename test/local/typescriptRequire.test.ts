import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";

const ROOT = join(__dirname, "..", "..");
const CACHES = join(ROOT, "node_modules", ".cache");
const MADE = join(CACHES, "fargate-sidecar-injector", "typescript");

describe("a TypeScript program that is run by `require`", () => {
  let folder: string;
  let program: string;
  beforeEach(() => {
    mkdirSync(CACHES, { recursive: true });
    folder = mkdtempSync(join(CACHES, "program-"));
    program = join(folder, "program.ts");
  });
  afterEach(() => {
    for (const file of made()) rmSync(file);
    rmSync(folder, { recursive: true });
  });

  const write = (text: string): void => {
    writeFileSync(program, `const text: string = ${JSON.stringify(text)};\nconsole.log(text);\n`);
  };
  const printed = (): string =>
    execFileSync(process.execPath, [join(ROOT, "local", "runTypeScript.cjs"), program], { encoding: "utf8" });
  /** What is kept of the program. */
  const made = (): string[] =>
    readdirSync(MADE)
      .filter((file) => file.includes(basename(folder)))
      .map((file) => join(MADE, file));

  it("is made into JavaScript once", () => {
    write("one");
    assert.equal(printed(), "one\n");
    const [file = "", ...others] = made();
    assert.deepEqual(others, []);
    appendFileSync(file, "\nconsole.log('from what was made');\n");
    assert.equal(printed(), "one\nfrom what was made\n");
  });

  it("is made anew after a change", () => {
    write("one");
    assert.equal(printed(), "one\n");
    write("two");
    assert.equal(printed(), "two\n");
    assert.equal(made().length, 1);
  });
});
