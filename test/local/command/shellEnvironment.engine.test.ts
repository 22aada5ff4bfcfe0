import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shellEnvironment } from "../../../local/command/shellEnvironment";

describe("the shell environment of a running cluster", function () {
  this.timeout(60_000);
  let folder: string;
  let kubeconfigFile: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "it's a folder "));
    kubeconfigFile = join(folder, "kubeconfig");
    writeFileSync(kubeconfigFile, "apiVersion: v1\nkind: Config\ncurrent-context: here\n");
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const inShell = async (commands: string): Promise<string> => {
    const environment = await shellEnvironment(kubeconfigFile, () => undefined);
    return execFileSync("/bin/sh", ["-c", `${environment}\n${commands}`], { encoding: "utf8" }).trim();
  };

  it("has a kubectl that is set to the cluster", async () => {
    assert.equal(await inShell("kubectl config current-context"), "here");
  });

  it("has a Pulumi that keeps its stacks in the cluster's folder, from one shell to the next", async () => {
    const project = join(folder, "project");
    await inShell(`mkdir "${project}" && cd "${project}" && printf 'name: p\\nruntime: nodejs\\n' > Pulumi.yaml`);
    await inShell(`cd "${project}" && pulumi stack init one`);
    const stacks: unknown = JSON.parse(await inShell(`cd "${project}" && pulumi stack ls --json`));
    assert.equal(Array.isArray(stacks) && stacks.length, 1);
  });
});
