import { readFileSync } from "node:fs";

/** The text of a file, or why it cannot be read. */
export type FileText = string | Error;

/**
 * How often files are looked at. Looking works where file events do not: a mounted ConfigMap or Secret changes by a swap
 * of links, and editors put a new file in the place of the old one.
 */
const LOOK_EVERY_MS = 100;

/**
 * Calls back with the texts of the files whenever one of them is another than the last used, and all of them then stay
 * the same for two looks: what is just being written is not taken half.
 * @param used the texts that the caller has read before.
 * @returns a function that stops following.
 */
export function followFiles(
  paths: readonly string[],
  used: readonly FileText[],
  onChange: (texts: readonly FileText[]) => void,
): () => void {
  let seen = used;
  const timer = setInterval(() => {
    const now = paths.map(readText);
    if (areSame(now, seen) && !areSame(now, used)) {
      used = now;
      onChange(now);
    }
    seen = now;
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

export function readText(path: string): FileText {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function areSame(texts: readonly FileText[], others: readonly FileText[]): boolean {
  return texts.every((text, index) => asText(text) === asText(others[index]));
}

function asText(text: FileText | undefined): string | undefined {
  return text instanceof Error ? text.message : text;
}
