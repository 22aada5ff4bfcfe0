import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { startAwsAccount, type AwsAccount } from "../../local/aws/awsAccount";
import { buildkitObstacle, startBuildkit, type Buildkit } from "../../local/image/buildkit";
import { pushNodeBaseImage } from "../../local/image/nodeBaseImage";
import { pullImage, type PulledImage } from "../../local/image/pullImage";
import { RegistryClient } from "../../local/image/registryClient";
import { startRegistry, type RegistryServer } from "../../local/image/registryServer";
import { readTar } from "../../local/image/tarArchive";
import { isUnchanged } from "../../local/pulumi/engineEvents";
import { startOperationRecorder, type OperationRecorder } from "../../local/pulumi/providerProxy/operationRecorder";
import { createPulumiEnvironment, type PulumiEnvironment } from "../../local/pulumi/pulumiEnvironment";
import { PulumiStack } from "../../local/pulumi/pulumiStack";
import { TemporaryProject } from "../local/pulumi/temporaryProject";
import { call } from "../webhook/client";
import { startImage } from "./webhookImage/imageProcess";
import { PackageCopy } from "./webhookImage/packageCopy";

const IMAGE_TYPE = "docker-build:index:Image";

describe("the webhook's image, built by the real docker-build provider and BuildKit", function () {
  const obstacle = whyNot();
  if (obstacle !== undefined) {
    it(`is not run: ${obstacle}`, () => undefined);
    return;
  }
  // The first time the programs have to be built.
  this.timeout(15 * 60_000);
  const cleanups: (() => unknown)[] = [];
  let registry: RegistryServer;
  let buildkit: Buildkit;
  let account: AwsAccount;
  let recorder: OperationRecorder;
  let pulumi: PulumiEnvironment;
  let webhookPackage: PackageCopy;
  let project: TemporaryProject;
  let stack: PulumiStack;
  let image: PulledImage;

  before(async () => {
    const onProgress = (message: string): void => {
      console.log(`    ${message}`);
    };
    const started = <T>(thing: T, stop: (thing: T) => unknown): T => {
      cleanups.unshift(() => stop(thing));
      return thing;
    };
    registry = started(await startRegistry({ onProgress, immutableTags: true, credentials: true }), (each) =>
      each.stop(),
    );
    buildkit = started(await startBuildkit(onProgress), (each) => each.stop());
    account = started(await startAwsAccount({ imageRegistry: registry.address }), (each) => each.stop());
    recorder = started(await startOperationRecorder(), (each) => each.stop());
    const surroundings = { aws: account, buildkit, recorder };
    pulumi = started(await createPulumiEnvironment(onProgress, surroundings), (each) => each.dispose());
    webhookPackage = started(await PackageCopy.create(), (each) => {
      each.remove();
    });
    project = started(new TemporaryProject(program(webhookPackage, buildkit.builder)), (each) => {
      each.remove();
    });
    // Types are for the compiler; here they would take longer than all the rest.
    project.write("tsconfig.json", JSON.stringify(UNCHECKED));
    stack = await PulumiStack.create(pulumi, {
      projectDirectory: project.directory,
      stackName: "image",
      config: { baseImage: await pushNodeBaseImage(`${registry.address}/base`) },
    });
  });
  after(async () => {
    for (const cleanup of cleanups) await cleanup();
  });

  const repository = (): RegistryClient => new RegistryClient(`${registry.address}/webhook-image`);
  const manifestPushes = (): string[] =>
    registry.requests.filter((line) => /^PUT \/v2\/webhook-image\/manifests\//.test(line));
  const imageOperations = (): string[] =>
    recorder.operations
      .filter(({ type }) => type === IMAGE_TYPE)
      .map(({ operation, outcome }) => `${operation} ${outcome}`);
  const outputs = async (): Promise<{ reference: string; digest: string }> => {
    const { reference, digest } = await stack.outputs();
    return { reference: String(reference), digest: String(digest) };
  };

  it("is not built by a preview", async () => {
    assert.equal((await stack.preview()).changes.create, 5);
    assert.deepEqual(await repository().tags(), []);
  });

  it("is adopted by the next update where it was pushed and then forgotten, under a tag that cannot move", async () => {
    recorder.fail({ operation: "create", type: IMAGE_TYPE, when: "after" });
    await assert.rejects(stack.up(), /injected failure/);
    recorder.clearFaults();
    const [tag, ...others] = await repository().tags();
    assert.ok(tag !== undefined && others.length === 0, "it was pushed");

    // All that may differ from one computer to the next.
    await buildkit.startAfresh();
    webhookPackage.unpackAgain();
    await stack.up();
    assert.deepEqual(imageOperations(), ["create injected failure", "create done"]);
    assert.equal((await outputs()).digest, await repository().digestOfTag(tag));
    assert.deepEqual(manifestPushes(), [`PUT /v2/webhook-image/manifests/${tag}`]);
    assert.ok(registry.requests.includes(`AWS pushes /v2/webhook-image/manifests/${tag}`), "with the token of ECR");
  });

  it("runs Node.js with one file, once it is pulled back, as a user that is not root, on linux/amd64", async () => {
    image = await pullImage((await outputs()).reference);
    assert.deepEqual(image.config, {
      architecture: "amd64",
      os: "linux",
      created: "1970-01-01T00:00:00Z",
      user: "65532:65532",
      environment: ["PATH=/nodejs/bin", "NODE_ENV=production"],
      entrypoint: ["/nodejs/bin/node", "/app/server.js"],
      command: [],
    });
  });

  it("has the bundle and its licences on top of the base image, as everybody's files and of no time", () => {
    assert.equal(image.layers.length, 2);
    const own = readTar(image.layers[1] ?? Buffer.alloc(0));
    assert.deepEqual(
      own.map(({ path, mode, userId, modifiedAt }) => [path, mode, userId, modifiedAt]),
      ["app", "app/THIRD_PARTY_NOTICES", "app/server.js"].map((path) => [path, 0o555, 0, 0]),
    );
  });

  it("answers over HTTPS when its entry point is started, in a file system that has nothing else", async () => {
    const webhook = await startImage(image);
    try {
      assert.equal((await call(webhook, { path: "/healthz" })).status, 200);
      assert.equal((await call(webhook, { path: "/readyz" })).status, 200);
    } finally {
      await webhook.stop();
    }
  });

  it("is left alone by an update that changes nothing", async () => {
    const [operations, requests] = [recorder.operations.length, registry.requests.length];
    assert.ok(isUnchanged(await stack.up()));
    assert.equal(recorder.operations.length, operations);
    assert.deepEqual(
      registry.requests.slice(requests).filter((line) => !line.includes("/tags/list")),
      [],
    );
  });

  it("is another one, under a tag of its own, where its content changes, and the old one stays", async () => {
    const old = await outputs();
    const [oldTag] = await repository().tags();
    webhookPackage.changeBundle();
    assert.deepEqual((await stack.preview()).changes, { same: 4, update: 1 });
    await stack.up();
    const { reference, digest } = await outputs();
    assert.notEqual(digest, old.digest);
    assert.equal(reference, `${registry.address}/webhook-image@${digest}`);
    const tags = await repository().tags();
    assert.equal(tags.length, 2);
    const newTag = tags.find((tag) => tag !== oldTag) ?? "";
    assert.deepEqual(
      [await repository().digestOfTag(oldTag ?? ""), await repository().digestOfTag(newTag)],
      [old.digest, digest],
    );
  });

  it("is found again where the state has lost it", async () => {
    const { digest } = await outputs();
    const pushes = manifestPushes().length;
    const { urn = "" } = recorder.operations.find(({ type }) => type === IMAGE_TYPE) ?? {};
    await pulumi.cli.run(["state", "delete", urn, "--yes", "--stack", "image"], { cwd: project.directory });
    const { changes } = await stack.up();
    assert.equal(changes.create, 1);
    assert.equal((await outputs()).digest, digest);
    assert.equal(manifestPushes().length, pushes);
  });

  it("goes with its repository, and not before it", async () => {
    const operations = imageOperations().length;
    await stack.destroy();
    assert.deepEqual(account.list(), []);
    assert.equal(imageOperations().length, operations, "the provider was not asked to delete it");
    assert.deepEqual(await repository().tags(), []);
  });
});

const UNCHECKED = {
  compilerOptions: { target: "ES2022", rootDir: ".", module: "nodenext", types: ["node"], noCheck: true },
  files: ["index.ts"],
};

function whyNot(): string | undefined {
  if (process.arch !== "x64") return `the base image is for x64 alone, and this is ${process.arch}`;
  return buildkitObstacle();
}

function program(webhookPackage: PackageCopy, builder: string): string {
  return `
import * as pulumi from "@pulumi/pulumi";
import { WebhookImage } from ${JSON.stringify(webhookPackage.module("components/image/webhookImage"))};

const baseImage = new pulumi.Config().require("baseImage");
const image = new WebhookImage("webhook", { baseImage, builder: ${JSON.stringify(builder)} });
export const reference = image.imageReference;
export const digest = image.digest;
`;
}
