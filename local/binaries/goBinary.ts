import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One program that is built from a small Go module of this repository. */
export interface GoBinary {
  /** File name of the program, and the beginning of its folder's name in the cache. */
  name: string;
  /** What it is, for whoever waits for the build: "Kubernetes 1.36.3 (…)". */
  description: string;
  /** About how long a build takes on two cores with an empty Go cache. */
  buildMinutes: number;
  /** Folder with go.mod. */
  moduleDirectory: string;
  /** Package to build: a path in the module ("."), or the import path of one that it requires. */
  package: string;
  /** `-X` settings of the linker, `importpath.name` → value. */
  variables: Readonly<Record<string, string>>;
}

/** Arguments of `go build`, but for the output file. */
export function buildArguments(binary: GoBinary): string[] {
  const settings = Object.entries(binary.variables).map(([name, value]) => `-X ${name}=${value}`);
  return [
    ...["-mod=readonly", "-trimpath"],
    // The repository's commit is not part of what is built; asking git for it fails in clones owned by somebody else.
    "-buildvcs=false",
    ...["-ldflags", ["-s", "-w", ...settings].join(" ")],
    binary.package,
  ];
}

/**
 * Names what the program is built from: every file of its module, and how it is built.
 * The version of Go is left out: any that is new enough gives an equivalent program, and neither its update nor its
 * removal should cost ten minutes of builds.
 */
export function sourceHash(binary: GoBinary): string {
  const hash = createHash("sha256");
  const add = (text: string | Buffer): void => void hash.update(`${text.length}:`).update(text);
  for (const argument of buildArguments(binary)) add(argument);
  for (const file of filesBelow(binary.moduleDirectory)) {
    add(file);
    add(readFileSync(join(binary.moduleDirectory, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}
