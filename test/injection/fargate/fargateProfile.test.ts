import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { chooseFargateProfile, FARGATE_PROFILE_LABEL, type FargateProfile } from "../../../injection";

describe("the Fargate profile of a pod", () => {
  const profiles: readonly FargateProfile[] = [
    { name: "web", selectors: [{ namespace: "shop", labels: { tier: "front" } }] },
    { name: "apps", selectors: [{ namespace: "jobs" }, { namespace: "shop" }] },
    { name: "teams", selectors: [{ namespace: "team-*", labels: { "app.kubernetes.io/*": "v?" } }] },
    { name: "two-labels", selectors: [{ namespace: "lab", labels: { a: "1", b: "*" } }] },
    { name: "Zoo", selectors: [{ namespace: "shop" }] },
    { name: "nothing", selectors: [] },
  ];
  const choose = (namespace: string, labels: Record<string, string> = {}): string | undefined =>
    chooseFargateProfile(namespace, labels, profiles)?.name;

  it("is one of whose selectors any matches", () => {
    assert.equal(choose("jobs"), "apps");
  });

  it("is none where no selector matches", () => {
    assert.equal(choose("default"), undefined);
    assert.equal(choose("jobs-2"), undefined);
  });

  it("is the first by alphanumeric order of those that match, and capitals come first", () => {
    assert.equal(choose("shop", { tier: "front" }), "Zoo");
    assert.equal(
      chooseFargateProfile("shop", { tier: "front" }, profiles.slice(0, 2))?.name,
      "apps",
      "not the one that matches most closely",
    );
  });

  it("is the one that the pod's label names, if that matches too", () => {
    assert.equal(choose("shop", { tier: "front", [FARGATE_PROFILE_LABEL]: "web" }), "web");
    assert.equal(choose("shop", { [FARGATE_PROFILE_LABEL]: "web" }), undefined);
    assert.equal(choose("shop", { [FARGATE_PROFILE_LABEL]: "unknown" }), undefined);
  });

  it("may have wildcards in the namespace, the key and the value", () => {
    assert.equal(choose("team-a", { "app.kubernetes.io/version": "v2" }), "teams");
    assert.equal(choose("team-a", { "app.kubernetes.io/version": "v10" }), undefined);
    assert.equal(choose("team-a", { version: "v2" }), undefined);
    assert.equal(choose("team", { "app.kubernetes.io/version": "v2" }), undefined);
  });

  it("wants every label of its selector", () => {
    assert.equal(choose("lab", { a: "1", b: "anything" }), "two-labels");
    assert.equal(choose("lab", { a: "1" }), undefined);
  });

  it("does not depend on the order of the profiles, which stays as it is", () => {
    const reversed = [...profiles].reverse();
    const before = reversed.map(({ name }) => name);
    assert.equal(chooseFargateProfile("shop", {}, reversed)?.name, "Zoo");
    assert.deepEqual(
      reversed.map(({ name }) => name),
      before,
    );
  });
});
