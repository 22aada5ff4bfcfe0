import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { withBuildLock } from "../../../local/binaries/buildLock";

describe("withBuildLock", () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "build-lock-"));
    file = join(directory, "lock");
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const neverWaits = () => {
    throw new Error("waited");
  };

  it("holds the file while the work lasts, and removes it also when the work fails", async () => {
    const work = () => Promise.reject(new Error(existsSync(file) ? "locked" : "not locked"));
    await assert.rejects(withBuildLock(file, neverWaits, work), /^Error: locked$/);
    assert.equal(existsSync(file), false);
  });

  it("lets one work after the other, and tells the second who is before it", async () => {
    const order: string[] = [];
    let finishFirst = (): void => undefined;
    const first = withBuildLock(file, neverWaits, async () => {
      await new Promise<void>((resolve) => (finishFirst = resolve));
      order.push("first");
    });
    const waitedFor = new Set<number>();
    const second = withBuildLock(
      file,
      (pid) => {
        waitedFor.add(pid);
        finishFirst();
      },
      () => Promise.resolve(order.push("second")),
    );
    await Promise.all([first, second]);
    assert.deepEqual(order, ["first", "second"]);
    assert.deepEqual([...waitedFor], [process.pid]);
  });

  it("takes over the lock of a process that is gone", async () => {
    const gone = spawnSync("true").pid;
    writeFileSync(file, JSON.stringify({ pid: gone, host: hostname() }));
    assert.equal(await withBuildLock(file, neverWaits, () => Promise.resolve("done")), "done");
  });

  it("takes over a lock that nobody has refreshed for a minute, whoever held it", async () => {
    for (const holder of [JSON.stringify({ pid: process.pid, host: "another-machine" }), ""]) {
      writeFileSync(file, holder);
      const before = new Date(Date.now() - 61_000);
      utimesSync(file, before, before);
      assert.equal(await withBuildLock(file, neverWaits, () => Promise.resolve("done")), "done");
    }
  });

  it("waits for a process of another machine, whose pid says nothing here", async () => {
    const gone = spawnSync("true").pid;
    writeFileSync(file, JSON.stringify({ pid: gone, host: "another-machine" }));
    const waits: number[] = [];
    const onWait = (pid: number) => {
      waits.push(pid);
      rmSync(file);
    };
    await withBuildLock(file, onWait, () => Promise.resolve());
    assert.deepEqual(waits, [gone]);
  });
});
