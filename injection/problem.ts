/** Something wrong in a sidecar configuration. */
export interface Problem {
  /** Where it is, from the key of the ConfigMap on: `default.spec.containers[0].imagee`. */
  path: string;
  /** What is wrong, with the offending value, and what would be right. */
  message: string;
}

/** Takes note of a problem at a path. */
export type Report = (path: string, message: string) => void;

export function formatProblem(problem: Problem): string {
  return problem.path === "" ? problem.message : `${problem.path}: ${problem.message}`;
}

/** Describes a value for a message: `the number 80`, `a list`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  return `the ${typeof value} ${shorten(JSON.stringify(value))}`;
}

/** The message for a value of another type, with what quotes have to do with it. */
export function wrongType(wanted: string, value: unknown): string {
  // JavaScript would show another number than the one that was written.
  const isRounded = wanted.startsWith("a whole number") && Number.isInteger(value) && !Number.isSafeInteger(value);
  const is = isRounded ? "a number too large to be read exactly" : describeValue(value);
  return `must be ${wanted}, but is ${is}${hintAtQuotes(wanted, value)}`;
}

/** What YAML would read as a value of the type, were it not in quotes. */
const UNQUOTED: Readonly<Record<string, RegExp>> = {
  "a whole number": /^-?\d+$/,
  "a number": /^-?\d+(\.\d+)?$/,
  "true or false": /^(true|false|yes|no|on|off)$/i,
};

function hintAtQuotes(wanted: string, value: unknown): string {
  if (wanted === "a string")
    return typeof value === "number" || typeof value === "boolean" ? "; write it in quotes" : "";
  return typeof value === "string" && UNQUOTED[wanted]?.test(value) === true ? "; leave the quotes out" : "";
}

/** The message for a field that does not exist, with the known one that it is most likely meant to be. */
export function unknownField(field: string, known: readonly string[]): string {
  const nearest = nearestName(field, known);
  if (nearest !== undefined) return `unknown field, did you mean "${nearest}"?`;
  return known.length <= 16 ? `unknown field; known are ${[...known].sort().join(", ")}` : "unknown field";
}

/** The known name that differs from the given one by the fewest keystrokes, if they are few. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.candidate : undefined;
}

/** Keystrokes between two words (Levenshtein's distance, with a swap of neighbours as one). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The beginning of a text, as much as a message can show. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
