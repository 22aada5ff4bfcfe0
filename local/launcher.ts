import { chmod, writeFile } from "node:fs/promises";

/** Writes an executable file that runs the command with the arguments that it is given itself. */
export async function writeLauncher(file: string, command: readonly string[]): Promise<void> {
  await writeFile(file, `#!/bin/sh\nexec ${command.map(quoteForShell).join(" ")} "$@"\n`);
  await chmod(file, 0o755);
}

/** The text as one word of a POSIX shell, whatever it holds. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
