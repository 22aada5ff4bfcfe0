// Lets `require` load TypeScript: for what is started often, such as this project's Pulumi program and its plugins. tsx,
// which runs all else here, also looks at every file that they load from node_modules; ts-node takes three times as long.
// One update starts a dozen programs, so what esbuild and V8 make of the files is kept for the next ones.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join, relative, sep } = require("node:path");

const ROOT = dirname(require.resolve("../package.json"));
const CACHE = join(ROOT, "node_modules", ".cache", "fargate-sidecar-injector");
const OPTIONS = { loader: "ts", format: "cjs", target: "node22", sourcemap: "inline" };
const ESBUILD_VERSION = require("esbuild/package.json").version;

// Where nothing can be written V8 does without.
Module.enableCompileCache?.(join(CACHE, "v8"));

Module._extensions[".ts"] = (module, file) => {
  module._compile(javaScriptOf(file), file);
};

/** The file as JavaScript; for a file of this project from the cache, where it has not changed since. */
function javaScriptOf(file) {
  const source = readFileSync(file, "utf8");
  const path = relative(ROOT, file);
  if (path.startsWith("..")) return transform(source, file);
  const cached = join(CACHE, "typescript", `${path.replaceAll(sep, "!")}.js`);
  const hash = createHash("sha256")
    .update(`${ESBUILD_VERSION} ${JSON.stringify(OPTIONS)} ${file}\n${source}`)
    .digest("hex");
  const known = read(cached);
  if (known?.startsWith(`${hash}\n`)) return known.slice(hash.length + 1);
  const code = transform(source, file);
  write(cached, `${hash}\n${code}`);
  return code;
}

function transform(source, file) {
  const { transformSync } = require("esbuild");
  return transformSync(source, { ...OPTIONS, sourcefile: file }).code;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Writes the file whole or not at all: others may be reading it. Where nothing can be written there is no cache. */
function write(file, text) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // The next one transforms the file again.
  }
}
