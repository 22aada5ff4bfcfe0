/**
 * Builds what is published: the library and command line as JavaScript with types in `dist/`, and the webhook as one
 * file, `dist/webhook/server.js`, which is all that its image holds beside Node and the licences of what is in it.
 */
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundledPackages, thirdPartyNotices, type BundledPackage } from "./thirdPartyNotices";

const root = join(__dirname, "..");

/**
 * Bundles the webhook with its dependencies into one CommonJS file, the same one on every machine, and writes
 * THIRD_PARTY_NOTICES beside it. Returns the packages whose code is in it.
 */
export async function bundleWebhook(outputFile: string): Promise<readonly BundledPackage[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join("webhook", "main.ts")],
    outfile: outputFile,
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    legalComments: "eof",
    logLevel: "warning",
    metafile: true,
  });
  const packages = bundledPackages(root, Object.keys(metafile.inputs));
  writeFileSync(join(dirname(outputFile), "THIRD_PARTY_NOTICES"), thirdPartyNotices(packages));
  return packages;
}

async function buildAll(): Promise<void> {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const compiler = require.resolve("typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "--project", join(root, "tsconfig.build.json")], { stdio: "inherit" });
  await bundleWebhook(join(root, "dist", "webhook", "server.js"));
}

if (require.main === module) void buildAll();
