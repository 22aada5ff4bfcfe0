// Lets `require` load TypeScript: for what is started often, such as this project's Pulumi program and its plugins. tsx,
// which runs all else here, also looks at every file that they load from node_modules; ts-node takes three times as long.
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
