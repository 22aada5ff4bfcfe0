import type { JsonObject } from "../json";
import { imageName, type ImageName } from "./imageName";
import type { LintFinding } from "./lintRule";

/** What an image's name alone tells: that its version is open, or that it is for other machines. */
export function imageFindings({ image }: JsonObject, path: string): readonly LintFinding[] {
  if (typeof image !== "string" || image === "") return [];
  const name = imageName(image);
  const version = openVersion(name);
  const platform = otherPlatform(name);
  const at = `${path}.image`;
  return [
    ...(version === undefined ? [] : [{ rule: "image-tag", path: at, message: version }]),
    ...(platform === undefined
      ? []
      : [
          {
            rule: "image-architecture",
            path: at,
            message: `says ${platform}: Fargate runs images for Linux on amd64`,
          },
        ]),
  ];
}

function openVersion({ tag, hasDigest }: ImageName): string | undefined {
  if (hasDigest) return undefined;
  if (tag === undefined) return "has no tag, so that it may be another image tomorrow; name a version";
  return tag === "latest" ? "has the tag latest, so that it may be another image tomorrow; name a version" : undefined;
}

/**
 * Words for architectures, as images and base images have them. "arm" alone is a name like any other, and so is "windows"
 * but for a tag.
 */
const OTHER_ARCHITECTURES: ReadonlySet<string> = new Set([
  "aarch64",
  "arm64",
  "arm64v8",
  "arm32v5",
  "arm32v6",
  "arm32v7",
  "armhf",
  "armv6",
  "armv7",
  "armv7l",
  "armv8",
  "mips64le",
  "ppc64le",
  "riscv64",
  "s390x",
]);

const WINDOWS = /^(windowsservercore|nanoserver|ltsc20\d\d)$/;

/** An image that also names amd64 is for several architectures. */
function otherPlatform({ path, tag = "" }: ImageName): string | undefined {
  const inPath = wordsOf(path);
  const inTag = wordsOf(tag);
  const words = [...inPath, ...inTag];
  const windows = words.find((word) => WINDOWS.test(word)) ?? inTag.find((word) => word === "windows");
  if (windows !== undefined) return windows;
  if (words.some((word) => /^(amd64|x86|x64|multi|multiarch)$/.test(word))) return undefined;
  return words.find((word) => OTHER_ARCHITECTURES.has(word));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().split(/[^a-z0-9]+/);
}
