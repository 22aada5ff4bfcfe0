import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TSCONFIG = {
  compilerOptions: {
    target: "ES2022",
    rootDir: ".",
    module: "nodenext",
    strict: true,
    types: ["node"],
    // Checking the types of Pulumi's SDKs takes several seconds, at every preview and update.
    noCheck: true,
  },
  files: ["index.ts"],
};

/** An ordinary Pulumi project in TypeScript, in a folder of its own. */
export class TemporaryProject {
  readonly directory = mkdtempSync(join(tmpdir(), "pulumi-project-"));

  constructor(program: string) {
    this.write("Pulumi.yaml", "name: sample\nruntime: nodejs\nmain: index.ts\n");
    this.write("package.json", '{"name": "sample", "dependencies": {"@pulumi/pulumi": "*"}}\n');
    this.write("tsconfig.json", JSON.stringify(TSCONFIG));
    this.write("index.ts", program);
    symlinkSync(join(__dirname, "..", "..", "..", "node_modules"), join(this.directory, "node_modules"));
  }

  write(file: string, content: string): void {
    writeFileSync(join(this.directory, file), content);
  }

  /** Every file with its content. */
  files(): Record<string, string> {
    const names = readdirSync(this.directory).filter((name) => name !== "node_modules");
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(this.directory, name), "utf8")]));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
