import assert from "node:assert/strict";
import { fargatePatch } from "../../../local/eks/fargateAdmission";

const PROFILES = [{ name: "default", selectors: [{ namespace: "shop" }] }];

describe("the stand-in for EKS's Fargate webhook", () => {
  it("makes the labels of a pod that has none", () => {
    assert.deepEqual(fargatePatch("shop", { metadata: {}, spec: {} }, PROFILES), [
      { op: "add", path: "/metadata/labels", value: { "eks.amazonaws.com/fargate-profile": "default" } },
      { op: "add", path: "/spec/schedulerName", value: "fargate-scheduler" },
      { op: "add", path: "/spec/priorityClassName", value: "system-node-critical" },
      { op: "add", path: "/spec/priority", value: 2000001000 },
    ]);
  });

  it("changes nothing of a pod that no profile selects, whatever its form", () => {
    for (const pod of [{}, { metadata: { labels: null } }]) assert.deepEqual(fargatePatch("other", pod, PROFILES), []);
  });
});
