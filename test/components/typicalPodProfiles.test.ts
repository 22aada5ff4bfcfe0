import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { FargateProfileArgs } from "../../components";
import { homelessPods, onProfiles } from "../../components/typicalPodProfiles";

const PROFILES: Record<string, FargateProfileArgs> = {
  batch: { selectors: [{ namespace: "shop-*", labels: { kind: "batch" } }] },
  shop: { selectors: [{ namespace: "shop-*" }] },
};

describe("The profile of a typical pod", () => {
  const profileOf = (pod: object): unknown => onProfiles({ pod }, PROFILES).pod?.profile;

  it("is the one that it names, or else that EKS would choose for it", () => {
    assert.equal(profileOf({ profile: "shop", namespace: "shop-1", labels: { kind: "batch" } }), "shop");
    assert.equal(profileOf({ namespace: "shop-1", labels: { kind: "batch" } }), "batch");
    assert.equal(profileOf({ namespace: "shop-1" }), "shop");
  });

  it("is any where the pod says neither profile nor namespace, unless one selects the namespace default", () => {
    assert.deepEqual(onProfiles({ pod: { cpu: "1" } }, PROFILES), { pod: { cpu: "1", profile: undefined } });
    assert.equal(onProfiles({ pod: {} }, { a: { selectors: [{ namespace: "default" }] } }).pod?.profile, "a");
  });

  it("is missing for a pod that no profile selects, or whose profile is not there, which is told", () => {
    assert.deepEqual(onProfiles({ pod: { namespace: "other" } }, PROFILES), {});
    assert.deepEqual(homelessPods({ pod: { namespace: "other" }, lost: { profile: "other" } }, PROFILES), [
      'typicalPods.pod: no Fargate profile selects it in namespace "other"',
      'typicalPods.lost.profile: the cluster has no profile "other", only batch, shop',
    ]);
    assert.deepEqual(homelessPods({ a: {}, b: { namespace: "shop-1" }, c: { profile: "shop" } }, PROFILES), []);
  });
});
