import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { CACHE_VARIABLE, cacheDirectory } from "../../local/binaries/cacheDirectory";
import { eventually } from "../../local/eventually";
import { CLUSTER_TIMEOUT_MS } from "./testCluster";

const MAIN = join(__dirname, "..", "..", "local", "main.ts");

interface Outcome {
  code: number | null;
  output: string;
  errors: string;
}

describe("npm run local", function () {
  this.timeout(CLUSTER_TIMEOUT_MS);
  let folder: string;
  let children: ChildProcess[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "local-cli-"));
    linkCache(join(folder, "cache"));
    children = [];
  });
  afterEach(async () => {
    for (const child of children) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
    }
    await eventually({
      what: "the guard to have removed the state folder",
      condition: () => Promise.resolve(!readdirSync(folder).some((entry) => /^fargate-local-\d/.test(entry))),
    });
    rmSync(folder, { recursive: true });
  });

  const start = (...words: string[]) => {
    const child = spawn(process.execPath, ["--import", "tsx", MAIN, ...words], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TMPDIR: folder, [CACHE_VARIABLE]: join(folder, "cache") },
    });
    children.push(child);
    const outcome: Promise<Outcome> = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]).then(
      ([output, errors]) => ({ code: child.exitCode, output, errors }),
    );
    return { child, outcome };
  };
  const run = (...words: string[]) => start(...words).outcome;
  const kubeconfigOfRunning = async () => {
    let file = "";
    await eventually({
      what: "the kubeconfig",
      deadlineMs: CLUSTER_TIMEOUT_MS,
      intervalMs: 500,
      condition: async () => {
        const { code, output } = await run("kubeconfig");
        file = output.trim();
        return code === 0;
      },
    });
    return file;
  };

  it("starts a cluster, refuses a second one, tells its kubeconfig and stops it", async () => {
    const up = start("up", "--profile", "team=team-*");
    assert.ok(existsSync(await kubeconfigOfRunning()));
    const second = await run("up");
    assert.equal(second.code, 1);
    assert.match(second.errors, /already running.*`npm run local -- down` stops it/);
    const down = await run("down");
    assert.equal(down.code, 0, down.errors);
    const { code, errors } = await up.outcome;
    assert.equal(code, 0);
    assert.match(errors, /Fargate profile team: team-\*/);
    assert.match(errors, /npm run --silent local -- env/);
  });

  it("stops the cluster on Ctrl-C", async () => {
    const up = start("up");
    const kubeconfig = await kubeconfigOfRunning();
    up.child.kill("SIGINT");
    assert.equal((await up.outcome).code, 0);
    assert.equal(existsSync(kubeconfig), false);
  });

  it("says what to do where no cluster is running", async () => {
    for (const command of ["down", "kubeconfig"]) {
      const { code, output, errors } = await run(command);
      assert.deepEqual({ code, output }, { code: 1, output: "" });
      assert.match(errors, /No local cluster is running\. `npm run local -- up` starts one\./);
    }
  });

  it("explains a wrong argument and how it is used", async () => {
    const { code, errors } = await run("up", "--profile", "team");
    assert.equal(code, 2);
    assert.match(errors, /--profile wants NAME=NAMESPACE,… such as team=team-\*,shop, but got team\n\nusage:/);
  });
});

/**
 * Makes a cache that has the programs of the ordinary one, but not its record of the running cluster: what the user, or
 * another run of the tests, has started is not to be touched.
 */
function linkCache(root: string): void {
  const [own, shared] = [cacheDirectory({ [CACHE_VARIABLE]: root }), cacheDirectory()];
  mkdirSync(own, { recursive: true });
  if (!existsSync(shared)) return;
  for (const entry of readdirSync(shared))
    if (!entry.startsWith("running-cluster-")) symlinkSync(join(shared, entry), join(own, entry));
}
