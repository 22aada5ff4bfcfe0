/**
 * `npm test [-- PATH…]`: all tests, or those of the files and folders that are named. What needs nothing but Node begins
 * first; then the programs of the local cluster and Pulumi are found or built, and what runs on them follows.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { kubernetesCommands } from "../local/binaries/kubernetes";
import { buildkitDaemon, containerRegistry, dockerBuildProvider } from "../local/binaries/dockerBuild";
import { kubernetesProvider, pulumiCli } from "../local/binaries/pulumi";
import { buildkitObstacle } from "../local/image/buildkit";
import { runReport, type Outcome } from "./runReport";

const ROOT = join(__dirname, "..");

/** Tests on a real control plane or a real Pulumi engine. */
const NEEDS_PROGRAMS = /^test\/endToEnd\/|\.(cluster|engine)\.test\.ts$/;

/** Tests that build images with BuildKit, or push them to a registry. */
const BUILDS_IMAGES = /image/i;

/** The files that take longest. */
const LONG = ["newCluster", "failures", "certificateRotation", "certificateSources"].map((name) => `endToEnd/${name}`);

/** For programs that are started by the hundred: what V8 makes of them is kept, and those in Go collect garbage late. */
const QUICK_STARTS = {
  NODE_COMPILE_CACHE: join(ROOT, "node_modules", ".cache", "fargate-sidecar-injector", "v8"),
  GOGC: "400",
};

async function main(paths: readonly string[]): Promise<number> {
  const files = globSync("test/**/*.test.ts", { cwd: ROOT }).sort();
  const unknown = paths.find((path) => !files.some((file) => isBelow(file, path)));
  if (unknown !== undefined) throw new Error(`there is no test at ${unknown}`);
  const wanted = files.filter((file) => paths.length === 0 || paths.some((path) => isBelow(file, path)));
  const needPrograms = wanted.filter((file) => NEEDS_PROGRAMS.test(file));
  const others = wanted.filter((file) => !NEEDS_PROGRAMS.test(file));

  let programs: Promise<void> | undefined;
  const outcomes = await runAll([
    ...Object.values(Object.groupBy(others, folderOf)).map(
      (group = []) =>
        () =>
          runFiles(group),
    ),
    ...longestFirst(needPrograms).map((file) => async () => {
      await (programs ??= obtainPrograms(needPrograms, (message) => {
        process.stdout.write(`${message}\n`);
      }));
      return runFiles([file]);
    }),
  ]);
  process.stdout.write(runReport(outcomes));
  return outcomes.every(({ failures }) => failures.length === 0) && outcomes.some(({ passed }) => passed > 0) ? 0 : 1;
}

function isBelow(file: string, path: string): boolean {
  const wanted = relative(ROOT, resolve(path));
  return wanted === "" || file === wanted || file.startsWith(`${wanted}/`);
}

/** Finds or builds what the files need before any of them runs, so that no test waits for a build. */
async function obtainPrograms(files: readonly string[], onProgress: (message: string) => void): Promise<void> {
  await kubernetesCommands(onProgress);
  await pulumiCli(onProgress);
  await kubernetesProvider(onProgress);
  if (!files.some((file) => BUILDS_IMAGES.test(file))) return;
  await containerRegistry(onProgress);
  if (buildkitObstacle() !== undefined) return;
  await dockerBuildProvider(onProgress);
  await buildkitDaemon(onProgress);
}

/** The folder of `test/` that a file is in: its tests share a process, as they share what it takes long to load. */
function folderOf(file: string): string {
  return file.split("/")[1] ?? "";
}

/** So that at the end no long one runs alone. */
function longestFirst(files: readonly string[]): string[] {
  return files.toSorted((one, other) => Number(isLong(other)) - Number(isLong(one)));
}

function isLong(file: string): boolean {
  return LONG.some((each) => file === `test/${each}.test.ts`);
}

/** Runs each in a process of its own, some at once: much of the time they wait for a cluster. */
async function runAll(runs: readonly (() => Promise<Outcome>)[]): Promise<Outcome[]> {
  const left = [...runs];
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    try {
      for (let run = left.shift(); run !== undefined; run = left.shift()) outcomes.push(await run());
    } finally {
      // Where the programs cannot be had nothing more is begun, but what runs comes to its end.
      left.length = 0;
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: Math.min(4, availableParallelism() + 1) }, work));
  const failed = workers.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return outcomes;
}

/** Runs files in one process and shows its output whole at the end, because others run beside it. */
async function runFiles(files: readonly string[]): Promise<Outcome> {
  const child = fork(
    join(ROOT, "local", "runTypeScript.cjs"),
    [join(__dirname, "runFiles.ts"), ...files.map((file) => join(ROOT, file))],
    { stdio: ["ignore", "pipe", "pipe", "ipc"], execArgv: [], env: { ...process.env, ...QUICK_STARTS } },
  );
  let outcome: Outcome | undefined;
  child.on("message", (message) => {
    outcome = message as Outcome;
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  const closed = once(child, "close");
  await once(child, "exit");
  // A process that a test has left behind keeps the pipes open; it must not keep the others waiting.
  await Promise.race([closed, delay(5_000)]);
  process.stdout.write(printed);
  if (outcome !== undefined) return outcome;
  const how = child.signalCode ?? `exit code ${child.exitCode}`;
  const title = `the process ended before its tests did (${how})`;
  process.stdout.write(`${files.join(", ")}: ${title}\n`);
  return { passed: 0, failures: [{ file: files.join(", "), title, error: printed }], seconds: {} };
}

main(process.argv.slice(2)).then(
  // Only when all is written: a reader that is slower than this process would miss the end otherwise.
  (code) => process.stdout.write("", () => process.exit(code)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
