import assert from "node:assert/strict";
import { compareVersions, findVersion } from "../../../local/binaries/version";

describe("versions", () => {
  const printed: [text: string, version: string | undefined][] = [
    ["Kubernetes v1.36.3", "1.36.3"],
    ["etcd Version: 3.6.8\nGit SHA: 1.2.3", "3.6.8"],
    ["kwok version v0.8.0 go1.26.8 (linux/amd64)", "0.8.0"],
    ["Client Version: v1.32.4\nKustomize Version: v5.5.0", "1.32.4"],
    ["v3.259.0", "3.259.0"],
    ["go1.26.8", "1.26.8"],
    ["go1.27rc1", "1.27"],
    ["no version here", undefined],
  ];
  for (const [text, version] of printed) {
    it(`finds ${String(version)} in ${JSON.stringify(text)}`, () => {
      assert.equal(findVersion(text), version);
    });
  }

  it("compares numbers, not texts", () => {
    assert.ok(compareVersions("1.9.0", "1.36.3") < 0);
    assert.ok(compareVersions("go1.26.8", "1.26.6") > 0);
    assert.equal(compareVersions("v1.36", "1.36.0"), 0);
  });
});
