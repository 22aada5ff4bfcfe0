/** Negative where version `a` is older than `b`, positive where it is newer, 0 where both are the same. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The first thing in the text that looks like a version: "1.36.3" of "Kubernetes v1.36.3", "1.26.8" of "go1.26.8". */
export function findVersion(text: string): string | undefined {
  return /(?<![\d.])\d+\.\d+(\.\d+)?/.exec(text)?.[0];
}

function numbersOf(version: string): number[] {
  return (findVersion(version) ?? "").split(".").map(Number);
}
