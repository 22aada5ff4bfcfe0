/**
 * The same function, which answers what it was asked before without working it out again. What is remembered depends on
 * pods, whose makers must not fill the memory: at the limit all is forgotten.
 */
export function remember<Rest extends unknown[], Result>(
  limit: number,
  work: (key: string, ...rest: Rest) => Result,
): (key: string, ...rest: Rest) => Result {
  const results = new Map<string, Result>();
  return (key, ...rest) => {
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = work(key, ...rest);
    if (results.size >= limit) results.clear();
    results.set(key, result);
    return result;
  };
}
