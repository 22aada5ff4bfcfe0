import { accessSync, constants, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Environment variable that says where built binaries are kept, instead of the user's cache folder. */
export const CACHE_VARIABLE = "FARGATE_SIDECAR_INJECTOR_CACHE";

/** Where binaries built for this machine's platform are kept: outside the repository, so that clones share them. */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  return join(cacheRoot(environment), `${process.platform}-${process.arch}`);
}

function cacheRoot(environment: NodeJS.ProcessEnv): string {
  const chosen = environment[CACHE_VARIABLE];
  if (chosen !== undefined && chosen !== "") return chosen;
  const userCache = environment.XDG_CACHE_HOME;
  const parent = userCache === undefined || userCache === "" ? join(homedir(), ".cache") : userCache;
  return join(parent, "fargate-sidecar-injector");
}

/**
 * Creates the folder and makes sure that files can be written there.
 * @throws Error that names the variable to set where they cannot.
 */
export function prepareCacheDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK);
  } catch (cause) {
    throw new Error(
      `Built binaries cannot be kept in ${directory} (${cause instanceof Error ? cause.message : String(cause)}). ` +
        `Set ${CACHE_VARIABLE} to a folder that can be written, with 2 GB free.`,
      { cause },
    );
  }
}

/** Whether the folder exists, or can be made, and takes new files. */
export function isWritable(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
