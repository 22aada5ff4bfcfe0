import type * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../injection/problem";
import { lateArgumentError } from "./argumentError";
import type { ArgumentCheck } from "./validation/argumentChecks";
import { problemAt } from "./validation/objectShape";

/**
 * The value of an input, or the default where there is none, checked as soon as it is known. What is made from it is
 * not made where the check fails: the update ends with the problems, under the component's name.
 */
export function validatedInput<T>(
  component: pulumi.Resource,
  input: pulumi.Output<T | undefined>,
  fallback: T,
  problemsOf: (value: T) => readonly Problem[],
): pulumi.Output<T> {
  return input.apply((given) => {
    const value = given ?? fallback;
    const problems = problemsOf(value);
    if (problems.length > 0) throw lateArgumentError(component, problems);
    return value;
  });
}

/** Gives the same for the component's arguments of one value, by the checks that early values have to pass. */
export function inputChecker(
  component: pulumi.Resource,
): <T>(path: string, input: pulumi.Output<T | undefined>, fallback: T, check: ArgumentCheck) => pulumi.Output<T> {
  return (path, input, fallback, check) =>
    validatedInput(component, input, fallback, (value) => problemAt(path, check(value)));
}

/** A check for an argument that may be left out and has no default. */
export function optional(check: ArgumentCheck): ArgumentCheck {
  return (value) => (value === undefined ? undefined : check(value));
}
