import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { withBuildLock } from "../binaries/buildLock";
import { cacheDirectory, prepareCacheDirectory } from "../binaries/cacheDirectory";

const run = promisify(execFile);

/** The AWS SDK for Python, for the models of AWS's services that it carries; none of its code is run. */
const REQUIREMENTS = join(__dirname, "requirements.txt");

/** Ways to start pip. */
const PIPS: readonly (readonly [command: string, ...firstArguments: string[]])[] = [
  ["python3", "-m", "pip"],
  ["pip3"],
  ["pip"],
];

/** The folder with the models, or why they cannot be had here. */
export type BotocoreData = { kind: "ready"; directory: string } | { kind: "missing"; reason: string };

/**
 * The models of AWS's services, which pip installs into the cache folder once, in the version and with the checksum of
 * requirements.txt. pip takes them from where the user has it take packages from.
 * @throws Error where what pip finds has another checksum
 */
export async function botocoreData(environment: NodeJS.ProcessEnv = process.env): Promise<BotocoreData> {
  const cache = cacheDirectory(environment);
  const version = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 16);
  const folder = join(cache, `botocore-${version}`);
  const ready: BotocoreData = { kind: "ready", directory: join(folder, "botocore", "data") };
  if (existsSync(ready.directory)) return ready;

  const pip = await findPip(environment);
  if (pip === undefined) return { kind: "missing", reason: "there is no pip" };
  prepareCacheDirectory(cache);
  return withBuildLock(
    `${folder}.lock`,
    () => undefined,
    async () => {
      if (existsSync(ready.directory)) return ready;
      await removeUnfinished(folder);
      return (await installInto(folder, pip, environment)) ?? ready;
    },
  );
}

async function findPip(environment: NodeJS.ProcessEnv): Promise<(typeof PIPS)[number] | undefined> {
  for (const pip of PIPS) {
    const [command, ...firstArguments] = pip;
    try {
      await run(command, [...firstArguments, "--version"], { env: environment });
      return pip;
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}

/** The folder appears whole, by a rename, or not at all; then with the reason. */
async function installInto(
  folder: string,
  [command, ...firstArguments]: (typeof PIPS)[number],
  environment: NodeJS.ProcessEnv,
): Promise<BotocoreData | undefined> {
  const unfinished = `${folder}.unfinished-${process.pid}`;
  const install = [
    ...["install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-compile"],
    // Only its files are wanted, so neither its dependencies nor the version of Python matter.
    ...["--no-deps", "--only-binary", ":all:", "--ignore-requires-python"],
    ...["--require-hashes", "--requirement", REQUIREMENTS, "--target", unfinished],
  ];
  try {
    await mkdir(unfinished);
    // A user who has pip install for himself by default could not name a folder.
    await run(command, [...firstArguments, ...install], { env: { ...environment, PIP_USER: "0" } });
    await rename(unfinished, folder);
    return undefined;
  } catch (error) {
    // Something else under this name is no reason to go on without.
    if (printedBy(error).includes("DO NOT MATCH THE HASHES")) throw error;
    return { kind: "missing", reason: `pip could not install botocore: ${complaintOf(error)}` };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** What installations left behind that were killed; the caller holds the lock, so none of them is under way. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of readdirSync(dirname(folder)))
    if (name.startsWith(`${basename(folder)}.unfinished-`))
      await rm(join(dirname(folder), name), { recursive: true, force: true });
}

/** The last error of pip, which says most; its other output is long. */
function complaintOf(error: unknown): string {
  const lines = printedBy(error).split("\n");
  const complaint = lines.filter((line) => line.startsWith("ERROR: ")).at(-1);
  return complaint?.slice("ERROR: ".length) ?? String(error).split("\n")[0] ?? "";
}

function printedBy(error: unknown): string {
  return error instanceof Error && "stderr" in error ? String(error.stderr) : "";
}
