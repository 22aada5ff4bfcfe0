import type { JsonValue } from "../json";
import type { Problem } from "../problem";
import { unfilledTexts } from "./unfilledText";

/**
 * The problems of a value as somebody should read them: each cause is told once, and a text that another tool should
 * have filled in is told as such, whatever it cannot be in its place.
 */
export function clarify(problems: readonly Problem[], value: JsonValue, path: string): readonly Problem[] {
  const unfilled = unfilledTexts(value, path);
  const paths = new Set(problems.filter(({ message }) => message !== MISSING).map((problem) => problem.path));
  const renamed = new Set(problems.flatMap(meantField));
  const told = new Set<string>();
  return problems.flatMap((problem) => {
    const message = unfilled.get(problem.path) ?? problem.message;
    // A field with another problem is there, and so is one that stands there by another name.
    if (message === MISSING && (paths.has(problem.path) || renamed.has(problem.path))) return [];
    const key = `${problem.path}: ${message}`;
    if (told.has(key)) return [];
    told.add(key);
    return [{ path: problem.path, message }];
  });
}

const MISSING = "is missing";

/** The path of the field that an unknown one is meant to be. */
function meantField({ path, message }: Problem): readonly string[] {
  const meant = /^unknown field, did you mean "(.+)"\?$/.exec(message)?.[1];
  return meant === undefined ? [] : [`${path.slice(0, path.lastIndexOf("."))}.${meant}`];
}
