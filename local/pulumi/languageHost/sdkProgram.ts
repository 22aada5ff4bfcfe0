import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * Path of a program that @pulumi/pulumi brings for language hosts, in the version that the user's program depends on.
 * @throws Error where the program's dependencies are not installed.
 */
export function sdkProgram(programDirectory: string, name: "run" | "run-plugin"): string {
  try {
    return createRequire(join(programDirectory, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
  } catch (cause) {
    throw new Error(`@pulumi/pulumi is not installed for ${programDirectory}: run \`npm install\` there`, { cause });
  }
}
