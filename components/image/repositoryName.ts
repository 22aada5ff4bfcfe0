import { nameInStack } from "../nameInStack";

/** ECR knows lower case alone. */
export function defaultRepositoryName(name: string): string {
  return nameInStack(name).toLowerCase();
}
