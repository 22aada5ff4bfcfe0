import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { compilePatterns, patternsOverlap, wildcardsOverlap } from "../../../injection/configuration/patternOverlap";
import { compileWildcard, matchesWildcard } from "../../../injection/wildcard";

describe("two patterns", () => {
  const cases: readonly (readonly [a: string, b: string, overlap: boolean])[] = [
    ["shop", "shop", true],
    ["shop", "shop-a", false],
    ["", "", true],
    ["", "*", true],
    ["", "?", false],
    ["*", "*", true],
    ["shop-*", "*-prod", true],
    ["shop-*", "team-*", false],
    ["*-prod", "*-test", false],
    ["a?c", "ab?", true],
    ["a?", "a", false],
    ["*a*", "b?b", true],
    ["*a*", "bb", false],
    ["?*", "", false],
    ["a*b*c", "*bc*", true],
    ["?", "🚀", true],
    ["??", "🚀", false],
  ];
  for (const [a, b, overlap] of cases)
    it(`${JSON.stringify(a)} and ${JSON.stringify(b)} ${overlap ? "have a text in common" : "have no text in common"}`, () => {
      assert.equal(wildcardsOverlap(a, b), overlap);
      assert.equal(wildcardsOverlap(b, a), overlap);
    });

  it("overlap wherever a text matches both", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "b", "-", "🚀") }).chain(twoPatternsOf), ([text, a, b]) => {
        assert.ok(matchesWildcard(a, text) && matchesWildcard(b, text));
        assert.ok(wildcardsOverlap(a, b));
      }),
    );
  });

  it("overlap nowhere else: all short patterns and texts of two letters", () => {
    const texts = words(["a", "b"], 6);
    const patterns = words(["a", "b", "*", "?"], 3);
    const matching = patterns.map((pattern) => {
      const matches = compileWildcard(pattern);
      return new Set(texts.filter(matches));
    });
    patterns.forEach((a, i) => {
      patterns.forEach((b, j) => {
        // Where two patterns have a text in common, they have one that is no longer than both together.
        const common = [...(matching[i] ?? [])].some((text) => matching[j]?.has(text));
        assert.equal(wildcardsOverlap(a, b), common, `${a} and ${b}`);
      });
    });
  });

  it("do not take longer and longer for many stars", () => {
    assert.equal(wildcardsOverlap(`${"*a".repeat(200)}x`, `${"*b".repeat(200)}y`), false);
  });
});

describe("two lists of patterns overlap", () => {
  const cases: readonly (readonly [claim: string, a: readonly string[], b: readonly string[], overlap: boolean])[] = [
    ["where they have a name in common", ["x", "shop"], ["shop", "y", "z"], true],
    ["where a name of the one matches a pattern of the other", ["shop-a"], ["x", "shop-*"], true],
    ["where two patterns have a text in common", ["x", "shop-*"], ["*-a"], true],
    ["but not where all differ", ["x", "shop-*"], ["y", "team-*"], false],
    ["but not where one has nothing", [], ["*"], false],
  ];
  for (const [claim, a, b, overlap] of cases)
    it(claim, () => {
      assert.equal(patternsOverlap(compilePatterns(a), compilePatterns(b)), overlap);
      assert.equal(patternsOverlap(compilePatterns(b), compilePatterns(a)), overlap);
    });
});

/** The text, and two patterns that it matches. */
function twoPatternsOf(text: string): fc.Arbitrary<[text: string, a: string, b: string]> {
  return fc.tuple(fc.constant(text), patternOf(text), patternOf(text));
}

/** A pattern that the text matches: characters are left, or become `?` or part of a `*`, and more stars stand between. */
function patternOf(text: string): fc.Arbitrary<string> {
  const characters = Array.from(text);
  return fc
    .array(fc.constantFrom("as it is", "?", "*", "with a star"), {
      minLength: characters.length,
      maxLength: characters.length,
    })
    .map((choices) =>
      characters
        .map((character, index) => {
          const choice = choices[index];
          return choice === "?" || choice === "*" ? choice : choice === "with a star" ? `${character}*` : character;
        })
        .join(""),
    );
}

function words(letters: readonly string[], longest: number): readonly string[] {
  if (longest === 0) return [""];
  return ["", ...words(letters, longest - 1).flatMap((word) => letters.map((letter) => letter + word))];
}
