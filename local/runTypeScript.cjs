// `node local/runTypeScript.cjs PROGRAM.ts ARGUMENT…`: runs a program with typescriptRequire.cjs, also where an `--import`
// would have Node.js load it as a module of its own kind.
const Module = require("node:module");
const { resolve } = require("node:path");
require("./typescriptRequire.cjs");

process.argv.splice(1, 1);
require(resolve(process.argv[1]));
// Node.js would do so at its end, and many a program that is started here is killed.
Module.flushCompileCache?.();
