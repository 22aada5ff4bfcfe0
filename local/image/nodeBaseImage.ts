// Stands in for the distroless image of Node.js, which no registry on this machine has: the Node.js that runs this
// program, at the same place, with the libraries that it needs and nothing else.
import { execFile } from "node:child_process";
import { readFile, realpath } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { promisify } from "node:util";
import { digestOf, OCI_CONFIG, OCI_LAYER, OCI_MANIFEST, RegistryClient } from "./registryClient";
import { writeTar, type TarEntry } from "./tarArchive";

const run = promisify(execFile);

/** Pushes the image for linux/amd64, and gives its reference by digest. */
export async function pushNodeBaseImage(repository: string): Promise<string> {
  const registry = new RegistryClient(repository);
  const tar = writeTar(await nodeFiles());
  const layer = await registry.pushBlob(OCI_LAYER, tar);
  const image = {
    architecture: "amd64",
    os: "linux",
    config: { User: "65532", Entrypoint: ["/nodejs/bin/node"], Env: ["PATH=/nodejs/bin"] },
    rootfs: { type: "layers", diff_ids: [digestOf(tar)] },
    history: [{ created: "1970-01-01T00:00:00Z", created_by: "nodeBaseImage" }],
  };
  const config = await registry.pushBlob(OCI_CONFIG, Buffer.from(JSON.stringify(image)));
  const manifest = { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [layer] };
  return `${repository}@${await registry.pushManifest("base", OCI_MANIFEST, manifest)}`;
}

async function nodeFiles(): Promise<TarEntry[]> {
  const libraries = await sharedLibraries(process.execPath);
  const files = [{ path: "nodejs/bin/node", from: process.execPath }, ...libraries];
  const folders = new Set(files.flatMap(({ path }) => parents(path)));
  return [
    ...[...folders].sort().map((path) => ({ ...METADATA, path, type: "directory" as const })),
    ...(await Promise.all(
      files.map(async ({ path, from }) => ({
        ...METADATA,
        path,
        type: "file" as const,
        content: await readFile(from),
      })),
    )),
  ];
}

const METADATA = { mode: 0o755, userId: 0, groupId: 0, modifiedAt: 0 };

/** The libraries of a program and its loader, by the paths at which it looks for them. */
async function sharedLibraries(program: string): Promise<{ path: string; from: string }[]> {
  const { stdout } = await run("ldd", [program]);
  const paths = [...stdout.matchAll(/(\/\S+) \(0x[0-9a-f]+\)$/gm)].map(([, path = ""]) => path);
  return Promise.all(paths.map(async (path) => ({ path: placeInImage(path), from: await realpath(path) })));
}

/** Where the loader looks without configuration: its own path is fixed, and libraries are sought below /lib. */
function placeInImage(path: string): string {
  const name = basename(path);
  return name.startsWith("ld-linux") ? path.slice(1) : `lib/x86_64-linux-gnu/${name}`;
}

function parents(path: string): string[] {
  const parent = dirname(path);
  return parent === "." ? [] : [...parents(parent), parent];
}
