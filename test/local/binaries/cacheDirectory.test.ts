import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join } from "node:path";
import { cacheDirectory } from "../../../local/binaries/cacheDirectory";

describe("cacheDirectory", () => {
  const platform = `${process.platform}-${process.arch}`;

  it("is what FARGATE_SIDECAR_INJECTOR_CACHE says", () => {
    const environment = { FARGATE_SIDECAR_INJECTOR_CACHE: "/mine", XDG_CACHE_HOME: "/xdg" };
    assert.equal(cacheDirectory(environment), join("/mine", platform));
  });

  it("is in the user's cache folder else", () => {
    assert.equal(cacheDirectory({ XDG_CACHE_HOME: "/xdg" }), join("/xdg", "fargate-sidecar-injector", platform));
    assert.equal(cacheDirectory({}), join(homedir(), ".cache", "fargate-sidecar-injector", platform));
  });

  it("takes an empty variable for one that is not set", () => {
    const environment = { FARGATE_SIDECAR_INJECTOR_CACHE: "", XDG_CACHE_HOME: "" };
    assert.equal(cacheDirectory(environment), cacheDirectory({}));
  });
});
