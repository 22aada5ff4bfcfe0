import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { afterEach, describe, it } from "mocha";
import { pullImage } from "../../../local/image/pullImage";
import { digestOf, OCI_CONFIG, OCI_LAYER, OCI_MANIFEST, RegistryClient } from "../../../local/image/registryClient";
import { startRegistry, type RegistryServer } from "../../../local/image/registryServer";
import { writeTar } from "../../../local/image/tarArchive";

const LAYER = writeTar([{ path: "a", type: "directory", mode: 0o755, userId: 0, groupId: 0, modifiedAt: 0 }]);

describe("a registry", function () {
  // The first time it has to be built.
  this.timeout(10 * 60_000);
  let server: RegistryServer;
  const client = async (immutableTags: boolean, credentials = false): Promise<RegistryClient> => {
    const onProgress = (message: string): void => {
      console.log(`    ${message}`);
    };
    server = await startRegistry({ onProgress, immutableTags, credentials });
    return new RegistryClient(`${server.address}/team/webhook`);
  };
  afterEach(async () => {
    await server.stop();
  });

  /** Pushes an image whose configuration tells of one layer, and gives its digest. */
  const push = async (registry: RegistryClient, tag: string, told = LAYER): Promise<string> => {
    const layer = await registry.pushBlob(`${OCI_LAYER}+gzip`, gzipSync(LAYER));
    const image = {
      architecture: "amd64",
      os: "linux",
      config: { User: "65532", Entrypoint: ["/run"], Env: ["A=b"] },
      rootfs: { type: "layers", diff_ids: [digestOf(told)] },
    };
    const config = await registry.pushBlob(OCI_CONFIG, Buffer.from(JSON.stringify(image)));
    return registry.pushManifest(tag, OCI_MANIFEST, {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config,
      layers: [layer],
    });
  };

  it("gives an image back by its digest", async () => {
    const registry = await client(false);
    const digest = await push(registry, "1");
    assert.deepEqual(await pullImage(`${registry.repository}@${digest}`), {
      digest,
      config: {
        architecture: "amd64",
        os: "linux",
        created: "",
        user: "65532",
        environment: ["A=b"],
        entrypoint: ["/run"],
        command: [],
      },
      layers: [LAYER],
    });
    assert.deepEqual([await registry.tags(), await registry.digestOfTag("1")], [["1"], digest]);
  });

  it("has no image that is not what it says it is", async () => {
    const registry = await client(false);
    const digest = await push(registry, "1", Buffer.from("another layer"));
    await assert.rejects(pullImage(`${registry.repository}@${digest}`), /layer 0 is not what the configuration says/);
    await assert.rejects(pullImage(`${registry.repository}@sha256:${"0".repeat(64)}`), /404/);
  });

  it("moves a tag unless tags are immutable", async () => {
    const registry = await client(false);
    await push(registry, "1", Buffer.from("another layer"));
    const digest = await push(registry, "1");
    assert.equal(await registry.digestOfTag("1"), digest);
  });

  it("refuses any push under an immutable tag that exists, as ECR does, and takes other tags", async () => {
    const registry = await client(true);
    const digest = await push(registry, "1");
    await assert.rejects(push(registry, "1", Buffer.from("another layer")), /400 .*"TAG_INVALID".*'1' already exists/);
    await assert.rejects(push(registry, "1"), /400 .*"TAG_INVALID"/);
    assert.equal(await registry.digestOfTag("1"), digest);
    assert.equal(await push(registry, "2"), digest);
    assert.ok(server.requests.some((line) => line.endsWith("refused: the tag is immutable")));
  });

  it("lets nobody push who has no name and password, where it wants them", async () => {
    const registry = await client(false, true);
    await push(registry, "1");
    assert.ok(server.requests.includes("client pushes /v2/team/webhook/manifests/1"));
    const anonymous = await fetch(`http://${server.address}/v2/team/webhook/blobs/uploads/`, { method: "POST" });
    assert.deepEqual([anonymous.status, anonymous.headers.get("www-authenticate")], [401, 'Basic realm="registry"']);
  });

  it("has no tags of a repository that does not exist", async () => {
    assert.deepEqual(await (await client(true)).tags(), []);
  });
});
