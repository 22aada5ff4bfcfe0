import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { eventually } from "../../local/eventually";
import { call, patchFor } from "../webhook/client";
import { podReview } from "../webhook/reviews";
import { fileOptions, runToEnd, startWebhookProcess, type WebhookProcess } from "../webhook/webhookProcess";
import { webhookFiles, type WebhookFiles } from "../webhook/webhookUnderTest";

const ROOT = join(__dirname, "..", "..");
/** What `npm run cli --` runs. */
const CLI = [join(ROOT, "local", "withDependencies.mjs"), "cli/main.ts"];
/** The same without a look at the dependencies, which takes as long as the command itself. */
const MAIN = ["--import", "tsx", join(ROOT, "cli", "main.ts")];

/** The first example of a sidecar configuration that operators find: a ConfigMap without a namespace. */
const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata:
  name: fargate-injector-sidecar-config
data:
  default: |-
    spec:
      volumes:
      - name: log
        emptyDir: {}
      containers:
      - image: busybox:1.36
        name: sidecar
        volumeMounts:
        - name: log
          mountPath: /var/log
`;

describe("The command `serve`", function () {
  this.timeout(30_000);
  let files: WebhookFiles;
  before(async () => {
    files = await webhookFiles(CONFIG_MAP);
  });
  after(() => {
    files.remove();
  });

  describe("that runs", () => {
    let webhook: WebhookProcess;
    before(async () => {
      webhook = await startWebhookProcess(files, [...CLI, "serve", ...fileOptions(files)]);
    });
    after(async () => {
      webhook.child.kill("SIGTERM");
      await webhook.ended;
    });

    it("prints one JSON line with its port when it is ready", async () => {
      assert.equal((await call(webhook, { path: "/readyz" })).status, 200);
      assert.deepEqual(
        webhook.printed.map(({ msg, port }) => ({ msg, port })),
        [{ msg: "ready", port: webhook.port }],
      );
    });

    it("injects what the ConfigMap says, and follows its changes", async () => {
      const values = async (): Promise<unknown> => (await patchFor(webhook, podReview()))?.map(({ path }) => path);
      assert.deepEqual(await values(), ["/spec/volumes", "/spec/containers/-", "/metadata/annotations"]);
      files.configure(CONFIG_MAP.replace("busybox:1.36", "busybox:2"));
      await eventually({
        what: "the new image",
        condition: async () => JSON.stringify(await patchFor(webhook, podReview())).includes("busybox:2"),
      });
    });

    it("listens on 127.0.0.1 and on no other address", async () => {
      const others = Object.values(networkInterfaces())
        .flatMap((addresses) => addresses ?? [])
        .flatMap(({ address, family }) => (family === "IPv4" && address !== "127.0.0.1" ? [address] : []));
      for (const host of [...others, "127.0.0.2", "::1"]) {
        const socket = connect({ host, port: webhook.port });
        const [outcome] = await Promise.race([
          once(socket, "connect").then(() => ["connected"]),
          once(socket, "error"),
        ]);
        socket.destroy();
        assert.ok(outcome instanceof Error, `${host} is not listened on`);
      }
    });

    it("passes a signal on, and ends with exit code 0", async () => {
      webhook.child.kill("SIGTERM");
      assert.equal(await webhook.ended, 0);
      assert.equal(webhook.printed.at(-1)?.msg, "stopping");
    });
  });

  it("ends with exit code 2 and the options where they are wrong", async () => {
    const { code, stdout, stderr } = await runToEnd([...MAIN, "serve", "--config", "x", "--prot", "1"]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /^Unknown option '--prot'/);
    assert.match(stderr, /\nOptions:\n {2}--config FILE /);
  });
});

describe("The command line", function () {
  this.timeout(30_000);

  it("shows its commands and options where it is asked, and where it is told none that exists", async () => {
    const [help, unknown] = await Promise.all([runToEnd([...MAIN, "serve", "--help"]), runToEnd([...MAIN, "sevre"])]);
    assert.deepEqual([help.code, unknown.code], [0, 2]);
    assert.match(help.stdout, /^usage: fargate-sidecar-injector COMMAND/);
    assert.equal(unknown.stderr, `there is no command "sevre"\n\n${help.stdout}`);
  });
});
