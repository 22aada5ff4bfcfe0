/** Tells whether the whole text matches the pattern, in which `*` stands for any run of characters and `?` for one. */
export function matchesWildcard(pattern: string, text: string): boolean {
  return compileWildcard(pattern)(text);
}

/** The same as a function of the text, for a pattern that is asked often. A pattern without wildcards is compared as it is. */
export function compileWildcard(pattern: string): (text: string) => boolean {
  if (!hasWildcard(pattern)) return (text) => text === pattern;
  const source = pattern
    .split("")
    .map((character) => (character === "*" ? ".*" : character === "?" ? "." : escapeForRegExp(character)))
    .join("");
  const expression = new RegExp(`^${source.replace(/(\.\*)+/g, ".*")}$`, "su");
  return (text) => expression.test(text);
}

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

function escapeForRegExp(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
