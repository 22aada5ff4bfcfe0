/**
 * Builds what is published: the library and command line as JavaScript with types in `dist/`, and the webhook as one
 * file, `dist/webhook/server.js`, which is all that its image holds beside Node.
 */
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");

/** Bundles the webhook with its dependencies into one CommonJS file. */
export async function bundleWebhook(outputFile: string): Promise<void> {
  await build({
    entryPoints: [join(root, "webhook", "main.ts")],
    outfile: outputFile,
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    legalComments: "eof",
    logLevel: "warning",
  });
}

async function buildAll(): Promise<void> {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const compiler = require.resolve("typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "--project", join(root, "tsconfig.build.json")], { stdio: "inherit" });
  await bundleWebhook(join(root, "dist", "webhook", "server.js"));
}

if (require.main === module) void buildAll();
