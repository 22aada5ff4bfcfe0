import * as pulumi from "@pulumi/pulumi";

/** The stack's name keeps the repositories of two stacks in one account apart. ECR knows lower case alone. */
export function defaultRepositoryName(name: string): string {
  return `${name}-${pulumi.getStack()}`.toLowerCase();
}
