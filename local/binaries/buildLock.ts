import { readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

const HEARTBEAT_MS = 5_000;
/** A lock that was not refreshed for so long has no living holder, even where its pid says nothing (other machine). */
const ABANDONED_AFTER_MS = 60_000;
const POLL_MS = 300;

interface Holder {
  pid: number;
  host: string;
}

/**
 * Runs `work` while no other process holds the lock file, and removes the file afterwards.
 * The lock of a process that died, or that did not refresh it for a minute, is taken over. It saves work, it does not
 * guard the result: should two ever hold it, both build, and a finished binary still appears only by a rename.
 * @param onWait called every few hundred milliseconds while another process holds the lock.
 */
export async function withBuildLock<Result>(
  file: string,
  onWait: (holderPid: number) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  while (!tryToLock(file)) {
    const holder = readHolder(file);
    if (isAbandoned(file, holder)) {
      removeIfPresent(file);
    } else {
      if (holder !== undefined) onWait(holder.pid);
      await delay(POLL_MS);
    }
  }
  const heartbeat = setInterval(() => {
    refresh(file);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    const holder = readHolder(file);
    if (holder?.pid === process.pid && holder.host === hostname()) removeIfPresent(file);
  }
}

function tryToLock(file: string): boolean {
  const holder: Holder = { pid: process.pid, host: hostname() };
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: "wx" });
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** Undefined where the file is gone, or is being written just now. */
function readHolder(file: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isHolder(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  return (
    typeof value === "object" &&
    value !== null &&
    "pid" in value &&
    typeof value.pid === "number" &&
    "host" in value &&
    typeof value.host === "string"
  );
}

function isAbandoned(file: string, holder: Holder | undefined): boolean {
  const refreshed = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (refreshed === undefined) return false; // released meanwhile: the next try gets it
  if (Date.now() - refreshed > ABANDONED_AFTER_MS) return true;
  return holder?.host === hostname() && !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM"); // it runs, as another user
  }
}

function refresh(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}

function removeIfPresent(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
