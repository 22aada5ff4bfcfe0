// Lets `require` load TypeScript. For programs that are started often, as the plugins of Pulumi are: tsx, which runs all
// else here, looks at every file that they load from node_modules too, which doubles the time until they are ready.
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { transformSync } = require("esbuild");

Module._extensions[".ts"] = (module, file) => {
  const { code } = transformSync(readFileSync(file, "utf8"), {
    loader: "ts",
    format: "cjs",
    target: "node22",
    sourcefile: file,
    sourcemap: "inline",
  });
  module._compile(code, file);
};
