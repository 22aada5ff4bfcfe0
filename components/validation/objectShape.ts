import * as pulumi from "@pulumi/pulumi";
import { describeValue, unknownField, type Problem } from "../../injection/problem";
import type { ArgumentCheck } from "./argumentChecks";

/** Names of an interface's fields: the compiler refuses a table with a field too few or too many. */
export type FieldsOf<T> = Readonly<Record<keyof T, true>>;

/** What `objectProblems` finds in an object that may be left out. */
export function optionalObjectProblems<T extends object>(
  path: string,
  object: T | undefined,
  fields: FieldsOf<T>,
  problemsOf: (object: T) => readonly Problem[],
): Problem[] {
  return object === undefined ? [] : objectProblems(path, object, fields, problemsOf);
}

/**
 * The problems of an object of arguments: fields that do not exist, which programs in JavaScript and YAML have no
 * compiler to tell them, and what `problemsOf` finds in its fields.
 */
export function objectProblems<T extends object>(
  path: string,
  object: T,
  fields: FieldsOf<T>,
  problemsOf: (object: T) => readonly Problem[],
): Problem[] {
  const known = Object.keys(fields);
  const unfit = notAnObject(object, known);
  if (unfit !== undefined) return [{ path, message: unfit }];
  const unknown = Object.keys(object)
    .filter((field) => !known.includes(field))
    .map((field) => ({ path: field, message: unknownField(field, known) }));
  return [...unknown, ...problemsOf(object)].map((problem) => within(path, problem));
}

function notAnObject(object: unknown, known: readonly string[]): string | undefined {
  if (!isPlain(object)) return `has to be known from the start; put the outputs inside, at ${known.join(", ")}`;
  if (typeof object === "object" && object !== null && !Array.isArray(object)) return undefined;
  return `${describeValue(object)} where an object with ${known.join(", ")} is expected`;
}

/** What a check says to an input that is there and known already. */
export function inputProblems(path: string, input: unknown, check: ArgumentCheck): Problem[] {
  return input === undefined ? [] : requiredInputProblems(path, input, check);
}

/** The same for an input that has to be there. */
export function requiredInputProblems(path: string, input: unknown, check: ArgumentCheck): Problem[] {
  return isPlain(input) ? problemAt(path, check(input)) : [];
}

/** The same for a value that has to be known from the start, if it is there. */
export function knownProblems(path: string, value: unknown, check: ArgumentCheck): Problem[] {
  if (value === undefined) return [];
  return problemAt(path, isPlain(value) ? check(value) : "has to be known from the start");
}

/** What a check said, as a problem at the path of the value. */
export function problemAt(path: string, message: string | undefined): Problem[] {
  return message === undefined ? [] : [{ path, message }];
}

/** Whether the value is there already, so that it can be checked before anything is made. */
export function isPlain(input: unknown): boolean {
  return !pulumi.Output.isInstance(input) && !(input instanceof Promise);
}

/** The problem as seen from the object that holds its value under `path`. */
export function within(path: string, problem: Problem): Problem {
  const separator = path === "" || problem.path === "" ? "" : ".";
  return { path: `${path}${separator}${problem.path}`, message: problem.message };
}
