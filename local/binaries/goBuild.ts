import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { buildArguments, type GoBinary } from "./goBinary";
import { goEnvironment } from "./goToolchain";

const PROGRESS_EVERY_MS = 10_000;
const LINES_SHOWN_OF_A_FAILURE = 15;

/** Builds the program into `output`, and says every ten seconds how far it is. */
export async function goBuild(
  binary: GoBinary,
  output: string,
  onProgress: (message: string) => void,
  userEnvironment: NodeJS.ProcessEnv,
): Promise<void> {
  const environment = await goEnvironment(binary.moduleDirectory, userEnvironment);
  const startedAt = Date.now();
  const elapsed = (): string => formatDuration(Date.now() - startedAt);
  let state = "looking for what it needs";
  const timer = setInterval(() => {
    onProgress(`${binary.name}: ${state}, ${elapsed()} so far`);
  }, PROGRESS_EVERY_MS);
  onProgress(
    `${binary.name}: building ${binary.description}, once; takes about ${binary.buildMinutes} min on two cores`,
  );
  try {
    let downloads = 0;
    const packages = await go(["list", "-mod=readonly", "-deps", binary.package], binary, environment, (line) => {
      if (line.startsWith("go: downloading")) state = `${++downloads} modules downloaded`;
    });
    state = "compiling and linking";
    let compiled = 0;
    await go(["build", "-v", "-o", output, ...buildArguments(binary)], binary, environment, () => {
      state = `${++compiled} of at most ${packages.length} packages compiled`;
    });
    onProgress(`${binary.name}: built in ${elapsed()}`);
  } finally {
    clearInterval(timer);
  }
}

/** Runs `go` in the program's module; gives the lines of standard output, and each line of standard error as it comes. */
function go(
  args: string[],
  binary: GoBinary,
  environment: NodeJS.ProcessEnv,
  onErrorLine: (line: string) => void,
): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, {
      cwd: binary.moduleDirectory,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    // Interrupted, `go` stops its compilers and removes its work folder.
    const stopWithUs = (): void => void child.kill("SIGINT");
    process.once("exit", stopWithUs);
    const output: string[] = [];
    const complaints: string[] = [];
    createInterface(child.stdout).on("line", (line) => output.push(line));
    createInterface(child.stderr).on("line", (line) => {
      complaints.push(line);
      onErrorLine(line);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("exit", stopWithUs);
      if (code === 0) {
        resolve(output);
        return;
      }
      const last = complaints.slice(-LINES_SHOWN_OF_A_FAILURE).join("\n  ");
      const outcome = signal === null ? `failed with code ${String(code)}` : `was ended by ${signal}`;
      reject(new Error(`Building ${binary.name}: \`go ${args[0] ?? ""}\` ${outcome}:\n  ${last}`));
    });
  });
}

function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
