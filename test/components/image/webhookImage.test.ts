import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { after, before, describe, it } from "mocha";
import { WebhookImage } from "../../../components/image/webhookImage";
import type { WebhookImageArgs } from "../../../components/image/webhookImageArgs";
import { bundleWebhook } from "../../../webhook/build";
import { inputAt, recordStack, type RecordedStack } from "../recordedStack";

const DIST = join(__dirname, "..", "..", "..", "dist");

const record = (args: WebhookImageArgs = {}): Promise<RecordedStack> =>
  recordStack(() => new WebhookImage("webhook", args));

describe("WebhookImage", function () {
  this.timeout(30_000);
  /** What a clone lacks that was not built, and gets for the time of these tests. */
  const lacking = [DIST, join(DIST, "webhook", "server.js"), join(DIST, "webhook", "THIRD_PARTY_NOTICES")].find(
    (path) => !existsSync(path),
  );
  before(async () => {
    if (lacking !== undefined) await bundleWebhook(join(DIST, "webhook", "server.js"));
  });
  after(() => {
    if (lacking !== undefined) rmSync(lacking, { recursive: true });
  });

  describe("that is built", () => {
    let stack: RecordedStack;
    before(async () => {
      stack = await record({ tags: { team: "platform" } });
    });

    it("is a repository with a lifecycle policy, and an image", () => {
      assert.deepEqual(stack.resources.map(({ type }) => type).slice(1), [
        "fargate-sidecar-injector:index:WebhookImage",
        "aws:ecr/repository:Repository",
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "docker-build:index:Image",
      ]);
    });

    it("names its children after itself and is the parent of them all", () => {
      for (const { name, parent } of stack.resources.slice(2)) {
        assert.match(name, /^webhook-/);
        assert.match(parent, /WebhookImage::webhook$/);
      }
    });

    it("has a repository of the stack's own, whose tags do not move, which scans, and which goes with its images", () => {
      const { inputs } = stack.only(":Repository");
      assert.deepEqual(inputs, {
        name: "webhook-stack",
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        forceDelete: true,
        tags: { team: "platform" },
      });
    });

    it("never lets an image expire that has a tag", () => {
      const policy = inputAt(stack.only(":LifecyclePolicy"), "policy");
      assert.ok(typeof policy === "string" && policy.length >= 100, "ECR takes no policy of less than 100 characters");
      const { rules } = JSON.parse(policy) as { rules: { selection: { tagStatus: string } }[] };
      assert.deepEqual(
        rules.map(({ selection }) => selection.tagStatus),
        ["untagged"],
      );
    });

    it("is for linux/amd64, without a cache in the registry, and not built at preview", () => {
      const { inputs } = stack.only(":Image");
      assert.deepEqual(inputs.platforms, ["linux/amd64"]);
      assert.deepEqual([inputs.cacheFrom, inputs.cacheTo, inputs.buildOnPreview], [undefined, undefined, false]);
    });

    it("has no absolute path among its inputs", () => {
      const image = stack.only(":Image");
      for (const path of [inputAt(image, "context", "location"), inputAt(image, "dockerfile", "location")]) {
        assert.ok(typeof path === "string" && !isAbsolute(path), String(path));
      }
      assert.ok(!JSON.stringify(image.inputs).includes(process.cwd()));
    });

    it("keeps the password of the registry secret", () => {
      assert.equal(stack.only(":Image").hasSecrets, true);
    });
  });

  it("takes another repository, base image and builder, from other resources too", async () => {
    const stack = await record({
      repositoryName: pulumi.output("team/webhook"),
      forceDelete: false,
      baseImage: pulumi.output("node:24"),
      builder: "mine",
    });
    assert.deepEqual(
      [inputAt(stack.only(":Repository"), "name"), inputAt(stack.only(":Repository"), "forceDelete")],
      ["team/webhook", false],
    );
    const image = stack.only(":Image");
    assert.deepEqual(inputAt(image, "buildArgs"), { SOURCE_DATE_EPOCH: "0", BASE_IMAGE: "node:24" });
    assert.deepEqual(inputAt(image, "builder"), { name: "mine" });
  });

  it("has another tag with another base image", async () => {
    const [one, other] = [await record(), await record({ baseImage: "node:24" })];
    const tagOf = (stack: RecordedStack): unknown => inputAt(stack.only(":Image"), "tags", 0);
    assert.match(String(tagOf(one)), /:content-[0-9a-f]{32}$/);
    assert.notEqual(tagOf(one), tagOf(other));
  });

  describe("of a reference", () => {
    it("is that reference, and makes nothing", async () => {
      const digest = `sha256:${"ab".repeat(32)}`;
      const reference = `registry.example/webhook:1@${digest}`;
      const { stack, outputs } = await outputsOf({ reference });
      assert.equal(stack.has(":Repository") || stack.has(":Image"), false);
      assert.deepEqual(outputs, [reference, digest, "registry.example/webhook"]);
    });

    it("has an empty digest where the reference has none", async () => {
      const { outputs } = await outputsOf({ reference: pulumi.output("registry.example/webhook:1") });
      assert.deepEqual(outputs, ["registry.example/webhook:1", "", "registry.example/webhook"]);
    });

    const outputsOf = async (args: WebhookImageArgs): Promise<{ stack: RecordedStack; outputs: string[] }> => {
      let outputs: string[] = [];
      const stack = await recordStack(() => {
        const image = new WebhookImage("webhook", args);
        pulumi.all([image.imageReference, image.digest, image.repositoryUrl]).apply((values) => (outputs = values));
      });
      return { stack, outputs };
    };
  });

  it("is not made of wrong arguments", async () => {
    await assert.rejects(
      record({ repositoryName: "W" }),
      /WebhookImage "webhook" cannot be made:\n {2}- repositoryName: /,
    );
  });

  it("is not made of arguments that turn out wrong", async () => {
    await assert.rejects(record({ reference: pulumi.output("not an image") }), /Wrong arguments:\n {2}- reference: /);
    await assert.rejects(record({ repositoryName: pulumi.output("W") }), /Wrong arguments:\n {2}- repositoryName: /);
    await assert.rejects(record({ tags: pulumi.output({ "aws:a": "b" }) }), /Wrong arguments:\n {2}- tags/);
  });
});
