import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "fargate-local-";

/**
 * A new temporary folder for all that one local cluster writes. Its name carries the process id of its owner, so that
 * the folders of owners that died without removing theirs (power cut, `kill -9` of everything) are swept here.
 */
export function createStateDirectory(): string {
  sweepStateDirectories();
  return mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

function sweepStateDirectories(): void {
  for (const entry of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(entry)?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    removeStateDirectory(join(tmpdir(), entry));
  }
}

/** Removes the folder; one of another user, which cannot be removed, is left to that user. */
export function removeStateDirectory(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (!isPermissionError(error)) throw error;
  }
}

/** Tells whether a process of this id exists, whoever owns it. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return isPermissionError(error);
  }
}

function isPermissionError(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EPERM" || error.code === "EACCES");
}
