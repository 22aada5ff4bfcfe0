import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { compileLabelSelector, type LabelSelector } from "../../../injection/configuration/labelSelector";
import { labelDemands, selectorsOverlap } from "../../../injection/configuration/selectorOverlap";

describe("two label selectors", () => {
  const cases: readonly (readonly [claim: string, a: LabelSelector, b: LabelSelector, overlap: boolean])[] = [
    ["that are empty overlap", {}, {}, true],
    ["overlap on labels of their own", { matchLabels: { app: "web" } }, { matchLabels: { tier: "front" } }, true],
    ["exclude each other by two values of a label", { matchLabels: { a: "x" } }, { matchLabels: { a: "y" } }, false],
    [
      "exclude each other by In and NotIn",
      { matchExpressions: [{ key: "a", operator: "In", values: ["x", "y"] }] },
      { matchExpressions: [{ key: "a", operator: "NotIn", values: ["y", "x", "z"] }] },
      false,
    ],
    [
      "overlap where In and NotIn leave a value",
      { matchExpressions: [{ key: "a", operator: "In", values: ["x", "y"] }] },
      { matchExpressions: [{ key: "a", operator: "NotIn", values: ["x"] }] },
      true,
    ],
    [
      "exclude each other by Exists and DoesNotExist",
      { matchExpressions: [{ key: "a", operator: "Exists" }] },
      { matchExpressions: [{ key: "a", operator: "DoesNotExist" }] },
      false,
    ],
    [
      "overlap on pods without a label that neither demands",
      { matchExpressions: [{ key: "a", operator: "NotIn", values: ["x"] }] },
      { matchExpressions: [{ key: "a", operator: "DoesNotExist" }] },
      true,
    ],
    [
      "overlap nowhere where one of them contradicts itself",
      {
        matchLabels: { a: "x" },
        matchExpressions: [{ key: "a", operator: "In", values: ["y"] }],
      },
      {},
      false,
    ],
  ];
  for (const [claim, a, b, overlap] of cases)
    it(claim, () => {
      assert.equal(selectorsOverlap(labelDemands(a), labelDemands(b)), overlap);
      assert.equal(selectorsOverlap(labelDemands(b), labelDemands(a)), overlap);
    });

  it("overlap exactly where some labels match both", () => {
    const everyLabels = VALUES.flatMap((a) => VALUES.map((b) => ({ ...a, ...rename(b) })));
    fc.assert(
      fc.property(arbitrarySelector, arbitrarySelector, (a, b) => {
        const [matchesA, matchesB] = [compileLabelSelector(a), compileLabelSelector(b)];
        const common = everyLabels.some((labels) => matchesA(labels) && matchesB(labels));
        assert.equal(selectorsOverlap(labelDemands(a), labelDemands(b)), common);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Everything that the label "a" can be for selectors that know of two values: absent, either, or another one. */
const VALUES: readonly Readonly<Record<string, string>>[] = [{}, { a: "x" }, { a: "y" }, { a: "another" }];

function rename({ a }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return a === undefined ? {} : { b: a };
}

const key = fc.constantFrom("a", "b");
const values = fc.subarray(["x", "y"], { minLength: 1 });
const arbitrarySelector: fc.Arbitrary<LabelSelector> = fc.record({
  matchLabels: fc.dictionary(key, fc.constantFrom("x", "y"), { maxKeys: 1 }),
  matchExpressions: fc.array(
    fc.oneof(
      fc.record({ key, operator: fc.constantFrom("In" as const, "NotIn" as const), values }),
      fc.record({ key, operator: fc.constantFrom("Exists" as const, "DoesNotExist" as const) }),
    ),
    { maxLength: 2 },
  ),
});
