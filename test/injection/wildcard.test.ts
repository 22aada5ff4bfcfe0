import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hasWildcard, matchesWildcard } from "../../injection/wildcard";

describe("a pattern with wildcards", () => {
  const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
    ["shop", "shop", true],
    ["shop", "Shop", false],
    ["shop", "shop-a", false],
    ["", "", true],
    ["*", "", true],
    ["*", "anything at all", true],
    ["shop-*", "shop-", true],
    ["shop-*", "shop-a-b", true],
    ["shop-*", "shop", false],
    ["*-prod", "shop-prod", true],
    ["a*b*c", "a--b--c", true],
    ["a*b*c", "acb", false],
    ["shop-?", "shop-a", true],
    ["shop-?", "shop-", false],
    ["shop-?", "shop-ab", false],
    ["??", "ab", true],
    ["?", "🚀", true],
    ["*", "two\nlines", true],
    ["a.c", "abc", false],
    ["a.*", "a.b", true],
    ["[ab]", "a", false],
    ["(a|b)+$^", "(a|b)+$^", true],
    ["\\*", "\\anything", true],
  ];
  for (const [pattern, text, matches] of cases)
    it(`${JSON.stringify(pattern)} ${matches ? "matches" : "does not match"} ${JSON.stringify(text)}`, () => {
      assert.equal(matchesWildcard(pattern, text), matches);
    });

  it("does not take longer and longer for many stars in a row", () => {
    assert.equal(matchesWildcard(`${"*".repeat(200)}x`, "a".repeat(10_000)), false);
  });

  it("is told from a plain name", () => {
    assert.deepEqual(["a", "a*", "?", "a.b", "[a]"].map(hasWildcard), [false, true, true, false, false]);
  });
});
