import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { botocoreData } from "../../local/awsApi/botocore";
import { CACHE_VARIABLE, cacheDirectory } from "../../local/binaries/cacheDirectory";

describe("the models' installation", () => {
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fargate-sidecar-injector-test-"));
    environment = { ...process.env, [CACHE_VARIABLE]: folder };
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("is missing where there is no pip, and says so", async () => {
    assert.deepEqual(await botocoreData({ ...environment, PATH: folder }), {
      kind: "missing",
      reason: "there is no pip",
    });
  });

  it("is missing where pip reaches nothing, with pip's reason, and leaves nothing behind", async function () {
    this.timeout(120_000);
    const data = await botocoreData({ ...environment, PIP_NO_INDEX: "1", PIP_FIND_LINKS: "" });
    assert.match(
      data.kind === "missing" ? data.reason : "it is there",
      /^there is no pip$|^pip could not install botocore: ./,
    );
    const cache = cacheDirectory(environment);
    assert.deepEqual(readdirSync(folder).length === 0 ? [] : readdirSync(cache), []);
  });
});
