import { hasWildcard } from "../wildcard";

/** Names and patterns, made ready to be compared with others. */
export interface PatternSet {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly string[];
}

export function compilePatterns(patterns: readonly string[]): PatternSet {
  return {
    names: new Set(patterns.filter((pattern) => !hasWildcard(pattern))),
    patterns: patterns.filter(hasWildcard),
  };
}

/** Tells whether some text matches one of these and one of those. */
export function patternsOverlap(a: PatternSet, b: PatternSet): boolean {
  const [fewer, more] = a.names.size < b.names.size ? [a.names, b.names] : [b.names, a.names];
  for (const name of fewer) if (more.has(name)) return true;
  const some = (patterns: readonly string[], others: Iterable<string>): boolean => {
    for (const other of others) if (patterns.some((pattern) => wildcardsOverlap(pattern, other))) return true;
    return false;
  };
  return some(a.patterns, b.names) || some(b.patterns, a.names) || some(a.patterns, b.patterns);
}

/** Tells whether some text matches both patterns, in which `*` stands for any run of characters and `?` for one. */
export function wildcardsOverlap(a: string, b: string): boolean {
  if (!startAlike(a, b)) return false;
  // reached[j]: some text matches what of the first pattern has been gone through, and the first j tokens of the second.
  const tokens = Array.from(b);
  let reached = [true];
  for (const [index, token] of tokens.entries()) reached.push(token === "*" && reached[index] === true);
  for (const token of a) {
    const next = [token === "*" && reached[0] === true];
    for (const [index, other] of tokens.entries()) {
      const isEitherStar = token === "*" || other === "*";
      // A star ends here, or takes in what the other pattern has here.
      if (isEitherStar) next.push(reached[index + 1] === true || next[index] === true);
      else next.push(reached[index] === true && (token === other || token === "?" || other === "?"));
    }
    reached = next;
  }
  return reached[tokens.length] === true;
}

/** Tells patterns apart that begin differently: most do, and need no more than that. */
function startAlike(a: string, b: string): boolean {
  for (let index = 0; index < a.length && index < b.length; index++) {
    const [one, other] = [a[index], b[index]];
    if (one === "*" || one === "?" || other === "*" || other === "?") return true;
    if (one !== other) return false;
  }
  return true;
}
