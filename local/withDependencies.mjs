// Runs a TypeScript program of this repository: `node local/withDependencies.mjs PROGRAM.ts [ARGUMENT…]`.
// Plain JavaScript that any Node 20 runs, because it comes first on a fresh machine: it installs the locked
// dependencies where they are missing or stale, then starts the program with the Node that they bring.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Whether node_modules holds what package-lock.json asks for, by npm's own record of what it has installed. */
function dependenciesAreInstalled() {
  const record = join(modules, ".package-lock.json");
  if (!existsSync(record)) return false;
  const { packages: installed } = JSON.parse(readFileSync(record, "utf8"));
  const { packages: locked } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return Object.entries(locked).every(
    ([path, { version, optional }]) =>
      path === "" || (optional && !installed[path]) || installed[path]?.version === version,
  );
}

function installDependencies() {
  if (dependenciesAreInstalled()) return;
  process.stderr.write("Installing the npm dependencies (about a minute, once) …\n");
  // Standard output belongs to the program: `npm run --silent cli -- …` is read by other programs.
  const install = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (install.error) fail(`npm could not be started (${install.error.message}): install Node.js 20 or newer with npm.`);
  if (install.status !== 0)
    fail("`npm ci` failed, see above. It needs package-lock.json unchanged and the npm registry.");
}

/** The Node that runs everything: the one that the `node` package brings, else this one where it is new enough. */
function nodeBinary() {
  const bundled = join(modules, "node", "bin", "node");
  if (existsSync(bundled) && spawnSync(bundled, ["--version"]).status === 0) return bundled;
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 22) return process.execPath;
  return fail(
    `Node.js 22 or newer is needed, this is ${process.version}, and the \`node\` package did not bring one ` +
      "(its install script did not run). Run `npm rebuild node`, or install Node.js 22 or newer.",
  );
}

const [program, ...programArguments] = process.argv.slice(2);
if (program === undefined) fail("usage: node local/withDependencies.mjs PROGRAM.ts [ARGUMENT…]");
installDependencies();
const node = nodeBinary();
const child = spawn(node, ["--import", "tsx", join(root, program), ...programArguments], {
  stdio: "inherit",
  env: { ...process.env, PATH: `${dirname(node)}:${join(modules, ".bin")}:${process.env.PATH ?? ""}` },
});
// A Ctrl-C reaches the program twice, by the terminal and from here; `kill` of this process only from here.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => fail(`${node} could not be started: ${error.message}`));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
// npm runs a script in a shell, which ends without a word to the script where npm is ended by a signal.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined)
  setInterval(() => {
    if (process.ppid !== parent) child.kill("SIGTERM");
  }, 500).unref();
