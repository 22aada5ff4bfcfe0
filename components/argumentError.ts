import * as pulumi from "@pulumi/pulumi";
import { formatProblem, type Problem } from "../injection/problem";

/** The error for arguments that are found wrong before the component is made. */
export function argumentError(componentType: string, name: string, problems: readonly Problem[]): pulumi.ResourceError {
  return withoutStack(`${componentType} "${name}" cannot be made:\n${list(problems)}`, undefined);
}

/** The error for arguments that are found wrong when their values arrive; Pulumi shows it under the component's name. */
export function lateArgumentError(component: pulumi.Resource, problems: readonly Problem[]): pulumi.ResourceError {
  return withoutStack(`Wrong arguments:\n${list(problems)}`, component);
}

function list(problems: readonly Problem[]): string {
  return problems.map((problem) => `  - ${formatProblem(problem)}`).join("\n");
}

/** Frames inside this package say nothing to who wrote the argument, so Pulumi is told to print the message alone. */
function withoutStack(message: string, component: pulumi.Resource | undefined): pulumi.ResourceError {
  return new pulumi.ResourceError(message, component, true);
}
