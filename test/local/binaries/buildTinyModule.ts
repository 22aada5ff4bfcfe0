// A process of its own that asks for the tiny program: `buildTinyModule.ts MODULE_DIRECTORY`, cache by the environment.
import { cachedBinary } from "../../../local/binaries/cachedBinary";
import { tinyProgram } from "./tinyModule";

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error("usage: buildTinyModule.ts MODULE_DIRECTORY");
void cachedBinary(tinyProgram(directory), (message) => {
  process.stdout.write(`${message}\n`);
});
