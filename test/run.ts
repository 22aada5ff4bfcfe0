/**
 * `npm test [-- PATH…]`: all tests, or those of the files and folders that are named. What needs nothing but Node runs
 * first; then the programs of the local cluster and Pulumi are found or built, and what runs on them follows.
 */
import Mocha from "mocha";
import { globSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { kubernetesCommands } from "../local/binaries/kubernetes";
import { kubernetesProvider, pulumiCli } from "../local/binaries/pulumi";

const ROOT = join(__dirname, "..");

/** Tests on a real control plane or a real Pulumi engine. */
const NEEDS_PROGRAMS = /^test\/endToEnd\/|\.(cluster|engine)\.test\.ts$/;

interface Totals {
  passed: number;
  failed: number;
}

async function main(paths: readonly string[]): Promise<number> {
  const files = globSync("test/**/*.test.ts", { cwd: ROOT }).sort();
  const wanted = files.filter((file) => paths.length === 0 || paths.some((path) => isBelow(file, path)));
  const unknown = paths.find((path) => !files.some((file) => isBelow(file, path)));
  if (unknown !== undefined) throw new Error(`there is no test at ${unknown}`);
  const needsPrograms = wanted.filter((file) => NEEDS_PROGRAMS.test(file));
  const totals = await runTests(wanted.filter((file) => !NEEDS_PROGRAMS.test(file)));
  if (needsPrograms.length > 0) {
    await obtainPrograms((message) => {
      process.stdout.write(`${message}\n`);
    });
    const more = await runTests(needsPrograms);
    totals.passed += more.passed;
    totals.failed += more.failed;
  }
  process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1;
}

function isBelow(file: string, path: string): boolean {
  const wanted = relative(ROOT, resolve(path));
  return file === wanted || file.startsWith(`${wanted}/`);
}

/** Runs the files in this process. A test that is left out or skipped fails the run: nothing is passed over in silence. */
async function runTests(files: readonly string[]): Promise<Totals> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  const mocha = new Mocha({ timeout: 20_000, forbidOnly: true, forbidPending: true });
  for (const file of files) mocha.addFile(join(ROOT, file));
  await mocha.loadFilesAsync();
  return new Promise((done) => {
    const runner = mocha.run(() => {
      done({ passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 0 });
    });
  });
}

async function obtainPrograms(onProgress: (message: string) => void): Promise<void> {
  await kubernetesCommands(onProgress);
  await pulumiCli(onProgress);
  await kubernetesProvider(onProgress);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
