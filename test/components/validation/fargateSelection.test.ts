import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { FargateProfileSelectorArgs } from "../../../components/cluster/fargateClusterArgs";
import { fargateSelectionWarnings } from "../../../components/validation/fargateSelection";
import { chooseFargateProfile } from "../../../injection";

type Selectors = Record<string, FargateProfileSelectorArgs[]>;

function warnings(profiles: Selectors, namespaces: readonly string[] = []): string[] {
  const args = Object.entries(profiles).map(([name, selectors]) => [name, { selectors }] as const);
  return fargateSelectionWarnings(Object.fromEntries(args), namespaces);
}

function only(messages: readonly string[]): string {
  assert.equal(messages.length, 1, messages.join("\n"));
  return messages[0] ?? "";
}

describe("fargateSelectionWarnings", () => {
  it("has nothing to say of profiles that share nothing", () => {
    const profiles = { default: [{ namespace: "default" }], teams: [{ namespace: "team-*" }] };
    assert.deepEqual(warnings(profiles, ["default", "team-a"]), []);
  });

  it("names a namespace that no profile selects", () => {
    assert.equal(
      only(warnings({ default: [{ namespace: "default" }] }, ["default", "jobs"])),
      'namespaces: no Fargate profile selects "jobs", so its pods would stay pending; add a selector for it',
    );
  });

  it("takes a namespace for selected where its pods may carry the labels that a selector asks for", () => {
    assert.deepEqual(warnings({ web: [{ namespace: "shop", labels: { tier: "front" } }] }, ["shop"]), []);
  });

  it("counts the namespaces of the system's own profile as selected", () => {
    assert.deepEqual(warnings({}, ["kube-system", "fargate-sidecar-injector"]), []);
  });

  it("warns of more profiles than EKS allows by default, the system's among them", () => {
    const profiles = (count: number): Selectors =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, [{ namespace: `n${index}` }]]));
    assert.deepEqual(warnings(profiles(9)), []);
    assert.match(only(warnings(profiles(10))), /^fargateProfiles: 11 profiles with "system", more than the 10 /);
  });

  it("names a profile that no pod gets, and the one that takes its pods", () => {
    assert.equal(
      only(warnings({ apps: [{ namespace: "shop*" }], web: [{ namespace: "shop-a", labels: { tier: "front" } }] })),
      'fargateProfiles.web: no pod gets it, because "apps" comes first by name and selects the same pods; ' +
        "a pod can still ask for it by the label eks.amazonaws.com/fargate-profile",
    );
  });

  it("names all that take the pods of a profile, if only together", () => {
    const profiles = { a: [{ namespace: "one" }], b: [{ namespace: "two" }] };
    assert.match(
      only(warnings({ ...profiles, c: [{ namespace: "one" }, { namespace: "two" }] })),
      /because "a" and "b" /,
    );
    assert.deepEqual(warnings({ ...profiles, c: [{ namespace: "one" }, { namespace: "three" }] }), []);
  });

  it("says nothing where the later profile has pods of its own, or comes first", () => {
    const front = { namespace: "shop", labels: { tier: "front" } };
    assert.deepEqual(warnings({ apps: [front], web: [{ namespace: "shop" }] }), []);
    assert.deepEqual(warnings({ apps: [{ namespace: "shop-?" }], web: [{ namespace: "shop-*" }] }), []);
    assert.deepEqual(warnings({ apps: [front], web: [{ namespace: "shop", labels: { tier: "*" } }] }), []);
  });

  it("warns where CoreDNS and the injector would run on another profile than the system's", () => {
    assert.match(
      only(warnings({ apps: [{ namespace: "*" }] })),
      /^fargateProfiles: CoreDNS and the injector would run on "apps", which comes before "system"/,
    );
    assert.deepEqual(warnings({ web: [{ namespace: "*" }] }), []);
  });

  it("never calls a profile hidden that some pod gets", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "*", "?"), { minLength: 1, maxLength: 5 })
      .map((characters) => characters.join(""));
    const selector = fc
      .tuple(text, fc.option(fc.dictionary(text, text, { maxKeys: 2 }), { nil: undefined }))
      .map(([namespace, labels]): FargateProfileSelectorArgs => ({ namespace, labels }));
    const pod = fc.record({
      namespace: fc.stringMatching(/^[ab]{0,6}$/),
      labels: fc.dictionary(fc.stringMatching(/^[ab]{1,4}$/), fc.stringMatching(/^[ab]{0,4}$/), { maxKeys: 3 }),
    });
    fc.assert(
      fc.property(
        fc.array(selector, { minLength: 1, maxLength: 3 }),
        selector,
        pod,
        (first, second, { namespace, labels }) => {
          const hidden = warnings({ first, second: [second] }).some((text) =>
            text.startsWith("fargateProfiles.second"),
          );
          const profiles = Object.entries({ first, second: [second] }).map(([name, selectors]) => ({
            name,
            selectors: selectors.map((each) => ({ namespace: each.namespace, labels: { ...each.labels } })),
          }));
          if (hidden) assert.notEqual(chooseFargateProfile(namespace, labels, profiles)?.name, "second");
        },
      ),
      { numRuns: 2000 },
    );
  });
});
