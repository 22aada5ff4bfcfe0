import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GoBinary } from "../../../local/binaries/goBinary";

/** The program of the module that `writeTinyModule` writes: it prints `greeting`, which the linker sets. */
export function tinyProgram(directory: string): GoBinary {
  return {
    name: "tiny",
    description: "a tiny program",
    buildMinutes: 1,
    moduleDirectory: directory,
    package: ".",
    variables: { "main.greeting": "hello" },
  };
}

/** Writes a Go module that builds in a moment. */
export function writeTinyModule(directory: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "go.mod"), "module tiny\n\ngo 1.21\n");
  writeFileSync(
    join(directory, "main.go"),
    'package main\n\nvar greeting = "unset"\n\nfunc main() { print(greeting) }\n',
  );
}
