import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { makePatternIndex } from "../../../injection/configuration/patternOverlap";
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
    assert.equal(wildcardsOverlap(`${"*a".repeat(1_000)}x`, `${"*b".repeat(1_000)}y`), false);
    assert.equal(wildcardsOverlap(`${"*a".repeat(1_000)}b*`, "a".repeat(10_000)), false);
  });
});

describe("a list of patterns finds others", () => {
  const cases: readonly (readonly [claim: string, list: readonly string[], found: readonly string[]])[] = [
    ["that have a name in common with it", ["x", "shop"], ["shop", "sh*"]],
    ["in which a pattern matches its name", ["shop-a"], ["sh*", "*-a"]],
    ["in which its pattern matches a name", ["tea?"], ["team"]],
    ["that have a text in common with its pattern", ["shop-*"], ["sh*", "*-a"]],
    ["all of them by a star", ["*"], ["shop", "sh*", "*-a", "team"]],
    ["but none that has nothing in common with it", ["other", "tea"], []],
    ["but none where it is empty", [], []],
  ];
  for (const [claim, list, found] of cases)
    it(claim, () => {
      const owners = ["shop", "sh*", "*-a", "team"];
      const index = makePatternIndex();
      owners.forEach((pattern, owner) => {
        index.add([String(owner), pattern, pattern], owner);
      });
      assert.deepEqual(
        [...index.ownersOfOverlapping(list)].sort((a, b) => a - b).map((owner) => owners[owner]),
        found,
      );
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

function wildcardsOverlap(a: string, b: string): boolean {
  const index = makePatternIndex();
  index.add([a], 0);
  return index.ownersOfOverlapping([b]).has(0);
}
