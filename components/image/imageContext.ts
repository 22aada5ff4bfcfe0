import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { Problem } from "../../injection/problem";

/** From where the image is built, as paths that mean the same on every machine. */
export interface ImageContext {
  /** The root of this package, relative to the working directory: it may lie in anybody's node_modules. */
  directory: string;
  /** webhook/Dockerfile, relative to the working directory. */
  dockerfile: string;
}

const DOCKERFILE = join("webhook", "Dockerfile");

/** What goes into the image beside its base, and says how: paths below the root of the package. */
const IMAGE_FILES = [
  DOCKERFILE,
  join("dist", "webhook", "server.js"),
  join("dist", "webhook", "THIRD_PARTY_NOTICES"),
] as const;

/**
 * Where the image is built from. The working directory is the one in which Pulumi runs the program and its plugins; an
 * inline program of the Automation API has to take its own as `workDir` for that.
 */
export function imageContext(): ImageContext {
  const root = packageRoot();
  return { directory: fromWorkingDirectory(root), dockerfile: fromWorkingDirectory(join(root, DOCKERFILE)) };
}

/** The files of the image by path, with "/" between folders. */
export function imageFiles(): Record<string, Buffer> {
  const root = packageRoot();
  return Object.fromEntries(IMAGE_FILES.map((file) => [withSlashes(file), readFileSync(join(root, file))]));
}

/** Files of the image that are missing: those of a clone that nobody has built yet. */
export function missingFileProblems(root: string = packageRoot()): Problem[] {
  const missing = IMAGE_FILES.filter((file) => !existsSync(join(root, file))).map(withSlashes);
  if (missing.length === 0) return [];
  const message =
    `the image needs ${missing.join(" and ")}, which a published package has and a clone makes by \`npm run build\`; ` +
    "or name an image that exists";
  return [{ path: "", message }];
}

/** The first folder above this file, or above its compiled form in dist/, that has the Dockerfile. */
function packageRoot(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, DOCKERFILE))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`${withSlashes(DOCKERFILE)} is missing above ${__dirname}`);
    directory = parent;
  }
  return directory;
}

function fromWorkingDirectory(path: string): string {
  return withSlashes(relative(process.cwd(), path)) || ".";
}

function withSlashes(path: string): string {
  return path.split(sep).join("/");
}
