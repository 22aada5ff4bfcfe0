/**
 * A regular expression of Java, as the models of AWS's services have them, for a whole text. They use little that
 * JavaScript writes in another way: some only read without the flag `u`, which classes such as `\p{L}` need.
 * @throws SyntaxError where JavaScript can read it neither way
 */
export function javaPattern(pattern: string): RegExp {
  const whole = `^(?:${pattern})$`;
  try {
    return new RegExp(whole, "u");
  } catch {
    // Without the flag `\p{L}` would mean the letters themselves.
    if (/\\[pP]\{/.test(pattern)) throw new SyntaxError(`JavaScript cannot read the pattern ${pattern}`);
    return new RegExp(whole);
  }
}
