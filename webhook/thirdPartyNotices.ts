import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A package whose code is in the bundle. */
export interface BundledPackage {
  name: string;
  version: string;
  /** SPDX expression, as its package.json has it. */
  license: string;
  /** Its files that tell the terms, by name. */
  texts: readonly { file: string; text: string }[];
}

const TERMS_FILE = /^(licen[cs]e|unlicense|copying|notice)/i;

/**
 * The packages behind a bundle's inputs, each version once, by name.
 * @param inputs the paths of esbuild's metafile, relative to `root`
 * @throws Error where a package comes without the text of its licence, which has to go with copies of its code
 */
export function bundledPackages(root: string, inputs: readonly string[]): BundledPackage[] {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const packages = new Map(
    [...folders].map((folder) => readPackage(join(root, folder))).map((each) => [key(each), each]),
  );
  return [...packages.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** What the licences of the packages want to be handed on with their code; always the same for the same packages. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  const intro = "server.js contains code of these packages, under these terms.\n";
  return [intro, ...packages.map(noticeOf)].join(`\n${"=".repeat(80)}\n\n`);
}

function noticeOf({ name, version, license, texts }: BundledPackage): string {
  return [`${name} ${version} (${license})\n`, ...texts.map(({ text }) => `${text.trim()}\n`)].join("\n");
}

/** `node_modules/a/node_modules/@b/c` of `node_modules/a/node_modules/@b/c/index.js`; undefined for a file of our own. */
function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = readManifest(join(folder, "package.json"));
  const texts = readdirSync(folder)
    .filter((file) => TERMS_FILE.test(file))
    .sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n") }));
  if (texts.length === 0) throw new Error(`${name} ${version} (${license}) has no licence file in ${folder}`);
  return { name, version, license, texts };
}

function readManifest(file: string): Omit<BundledPackage, "texts"> {
  const manifest: unknown = JSON.parse(readFileSync(file, "utf8"));
  const text = (field: string): string => {
    const value: unknown = typeof manifest === "object" && manifest !== null ? Reflect.get(manifest, field) : undefined;
    if (typeof value !== "string") throw new Error(`${file} has no ${field}`);
    return value;
  };
  return { name: text("name"), version: text("version"), license: text("license") };
}

function key({ name, version }: BundledPackage): string {
  return `${name}@${version}`;
}
