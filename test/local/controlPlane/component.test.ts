import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startComponent, type Component } from "../../../local/controlPlane/component";
import { startOrphanGuard, type OrphanGuard } from "../../../local/orphanGuard";

describe("a component of the control plane", () => {
  let logDirectory: string;
  let guard: OrphanGuard;
  beforeEach(() => {
    logDirectory = mkdtempSync(join(tmpdir(), "component-"));
    guard = startOrphanGuard(logDirectory);
  });
  afterEach(async () => {
    await guard.stop();
    rmSync(logDirectory, { recursive: true, force: true });
  });

  const startScript = (script: string): Component =>
    startComponent("thing", { command: process.execPath, args: ["--eval"] }, [script], { logDirectory, guard });

  it("that ends by itself is a failure with its exit code and its last log lines", async () => {
    const failure = await startScript("console.log('one'); console.error('two'); process.exit(3)").failed;
    assert.match(failure.message, /^thing ended unexpectedly \(exit code 3\)\. Its last log lines:\n {2}one\n {2}two$/);
    assert.equal(failure.portTaken, false);
  });

  it("tells a taken port from other failures", async () => {
    const failure = await startScript("console.log('listen tcp: bind: address already in use'); process.exit(1)")
      .failed;
    assert.equal(failure.portTaken, true);
  });

  it("that cannot be started is a failure too", async () => {
    const component = startComponent("thing", { command: "/no/such/program", args: [] }, [], { logDirectory, guard });
    assert.match((await component.failed).message, /ENOENT/);
  });

  it("that is stopped is none", async () => {
    const component = startScript("setInterval(() => {}, 1000)");
    await component.stop();
    assert.equal(await Promise.race([component.failed, Promise.resolve("none")]), "none");
  });

  it("that is still running when its guard ends is killed, and its folder removed", async () => {
    const component = startScript("setInterval(() => {}, 1000)");
    await guard.stop();
    assert.match((await component.failed).message, /signal SIGKILL/);
    assert.equal(existsSync(logDirectory), false);
  });
});
