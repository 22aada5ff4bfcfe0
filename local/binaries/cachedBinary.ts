import { createHash } from "node:crypto";
import { accessSync, constants, createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { withBuildLock } from "./buildLock";
import { CACHE_VARIABLE, cacheDirectory, prepareCacheDirectory } from "./cacheDirectory";
import { sourceHash, type GoBinary } from "./goBinary";
import { goBuild } from "./goBuild";

/** What is written beside a finished binary, to tell later whether it still is what was built. */
interface Stamp {
  bytes: number;
  sha256: string;
}

type CacheState = { kind: "ready" } | { kind: "absent" } | { kind: "broken"; reason: string };

const WAIT_MESSAGE_EVERY_MS = 15_000;

/** Path of the binary, which is built first where the cache does not have it, or no longer has it whole. */
export async function cachedBinary(
  binary: GoBinary,
  onProgress: (message: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const cache = cacheDirectory(environment);
  const folder = join(cache, `${binary.name}-${sourceHash(binary)}`);
  const file = join(folder, binary.name);
  if ((await cacheState(folder, file)).kind === "ready") return runnable(file);

  prepareCacheDirectory(cache);
  const sayWaiting = everySoOften(WAIT_MESSAGE_EVERY_MS, (pid: number) => {
    onProgress(`${binary.name}: process ${pid} is building it already, waiting`);
  });
  return withBuildLock(`${folder}.lock`, sayWaiting, async () => {
    const state = await cacheState(folder, file);
    if (state.kind === "ready") return runnable(file);
    if (state.kind === "broken") onProgress(`${binary.name}: ${file} is damaged (${state.reason}), building it again`);
    await removeUnfinished(cache, folder);
    await buildInto(folder, binary, onProgress, environment);
    return runnable(file);
  });
}

/** Binary and stamp are written to a folder of another name and appear together by its rename, or not at all. */
async function buildInto(
  folder: string,
  binary: GoBinary,
  onProgress: (message: string) => void,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const unfinished = `${folder}.unfinished-${process.pid}`;
  try {
    await mkdir(unfinished);
    const file = join(unfinished, binary.name);
    await goBuild(binary, file, onProgress, environment);
    const stamp: Stamp = { bytes: statSync(file).size, sha256: await sha256(file) };
    await writeFile(stampFile(unfinished), JSON.stringify(stamp));
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** What builds left behind that were killed; the caller holds the lock, so none of them is under way. */
async function removeUnfinished(cache: string, folder: string): Promise<void> {
  const left = readdirSync(cache)
    .map((name) => join(cache, name))
    .filter((path) => path.startsWith(`${folder}.unfinished-`));
  for (const path of left) await rm(path, { recursive: true, force: true });
}

async function cacheState(folder: string, file: string): Promise<CacheState> {
  if (!existsSync(folder)) return { kind: "absent" };
  const stamp = readStamp(folder);
  if (stamp === undefined) return { kind: "broken", reason: "its checksum file is missing or unreadable" };
  const bytes = statSync(file, { throwIfNoEntry: false })?.size;
  if (bytes === undefined) return { kind: "broken", reason: "the file is missing" };
  if (bytes !== stamp.bytes) return { kind: "broken", reason: `${bytes} bytes instead of ${stamp.bytes}` };
  if ((await sha256(file)) !== stamp.sha256) return { kind: "broken", reason: "its checksum differs" };
  return { kind: "ready" };
}

function readStamp(folder: string): Stamp | undefined {
  try {
    const stamp: unknown = JSON.parse(readFileSync(stampFile(folder), "utf8"));
    return isStamp(stamp) ? stamp : undefined;
  } catch {
    return undefined;
  }
}

function isStamp(value: unknown): value is Stamp {
  return (
    typeof value === "object" &&
    value !== null &&
    "bytes" in value &&
    typeof value.bytes === "number" &&
    "sha256" in value &&
    typeof value.sha256 === "string"
  );
}

function stampFile(folder: string): string {
  return join(folder, "checksum.json");
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/** A whole binary that does not start is on a file system that forbids it, which another build would not change. */
function runnable(file: string): string {
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch (cause) {
    throw new Error(
      `${file} may not be executed: its file system is probably mounted with "noexec". ` +
        `Set ${CACHE_VARIABLE} to a folder on another one.`,
      { cause },
    );
  }
}

function everySoOften<Argument>(milliseconds: number, act: (argument: Argument) => void): (argument: Argument) => void {
  let nextAt = 0;
  return (argument) => {
    if (Date.now() < nextAt) return;
    nextAt = Date.now() + milliseconds;
    act(argument);
  };
}
