/** Runs test files, given as arguments, in this process and tells its parent how many passed and failed. */
import Mocha from "mocha";

/** What a run of test files came to. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

/** Loads test files by `require`, for which typescriptRequire.cjs is there; Mocha's own way would `import` them. */
class RequiringMocha extends Mocha {
  require(): void {
    this.loadFiles();
  }
}

function main(files: readonly string[]): void {
  // A test that is left out or skipped fails the run: nothing is passed over in silence.
  const mocha = new RequiringMocha({ timeout: 20_000, forbidOnly: true, forbidPending: true });
  for (const file of files) mocha.addFile(file);
  mocha.require();
  const runner = mocha.run(() => {
    const totals: Totals = { passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 0 };
    // Whatever still runs now was left behind by a test, and must not keep the others waiting.
    process.send?.(totals, () => process.exit());
  });
}

main(process.argv.slice(2));
