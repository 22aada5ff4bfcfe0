/** Runs test files, given as arguments, in this process and tells its parent how many passed and failed. */
import Mocha from "mocha";

/** What a run of test files came to. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

async function main(files: readonly string[]): Promise<void> {
  // A test that is left out or skipped fails the run: nothing is passed over in silence.
  const mocha = new Mocha({ timeout: 20_000, forbidOnly: true, forbidPending: true });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const runner = mocha.run(() => {
    const totals: Totals = { passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 0 };
    // Whatever still runs now was left behind by a test, and must not keep the others waiting.
    process.send?.(totals, () => process.exit());
  });
}

void main(process.argv.slice(2));
