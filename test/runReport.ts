/** What `npm test` says after everything else: each failure once more, the slowest files, and the totals. */

/** What a run of test files came to. */
export interface Outcome {
  readonly passed: number;
  readonly failures: readonly Failure[];
  /** By file: what it took to load it and to run its tests. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** A test that failed, or a process that ended before its tests did. */
export interface Failure {
  /** Its path in the repository, or those of all files of the process. */
  readonly file: string;
  /** The titles of the test and of those that it stands in. */
  readonly title: string;
  /** The error's message with the difference, its stack and its causes, or what the process printed last. */
  readonly error: string;
}

const SLOWEST_FILES = 12;

/** Of a longer error the beginning and the end are shown; the whole of it stands where the test ran. */
const LONGEST_ERROR_CHARACTERS = 6_000;

/** The lines that stand last: of a long run often nothing else is kept. */
export function runReport(outcomes: readonly Outcome[]): string {
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  const passed = outcomes.reduce((total, outcome) => total + outcome.passed, 0);
  const sections = [
    ...failures.map((failure, index) => failureText(failure, `${index + 1} of ${failures.length}`)),
    slowestFiles(outcomes.flatMap((outcome) => Object.entries(outcome.seconds))),
    `${passed} passed, ${failures.length} failed`,
  ];
  return `${sections.join("\n\n")}\n`;
}

function failureText({ file, title, error }: Failure, number: string): string {
  return `Failure ${number}: ${file}\n  ${title}\n${indented(shortened(error))}`;
}

function shortened(text: string): string {
  if (text.length <= LONGEST_ERROR_CHARACTERS) return text;
  const half = LONGEST_ERROR_CHARACTERS / 2;
  return `${text.slice(0, half)}\n… ${text.length - 2 * half} characters …\n${text.slice(-half)}`;
}

function indented(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, "    ");
}

function slowestFiles(seconds: readonly (readonly [string, number])[]): string {
  const slowest = seconds.toSorted(([, one], [, other]) => other - one).slice(0, SLOWEST_FILES);
  const lines = slowest.map(([file, each]) => `${each.toFixed(0).padStart(5)} s  ${file}`);
  return ["The files that took longest, side by side with others:", ...lines].join("\n");
}
