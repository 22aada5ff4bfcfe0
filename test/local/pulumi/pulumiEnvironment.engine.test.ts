import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import * as tls from "@pulumi/tls";
import { eventually } from "../../../local/eventually";
import { createPulumiEnvironment } from "../../../local/pulumi/pulumiEnvironment";
import { PulumiStack } from "../../../local/pulumi/pulumiStack";
import { TemporaryProject } from "./temporaryProject";

describe("a Pulumi environment", function () {
  // The first time the CLI and the Kubernetes provider may have to be built.
  this.timeout(20 * 60_000);
  const progress = (message: string): void => {
    console.log(`    ${message}`);
  };

  it("runs a program that is a function of this process", async () => {
    const environment = await createPulumiEnvironment(progress);
    try {
      const program = () => {
        const key = new tls.PrivateKey("key", { algorithm: "ECDSA", ecdsaCurve: "P384" });
        return Promise.resolve({ pem: key.publicKeyPem, key: pulumi.secret(key.privateKeyPem) });
      };
      const stack = await LocalWorkspace.createStack(
        { stackName: "test", projectName: "inline", program },
        await environment.workspaceOptions(),
      );
      const { summary, outputs } = await stack.up();
      assert.deepEqual(summary.resourceChanges, { create: 2 });
      assert.match(String(outputs.pem?.value), /^-----BEGIN PUBLIC KEY-----/);
      assert.equal(outputs.key?.secret, true);
      assert.deepEqual((await stack.destroy()).summary.resourceChanges, { delete: 2 });
    } finally {
      await environment.dispose();
    }
  });

  describe("while an update runs", () => {
    let project: TemporaryProject;
    beforeEach(() => {
      project = new TemporaryProject("console.log(`pid=${process.pid}.`);\nsetInterval(() => {}, 1_000_000);\n");
    });
    afterEach(() => {
      project.remove();
    });

    it("ends the update and its program, and removes its folder, when it is disposed of", async () => {
      const environment = await createPulumiEnvironment(progress);
      try {
        const output = new PassThrough();
        const programStarted = untilPrinted(output, /pid=(\d+)\./);
        const stack = await PulumiStack.create(environment, {
          projectDirectory: project.directory,
          stackName: "test",
          onOutput: (text) => output.write(text),
        });
        const update = assert.rejects(stack.up(), /update canceled/);
        const pid = Number(await programStarted);
        await environment.dispose();
        await update;
        await untilGone(pid);
        assert.equal(existsSync(environment.directory), false);
      } finally {
        await environment.dispose();
      }
    });

    it("leaves neither processes nor its folder when its process is killed", async () => {
      const program = join(__dirname, "endlessUpdate.ts");
      const owner = spawn(process.execPath, ["--import", require.resolve("tsx"), program, project.directory], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [folder, pid] = await Promise.all([
        untilPrinted(owner.stdout, /folder=(.*)\.\n/),
        untilPrinted(owner.stdout, /pid=(\d+)\./),
      ]);
      owner.kill("SIGKILL");
      await untilGone(Number(pid));
      await eventually({ what: `${folder} to be removed`, condition: () => Promise.resolve(!existsSync(folder)) });
    });
  });
});

/** Waits until the text has come, and gives the part of it in brackets. */
function untilPrinted(stream: Readable, pattern: RegExp): Promise<string> {
  let printed = "";
  return new Promise((resolve, reject) => {
    stream.on("data", (data: Buffer) => {
      printed += data.toString();
      const part = pattern.exec(printed)?.[1];
      if (part !== undefined) resolve(part);
    });
    stream.on("close", () => {
      reject(new Error(`${String(pattern)} was not printed, but:\n${printed}`));
    });
  });
}

function untilGone(pid: number): Promise<void> {
  return eventually({
    what: `process ${pid} to end`,
    condition: () => {
      try {
        process.kill(pid, 0);
        return Promise.resolve(false);
      } catch {
        return Promise.resolve(true);
      }
    },
  });
}
