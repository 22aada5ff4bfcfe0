import { hasWildcard } from "../wildcard";

/** Lists of names and patterns, from which those are found that have a text in common with another list. */
export interface PatternIndex {
  add(patterns: readonly string[], owner: number): void;
  /** The owners of lists in which something matches a text that something in this list matches. */
  ownersOfOverlapping(patterns: readonly string[]): ReadonlySet<number>;
}

/** Names are looked up: only where one side has a wildcard is one compared with the other. */
export function makePatternIndex(): PatternIndex {
  const names = new Map<string, Known>();
  const patterns = new Map<string, Known>();
  return {
    add(list, owner) {
      for (const text of list) {
        const index = hasWildcard(text) ? patterns : names;
        const known = index.get(text) ?? { pattern: compilePattern(text), owners: [] };
        known.owners.push(owner);
        index.set(text, known);
      }
    },
    ownersOfOverlapping(list) {
      const owners = new Set<number>();
      const compare = (pattern: Pattern, index: ReadonlyMap<string, Known>): void => {
        for (const known of index.values())
          if (patternsOverlap(pattern, known.pattern)) for (const owner of known.owners) owners.add(owner);
      };
      for (const text of new Set(list)) {
        const pattern = compilePattern(text);
        compare(pattern, patterns);
        if (hasWildcard(text)) compare(pattern, names);
        else for (const owner of names.get(text)?.owners ?? []) owners.add(owner);
      }
      return owners;
    },
  };
}

interface Known {
  readonly pattern: Pattern;
  readonly owners: number[];
}

/** A pattern as the runs of characters and `?` between its stars. */
type Pattern = readonly (readonly string[])[];

function compilePattern(pattern: string): Pattern {
  return pattern.split("*").map((run) => Array.from(run));
}

/**
 * Of two patterns with stars only the beginnings and the ends can be against each other: between them is room for all
 * that both want. A pattern without stars has to be matched by the other one.
 */
function patternsOverlap(a: Pattern, b: Pattern): boolean {
  const [start = [], end = []] = [a[0], a.at(-1)];
  const [otherStart = [], otherEnd = []] = [b[0], b.at(-1)];
  if (a.length === 1) return matchesRun(b, start);
  if (b.length === 1) return matchesRun(a, otherStart);
  return agree(start, 0, otherStart, 0) && agreeAtEnd(end, otherEnd);
}

/** Tells whether the pattern matches some text of the run. Each run of the pattern is best placed as early as it fits. */
function matchesRun(pattern: Pattern, text: readonly string[]): boolean {
  const [start = [], ...others] = pattern;
  const end = others.pop();
  if (end === undefined) return start.length === text.length && agree(start, 0, text, 0);
  const last = text.length - end.length;
  if (start.length > last || !agree(start, 0, text, 0) || !agreeAtEnd(end, text)) return false;
  let position = start.length;
  for (const run of others) {
    while (position + run.length <= last && !agree(run, 0, text, position)) position++;
    position += run.length;
    if (position > last) return false;
  }
  return true;
}

function agreeAtEnd(a: readonly string[], b: readonly string[]): boolean {
  const length = Math.min(a.length, b.length);
  return agree(a, a.length - length, b, b.length - length);
}

/** Tells whether nothing speaks against each other from these places on, as far as both go. */
function agree(a: readonly string[], fromA: number, b: readonly string[], fromB: number): boolean {
  for (let i = fromA, j = fromB; i < a.length && j < b.length; i++, j++)
    if (a[i] !== b[j] && a[i] !== "?" && b[j] !== "?") return false;
  return true;
}
