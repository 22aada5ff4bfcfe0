import {
  chmodSync,
  linkSync,
  lchownSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { readTar, type TarEntry } from "./tarArchive";

const WHITEOUT = ".wh.";
/** In a folder: nothing that the layers below have in it is seen. */
const OPAQUE = ".wh..wh..opq";

/**
 * Makes the file system of an image in an empty folder, from the uncompressed layers, the lowest one first. Owners are
 * set where this process may do that, as root.
 * Source: https://github.com/opencontainers/image-spec/blob/main/layer.md
 * @throws Error where a layer would write outside of the folder
 */
export function unpackLayers(layers: readonly Buffer[], directory: string): void {
  const root = realpathSync(directory);
  for (const layer of layers) {
    const entries = readTar(layer);
    // A layer removes only what is below it, so removing comes first, wherever in the archive it stands.
    for (const { path } of entries.filter(isWhiteout)) remove(placeOf(root, path), basename(path));
    for (const entry of entries.filter((each) => !isWhiteout(each))) add(root, entry);
  }
}

function isWhiteout({ path }: TarEntry): boolean {
  return basename(path).startsWith(WHITEOUT);
}

function remove(place: string, whiteout: string): void {
  const parent = dirname(place);
  if (whiteout !== OPAQUE) {
    rmSync(join(parent, whiteout.slice(WHITEOUT.length)), { recursive: true, force: true });
    return;
  }
  for (const name of readdirSync(parent)) rmSync(join(parent, name), { recursive: true });
}

function add(root: string, entry: TarEntry): void {
  const place = placeOf(root, entry.path);
  const old = lstatSync(place, { throwIfNoEntry: false });
  if (old !== undefined && !(old.isDirectory() && entry.type === "directory")) rmSync(place, { recursive: true });
  switch (entry.type) {
    case "file":
      writeFileSync(place, entry.content);
      break;
    case "directory":
      mkdirSync(place, { recursive: true });
      break;
    case "symbolic link":
      symlinkSync(entry.target, place);
      break;
    case "hard link":
      linkSync(placeOf(root, entry.target), place);
      return; // owner, mode and time are those of the file
  }
  if (process.getuid?.() === 0) lchownSync(place, entry.userId, entry.groupId);
  if (entry.type !== "symbolic link") chmodSync(place, entry.mode);
  lutimesSync(place, entry.modifiedAt, entry.modifiedAt);
}

/** Where a path of the image is; folders on the way are made, and links on the way must not lead out. */
function placeOf(root: string, path: string): string {
  if (path.split("/").includes("..")) throw new Error(`the layer has ${path}, which is outside of the image`);
  const place = join(root, path);
  if (place === root || place === `${root}/`) return root;
  const parent = dirname(place);
  mkdirSync(parent, { recursive: true });
  const real = realpathSync(parent);
  if (real !== root && !real.startsWith(`${root}/`)) {
    throw new Error(`the layer has ${path}, which is outside of the image by way of a link`);
  }
  return place;
}
