import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  claimRunningCluster,
  findRunningCluster,
  publishKubeconfig,
  releaseRunningCluster,
} from "../../../local/command/runningCluster";

describe("the record of the running cluster", () => {
  let folder: string;
  let record: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "record-"));
    record = join(folder, "record.json");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("can be claimed once, until it is released", () => {
    assert.equal(claimRunningCluster(record), true);
    assert.equal(claimRunningCluster(record), false);
    assert.deepEqual(findRunningCluster(record), { processId: process.pid });
    releaseRunningCluster(record);
    assert.equal(findRunningCluster(record), undefined);
    assert.equal(existsSync(record), false);
  });

  it("names the kubeconfig as long as that exists", () => {
    const kubeconfigFile = join(folder, "kubeconfig");
    writeFileSync(kubeconfigFile, "");
    publishKubeconfig(kubeconfigFile, record);
    assert.deepEqual(findRunningCluster(record), { processId: process.pid, kubeconfigFile });
    rmSync(kubeconfigFile);
    assert.equal(findRunningCluster(record), undefined);
  });

  it("does not count where its process has died, or where it was cut off", () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    for (const content of [JSON.stringify({ processId: pid }), '{"proc', "[]", '{"processId":"1"}']) {
      writeFileSync(record, content);
      assert.equal(findRunningCluster(record), undefined, content);
      assert.equal(claimRunningCluster(record), true, content);
    }
  });
});
