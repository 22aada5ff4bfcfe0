import { describeValue, type Problem } from "../../injection/problem";
import type { ArgumentCheck } from "./argumentChecks";
import { isPlain, knownProblems, requiredInputProblems } from "./objectShape";

/** The problems of a list: that it is none, or those of its elements. Nothing where it is not there, or not yet. */
export function listProblems(
  path: string,
  list: unknown,
  problemsOf: (path: string, element: unknown) => readonly Problem[],
): Problem[] {
  if (list === undefined || !isPlain(list)) return [];
  if (!Array.isArray(list)) return [{ path, message: `${describeValue(list)} where a list is expected` }];
  return list.flatMap((element: unknown, index) => problemsOf(`${path}[${index}]`, element));
}

/** The same for an object whose keys are free to choose, such as tags. */
export function recordProblems(
  path: string,
  record: unknown,
  problemsOf: (path: string, value: unknown, key: string) => readonly Problem[],
): Problem[] {
  if (record === undefined || !isPlain(record)) return [];
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    return [{ path, message: `${describeValue(record)} where an object is expected` }];
  }
  return Object.entries(record).flatMap(([key, value]: [string, unknown]) => problemsOf(`${path}.${key}`, value, key));
}

/** What `listProblems` finds, in a list that has to be known from the start. */
export function knownList(
  path: string,
  list: unknown,
  problemsOf: (path: string, element: unknown) => readonly Problem[],
): Problem[] {
  return isPlain(list) ? listProblems(path, list, problemsOf) : [{ path, message: "has to be known from the start" }];
}

/** What `recordProblems` finds, in a record that has to be known from the start. */
export function knownRecord(
  path: string,
  record: unknown,
  problemsOf: (path: string, value: unknown, key: string) => readonly Problem[],
): Problem[] {
  return isPlain(record)
    ? recordProblems(path, record, problemsOf)
    : [{ path, message: "has to be known from the start" }];
}

/** For `knownList` and `knownRecord`: what a check says to each value. */
export function eachKnownValue(check: ArgumentCheck): (path: string, value: unknown) => Problem[] {
  return (path, value) => knownProblems(path, value ?? null, check);
}

/** For `listProblems` and `recordProblems`: what a check says to each value that is known. */
export function eachValue(check: ArgumentCheck): (path: string, value: unknown) => Problem[] {
  return (path, value) => requiredInputProblems(path, value, check);
}

/** Every known value that stands a second time in a list or record, with the place where it stands first. */
export function duplicateProblems(
  values: Iterable<readonly [path: string, value: unknown]>,
  messageOf: (value: string, first: string) => string,
): Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [path, value] of values) {
    if (typeof value !== "string") continue;
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, path);
    else problems.push({ path, message: messageOf(value, earlier) });
  }
  return problems;
}
