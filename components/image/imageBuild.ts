import { createHash } from "node:crypto";

/** How an image is built, as far as it decides what the image is. */
export interface ImageBuild {
  platform: "linux/amd64";
  /** Build arguments of the Dockerfile. */
  buildArgs: Record<string, string>;
  /** Settings of BuildKit's image exporter. */
  exporter: string;
}

/**
 * The build of the webhook's image. The same files give the same image, byte by byte, so that an image that was pushed
 * and then forgotten, because its update was cut off, is found again: BuildKit pushes no manifest that the registry has
 * under the tag already, and ECR would refuse any other one.
 * @param baseImage undefined for the one that the Dockerfile names
 */
export function imageBuild(baseImage: string | undefined): ImageBuild {
  return {
    // Fargate runs pods on x86 alone.
    platform: "linux/amd64",
    buildArgs: {
      // The time in the image's configuration, and with rewrite-timestamp that of the files in its layer.
      SOURCE_DATE_EPOCH: "0",
      ...(baseImage === undefined ? {} : { BASE_IMAGE: baseImage }),
    },
    // What a version of BuildKit may change its default of is said. Layers of the base image stay as they are.
    exporter: "type=image,push=true,oci-mediatypes=true,compression=gzip,rewrite-timestamp=true",
  };
}

/** A tag that stands for all that the image is made of: another content, or another build, has another one. */
export function contentTag(build: ImageBuild, files: Readonly<Record<string, Buffer>>): string {
  const hash = createHash("sha256");
  const add = (part: string | Buffer): void => void hash.update(`${Buffer.byteLength(part)}:`).update(part);
  add(build.platform);
  add(build.exporter);
  for (const [name, value] of inOrder(build.buildArgs)) [name, value].forEach(add);
  for (const [path, content] of inOrder(files)) [path, content].forEach(add);
  return `content-${hash.digest("hex").slice(0, 32)}`;
}

function inOrder<Value>(values: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
