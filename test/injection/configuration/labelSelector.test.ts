import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { compileLabelSelector, type LabelSelector } from "../../../injection/configuration/labelSelector";

describe("a label selector", () => {
  const labels = { app: "web", empty: "" };
  const cases: readonly (readonly [claim: string, selector: LabelSelector, matches: boolean])[] = [
    ["that is empty matches every pod", {}, true],
    ["that is empty in its parts matches every pod", { matchLabels: {}, matchExpressions: [] }, true],
    ["matches a label of the same value", { matchLabels: { app: "web" } }, true],
    ["does not match a label of another value", { matchLabels: { app: "we" } }, false],
    ["does not match a label that is absent", { matchLabels: { other: "" } }, false],
    ["matches an empty label where it is there", { matchLabels: { empty: "" } }, true],
    ["wants all of its labels", { matchLabels: { app: "web", empty: "x" } }, false],
    ["In: one of the values", { matchExpressions: [{ key: "app", operator: "In", values: ["api", "web"] }] }, true],
    ["In: none of the values", { matchExpressions: [{ key: "app", operator: "In", values: ["api"] }] }, false],
    ["In: an absent label is in no list", { matchExpressions: [{ key: "x", operator: "In", values: [""] }] }, false],
    ["NotIn: none of the values", { matchExpressions: [{ key: "app", operator: "NotIn", values: ["api"] }] }, true],
    ["NotIn: one of the values", { matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }, false],
    [
      "NotIn: an absent label is in no list",
      { matchExpressions: [{ key: "x", operator: "NotIn", values: [""] }] },
      true,
    ],
    ["Exists: also where it is empty", { matchExpressions: [{ key: "empty", operator: "Exists" }] }, true],
    ["Exists: not where it is absent", { matchExpressions: [{ key: "x", operator: "Exists" }] }, false],
    ["DoesNotExist: where it is absent", { matchExpressions: [{ key: "x", operator: "DoesNotExist" }] }, true],
    ["DoesNotExist: not where it is empty", { matchExpressions: [{ key: "empty", operator: "DoesNotExist" }] }, false],
    ["knows nothing of what objects inherit", { matchExpressions: [{ key: "toString", operator: "Exists" }] }, false],
    [
      "wants all of its expressions beside its labels",
      {
        matchLabels: { app: "web" },
        matchExpressions: [
          { key: "empty", operator: "Exists" },
          { key: "app", operator: "NotIn", values: ["web"] },
        ],
      },
      false,
    ],
  ];
  for (const [claim, selector, matches] of cases)
    it(claim, () => {
      assert.equal(compileLabelSelector(selector)(labels), matches);
    });
});
