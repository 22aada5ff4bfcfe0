/**
 * `npm test [-- PATH…]`: all tests, or those of the files and folders that are named. What needs nothing but Node runs
 * first; then the programs of the local cluster and Pulumi are found or built, and what runs on them follows.
 */
import { fork } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative, resolve } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { kubernetesCommands } from "../local/binaries/kubernetes";
import { kubernetesProvider, pulumiCli } from "../local/binaries/pulumi";
import type { Totals } from "./runFiles";

const ROOT = join(__dirname, "..");

/** Tests on a real control plane or a real Pulumi engine. */
const NEEDS_PROGRAMS = /^test\/endToEnd\/|\.(cluster|engine)\.test\.ts$/;

async function main(paths: readonly string[]): Promise<number> {
  const files = globSync("test/**/*.test.ts", { cwd: ROOT }).sort();
  const unknown = paths.find((path) => !files.some((file) => isBelow(file, path)));
  if (unknown !== undefined) throw new Error(`there is no test at ${unknown}`);
  const wanted = files.filter((file) => paths.length === 0 || paths.some((path) => isBelow(file, path)));
  const needPrograms = wanted.filter((file) => NEEDS_PROGRAMS.test(file));
  const others = wanted.filter((file) => !NEEDS_PROGRAMS.test(file));

  const totals = others.length === 0 ? [] : [await runFiles(others, "inherit")];
  if (needPrograms.length > 0) {
    await obtainPrograms((message) => {
      process.stdout.write(`${message}\n`);
    });
    totals.push(...(await runEachFile(needPrograms)));
  }
  const sum = (key: keyof Totals): number => totals.reduce((total, each) => total + each[key], 0);
  process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed\n`);
  return sum("failed") === 0 && sum("passed") > 0 ? 0 : 1;
}

function isBelow(file: string, path: string): boolean {
  const wanted = relative(ROOT, resolve(path));
  return wanted === "" || file === wanted || file.startsWith(`${wanted}/`);
}

async function obtainPrograms(onProgress: (message: string) => void): Promise<void> {
  await kubernetesCommands(onProgress);
  await pulumiCli(onProgress);
  await kubernetesProvider(onProgress);
}

/** Runs each file in a process of its own, two at once: most of the time they wait for a cluster. */
async function runEachFile(files: readonly string[]): Promise<Totals[]> {
  const left = [...files];
  const totals: Totals[] = [];
  const work = async (): Promise<void> => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) totals.push(await runFiles([file], "whole"));
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  return totals;
}

/** Runs files in one process. Its output is shown as it comes, or whole at the end where others run beside it. */
async function runFiles(files: readonly string[], output: "inherit" | "whole"): Promise<Totals> {
  const stdio = output === "inherit" ? "inherit" : "pipe";
  const child = fork(
    join(__dirname, "runFiles.ts"),
    files.map((file) => join(ROOT, file)),
    {
      stdio: ["ignore", stdio, stdio, "ipc"],
    },
  );
  let totals: Totals | undefined;
  child.on("message", (message) => {
    totals = message as Totals;
  });
  const read = async (stream: Readable | null): Promise<string> => (stream === null ? "" : text(stream));
  const printed = Promise.all([read(child.stdout), read(child.stderr)]);
  await new Promise((resolve) => child.once("exit", resolve));
  process.stdout.write((await printed).join(""));
  if (totals !== undefined) return totals;
  process.stdout.write(`${files.join(", ")}: the process ended before its tests did\n`);
  return { passed: 0, failed: 1 };
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
