import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { after, before, describe, it } from "mocha";
import { imageContext, missingFileProblems } from "../../../components/image/imageContext";

describe("the context of the image's build", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "image-context-"));
  });
  after(() => {
    rmSync(root, { recursive: true });
  });

  const inDirectory = <T>(directory: string, act: () => T): T => {
    const workingDirectory = process.cwd();
    process.chdir(directory);
    try {
      return act();
    } finally {
      process.chdir(workingDirectory);
    }
  };
  const write = (path: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
  };

  for (const name of ["the root of the package", "a folder below it", "a folder outside of it"]) {
    it(`is the package, by a path that is relative to ${name}`, () => {
      const packageRoot = join(__dirname, "..", "..", "..");
      const directories: Record<string, string> = {
        "the root of the package": packageRoot,
        "a folder below it": __dirname,
      };
      const directory = directories[name] ?? root;
      const { directory: context, dockerfile } = inDirectory(directory, imageContext);
      assert.deepEqual([context, dockerfile].map(isAbsolute), [false, false]);
      assert.equal(resolve(directory, context), packageRoot);
      assert.equal(resolve(directory, dockerfile), join(packageRoot, "webhook", "Dockerfile"));
    });
  }

  it("lacks its bundle in a clone that was not built, and says how it is built", () => {
    write("webhook/Dockerfile");
    const [problem, ...others] = missingFileProblems(root);
    assert.deepEqual(others, []);
    assert.match(
      problem?.message ?? "",
      /dist\/webhook\/server\.js and dist\/webhook\/THIRD_PARTY_NOTICES.*`npm run build`/,
    );
  });

  it("lacks nothing once it is built", () => {
    for (const file of ["webhook/Dockerfile", "dist/webhook/server.js", "dist/webhook/THIRD_PARTY_NOTICES"])
      write(file);
    assert.deepEqual(missingFileProblems(root), []);
  });
});
