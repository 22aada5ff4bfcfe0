/** Runs test files, given as arguments, in this process and tells its parent what they came to. */
import { join, relative } from "node:path";
import { inspect } from "node:util";
import Mocha from "mocha";
import type { Failure, Outcome } from "./runReport";

const ROOT = join(__dirname, "..");

/** Loads test files by `require`, for which typescriptRequire.cjs is there; Mocha's own way would `import` them. */
class RequiringMocha extends Mocha {
  require(): void {
    this.loadFiles();
  }
}

function main(files: readonly string[]): void {
  // A test that is left out or skipped fails the run: nothing is passed over in silence.
  const mocha = new RequiringMocha({ timeout: 20_000, forbidOnly: true, forbidPending: true });
  const seconds = secondsOf(mocha);
  for (const file of files) mocha.addFile(file);
  mocha.require();
  const failures: Failure[] = [];
  const runner = mocha.run(() => {
    const outcome: Outcome = { passed: runner.stats?.passes ?? 0, failures, seconds: Object.fromEntries(seconds) };
    // Whatever still runs now was left behind by a test, and must not keep the others waiting.
    process.send?.(outcome, () => process.stdout.write("", () => process.exit()));
  });
  runner.on("fail", (test, error: unknown) => {
    failures.push({ file: nameOf(test.file), title: test.fullTitle(), error: textOf(error) });
  });
  let started = 0;
  runner.on("suite", (suite) => {
    if (suite.parent?.root === true) started = performance.now();
  });
  runner.on("suite end", (suite) => {
    if (suite.parent?.root === true) add(seconds, nameOf(suite.file), performance.now() - started);
  });
}

/** The seconds that each file takes: here those to load it, to which come those to run its tests. */
function secondsOf(mocha: Mocha): Map<string, number> {
  const seconds = new Map<string, number>();
  let started = 0;
  mocha.suite.on("pre-require", () => {
    started = performance.now();
  });
  mocha.suite.on("post-require", (_context, file) => {
    add(seconds, nameOf(file), performance.now() - started);
  });
  return seconds;
}

function add(seconds: Map<string, number>, file: string, milliseconds: number): void {
  seconds.set(file, (seconds.get(file) ?? 0) + milliseconds / 1000);
}

/** A test file's path in the repository; Mocha knows none of a hook outside all files. */
function nameOf(file: string | undefined): string {
  return file === undefined ? "no file" : relative(ROOT, file);
}

/** The error with its stack and its causes; the difference is part of an assertion's message. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error);
  const text = error.stack?.includes(error.message) === true ? error.stack : `${error.message}\n${error.stack ?? ""}`;
  const several: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const causes = [...several, error.cause].filter((cause) => cause !== undefined);
  return [text, ...causes.map((cause) => `because of ${textOf(cause)}`)].join("\n");
}

main(process.argv.slice(2));
