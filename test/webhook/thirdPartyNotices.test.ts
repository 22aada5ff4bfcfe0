import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "mocha";
import { bundleWebhook } from "../../webhook/build";
import { bundledPackages, thirdPartyNotices, type BundledPackage } from "../../webhook/thirdPartyNotices";

describe("THIRD_PARTY_NOTICES", function () {
  this.timeout(30_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "notices-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  describe("of the bundle", () => {
    let packages: readonly BundledPackage[];
    let notices: string;
    let bundle: string;
    before(async () => {
      packages = await bundleWebhook(join(folder, "server.js"));
      notices = readFileSync(join(folder, "THIRD_PARTY_NOTICES"), "utf8");
      bundle = readFileSync(join(folder, "server.js"), "utf8");
    });

    it("has every package whose code esbuild says it took", () => {
      const bundled = new Set(
        [...bundle.matchAll(/^ *\/\/ node_modules\/.*$/gm)].map(([line]) => {
          const path = line.slice(line.lastIndexOf("node_modules/") + "node_modules/".length).split("/");
          return path.slice(0, path[0]?.startsWith("@") === true ? 2 : 1).join("/");
        }),
      );
      assert.ok(bundled.size > 10);
      const named = new Set(packages.map(({ name }) => name));
      assert.deepEqual(
        [...bundled].filter((name) => !named.has(name)),
        [],
      );
    });

    it("has the whole licence of each", () => {
      for (const { name, version, texts } of packages) {
        assert.ok(notices.includes(`\n${name} ${version} (`), `${name} is named`);
        for (const { file, text } of texts) assert.ok(notices.includes(text.trim()), `${file} of ${name} is there`);
      }
    });

    it("are the same for the same packages, as the bundle is, wherever it is built", async () => {
      const other = join(folder, "other");
      mkdirSync(other);
      const workingDirectory = process.cwd();
      process.chdir(other);
      try {
        await bundleWebhook(join(other, "server.js"));
      } finally {
        process.chdir(workingDirectory);
      }
      assert.equal(readFileSync(join(other, "THIRD_PARTY_NOTICES"), "utf8"), notices);
      assert.equal(readFileSync(join(other, "server.js"), "utf8"), bundle);
    });
  });

  describe("of some packages", () => {
    const write = (path: string, content: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    };
    before(() => {
      const manifest = (name: string, version: string): string => JSON.stringify({ name, version, license: "MIT" });
      for (const parent of ["", "node_modules/@scope/a/"]) {
        write(`${parent}node_modules/b/package.json`, manifest("b", "1.0.0"));
        write(`${parent}node_modules/b/license.md`, "terms of b\r\nin two lines\r\n");
        write(`${parent}node_modules/b/NOTICE`, "b says more");
      }
      write("node_modules/@scope/a/package.json", manifest("@scope/a", "2.0.0"));
      write("node_modules/@scope/a/LICENSE", "terms of a");
      write("node_modules/bare/package.json", manifest("bare", "3.0.0"));
    });

    it("are in the order of names, each version once, and pass over our own files", () => {
      const packages = bundledPackages(folder, [
        "webhook/main.ts",
        "node_modules/b/lib/index.js",
        "node_modules/b/index.js",
        "node_modules/@scope/a/index.js",
        "node_modules/@scope/a/node_modules/b/index.js",
      ]);
      assert.deepEqual(
        packages.map(({ name }) => name),
        ["@scope/a", "b"],
      );
      const line = "=".repeat(80);
      assert.equal(
        thirdPartyNotices(packages),
        "server.js contains code of these packages, under these terms.\n\n" +
          `${line}\n\n@scope/a 2.0.0 (MIT)\n\nterms of a\n\n` +
          `${line}\n\nb 1.0.0 (MIT)\n\nterms of b\nin two lines\n\nb says more\n`,
      );
    });

    it("cannot be written where a package has no licence text", () => {
      assert.throws(
        () => bundledPackages(folder, ["node_modules/bare/index.js"]),
        /bare 3\.0\.0 \(MIT\) has no licence/,
      );
    });
  });
});
