import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { compareVersions, findVersion } from "./version";

const run = promisify(execFile);

/** A program that a user may have already, and which versions of it will do. */
export interface WantedProgram {
  name: string;
  /** Arguments that make it print its version; without them any version is taken. */
  versionArguments?: readonly string[];
  /** Environment variables for that. */
  versionEnvironment?: NodeJS.ProcessEnv;
  /** Oldest version that will do. */
  from?: string;
  /** First version that is too new. */
  before?: string;
}

/**
 * Path of the program in the first folder that has it in a version that will do, or undefined.
 * A program that is passed over is named to `onProgress` with its version.
 */
export async function findProgram(
  wanted: WantedProgram,
  folders: readonly string[],
  onProgress: (message: string) => void,
): Promise<string | undefined> {
  for (const file of folders.map((folder) => join(folder, wanted.name)).filter(isExecutable)) {
    const objection = await objectionTo(file, wanted);
    if (objection === undefined) return file;
    onProgress(`${wanted.name}: ${file} is not used: ${objection}`);
  }
  return undefined;
}

/** The folders where programs are looked for: those of KUBEBUILDER_ASSETS and PATH that exist, each once. */
export function programFolders(environment: NodeJS.ProcessEnv): string[] {
  const path = (environment.PATH ?? "").split(delimiter);
  const folders = [environment.KUBEBUILDER_ASSETS ?? "", ...path].filter((folder) => existsSync(folder));
  return [...new Set(folders.map((folder) => realpathSync(folder)))];
}

async function objectionTo(file: string, wanted: WantedProgram): Promise<string | undefined> {
  if (wanted.versionArguments === undefined) return undefined;
  let version: string | undefined;
  try {
    const { stdout, stderr } = await run(file, wanted.versionArguments, {
      timeout: 20_000,
      env: { ...process.env, ...wanted.versionEnvironment },
    });
    version = findVersion(`${stdout}\n${stderr}`);
  } catch {
    return `\`${[file, ...wanted.versionArguments].join(" ")}\` fails`;
  }
  if (version === undefined) return "it does not tell its version";
  if (wanted.from !== undefined && compareVersions(version, wanted.from) < 0)
    return `it is ${version}, older than ${wanted.from}`;
  if (wanted.before !== undefined && compareVersions(version, wanted.before) >= 0)
    return `it is ${version}, and versions from ${wanted.before} on were not tried`;
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
