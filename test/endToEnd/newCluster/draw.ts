/** As many different elements as wanted, the same ones for the same seed. */
export function drawn<T>(elements: readonly T[], count: number, seed: number): T[] {
  const left = [...elements];
  const result: T[] = [];
  let state = seed;
  while (result.length < count && left.length > 0) {
    // A linear congruential generator with the constants of "Numerical Recipes".
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    result.push(...left.splice(state % left.length, 1));
  }
  return result;
}
