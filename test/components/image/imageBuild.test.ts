import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { contentTag, imageBuild } from "../../../components/image/imageBuild";

const FILES = { "webhook/Dockerfile": Buffer.from("FROM scratch"), "dist/webhook/server.js": Buffer.from("run()") };

describe("the tag of an image", () => {
  const tag = contentTag(imageBuild(undefined), FILES);

  it("is one that registries take", () => {
    assert.match(tag, /^content-[0-9a-f]{32}$/);
  });

  it("is the same for the same content, in whatever order it is given", () => {
    assert.equal(contentTag(imageBuild(undefined), Object.fromEntries(Object.entries(FILES).reverse())), tag);
  });

  it("is another one with another content, base image, platform or setting of the build", () => {
    const build = imageBuild(undefined);
    const others = [
      contentTag(build, { ...FILES, "dist/webhook/server.js": Buffer.from("run();") }),
      contentTag(build, { ...FILES, "dist/webhook/THIRD_PARTY_NOTICES": Buffer.from("") }),
      contentTag(build, {
        "webhook/Dockerfile": Buffer.from("FROM scratchr"),
        "dist/webhook/server.js": Buffer.from("un()"),
      }),
      contentTag(imageBuild("node:24"), FILES),
      contentTag({ ...build, exporter: "type=image" }, FILES),
      contentTag({ ...build, buildArgs: { SOURCE_DATE_EPOCH: "1" } }, FILES),
    ];
    assert.equal(new Set([tag, ...others]).size, others.length + 1);
  });
});
