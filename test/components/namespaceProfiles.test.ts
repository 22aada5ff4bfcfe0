import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { FargateProfileArgs } from "../../components";
import { homelessNamespaces, namespacesOnProfiles } from "../../components/namespaceProfiles";

const PROFILES: Record<string, FargateProfileArgs> = {
  batch: { selectors: [{ namespace: "jobs" }, { namespace: "shop-*", labels: { kind: "batch" } }] },
  shop: { selectors: [{ namespace: "shop-*" }] },
};

describe("The profiles of a namespace whose demands are known", () => {
  it("are all that have a selector for it, and nothing else of it changes", () => {
    const policy = { podSecurity: "restricted" };
    assert.deepEqual(namespacesOnProfiles({ "shop-1": policy, jobs: policy, other: policy }, PROFILES), {
      "shop-1": { ...policy, profiles: ["batch", "shop"] },
      jobs: { ...policy, profiles: ["batch"] },
      other: { ...policy, profiles: [] },
    });
  });

  it("are those that it names", () => {
    assert.deepEqual(namespacesOnProfiles({ "shop-1": { profiles: ["shop"] } }, PROFILES), {
      "shop-1": { profiles: ["shop"] },
    });
  });

  it("are missing where none selects it, or where it names one that is not there, which is told", () => {
    assert.deepEqual(homelessNamespaces({ other: {}, jobs: { profiles: ["batch", "lost"] } }, PROFILES), [
      "namespacePolicies.other: no Fargate profile selects pods of this namespace",
      'namespacePolicies.jobs.profiles: the cluster has no profile "lost", only batch, shop',
    ]);
    assert.deepEqual(homelessNamespaces({ "shop-1": {}, jobs: { profiles: ["batch"] } }, PROFILES), []);
  });
});
