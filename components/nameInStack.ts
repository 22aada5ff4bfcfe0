import * as pulumi from "@pulumi/pulumi";

/** The name of something in AWS where none is given: the stack's name keeps those of two stacks in one account apart. */
export function nameInStack(name: string): string {
  return `${name}-${pulumi.getStack()}`;
}
