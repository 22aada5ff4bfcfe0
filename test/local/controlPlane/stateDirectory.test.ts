import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStateDirectory, isRunning, removeStateDirectory } from "../../../local/controlPlane/stateDirectory";

describe("the state folder of a local cluster", () => {
  it("is swept by the next start where its owner has died, and only then", () => {
    const { pid: dead } = spawnSync(process.execPath, ["--version"]);
    assert.equal(isRunning(dead), false);
    const orphaned = mkdtempSync(join(tmpdir(), `fargate-local-${dead}-`));
    writeFileSync(join(orphaned, "file"), "");
    const mine = createStateDirectory();
    const next = createStateDirectory();
    try {
      assert.equal(existsSync(orphaned), false);
      assert.equal(existsSync(mine), true);
    } finally {
      removeStateDirectory(mine);
      removeStateDirectory(next);
    }
    assert.equal(existsSync(mine), false);
  });
});
