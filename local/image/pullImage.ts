import { gunzipSync } from "node:zlib";
import { isJsonObject, type JsonObject } from "../../injection";
import { digestOf, OCI_LAYER, OCI_MANIFEST, RegistryClient, type Descriptor } from "./registryClient";

/** An image as a container runtime gets it: every part is what its digest says. */
export interface PulledImage {
  digest: string;
  config: ImageConfig;
  /** Uncompressed, the lowest one first. */
  layers: Buffer[];
}

/** What a container is run with. Source: https://github.com/opencontainers/image-spec/blob/main/config.md */
export interface ImageConfig {
  architecture: string;
  os: string;
  /** When it was built, as ISO 8601 time; empty where it does not say. */
  created: string;
  user: string;
  /** `NAME=value` each. */
  environment: string[];
  entrypoint: string[];
  command: string[];
}

/**
 * Pulls `registry/repository@sha256:…` from a registry that talks plain HTTP.
 * @throws Error where a part is missing, damaged, or of a kind that this one does not know
 */
export async function pullImage(reference: string): Promise<PulledImage> {
  const [repository = "", digest = ""] = reference.split("@");
  const registry = new RegistryClient(repository);
  const { content: manifest, mediaType } = await registry.manifest(digest);
  if (mediaType !== OCI_MANIFEST) throw new Error(`${reference} is ${mediaType}, not an image of one platform`);
  const config = parseObject(await registry.blob(descriptor(manifest.config)));
  const rootfs = object(config.rootfs);
  const layers = await Promise.all(list(manifest.layers).map((layer) => pullLayer(registry, descriptor(layer))));
  const expected = list(rootfs.diff_ids);
  if (layers.length !== expected.length) throw new Error(`${layers.length} layers instead of ${expected.length}`);
  for (const [index, layer] of layers.entries()) {
    if (digestOf(layer) !== expected[index]) throw new Error(`layer ${index} is not what the configuration says`);
  }
  return { digest, config: imageConfig(config), layers };
}

async function pullLayer(registry: RegistryClient, layer: Descriptor): Promise<Buffer> {
  const content = await registry.blob(layer);
  if (layer.mediaType === OCI_LAYER) return content;
  if (layer.mediaType === `${OCI_LAYER}+gzip`) return gunzipSync(content);
  throw new Error(`layer ${layer.digest} is ${layer.mediaType}`);
}

function imageConfig(image: JsonObject): ImageConfig {
  const config = object(image.config);
  return {
    architecture: text(image.architecture),
    os: text(image.os),
    created: text(image.created ?? ""),
    user: text(config.User ?? ""),
    environment: list(config.Env ?? []).map(text),
    entrypoint: list(config.Entrypoint ?? []).map(text),
    command: list(config.Cmd ?? []).map(text),
  };
}

function descriptor(value: unknown): Descriptor {
  const { mediaType, digest, size } = object(value);
  if (typeof size !== "number") throw new Error(`${JSON.stringify(value)} has no size`);
  return { mediaType: text(mediaType), digest: text(digest), size };
}

function parseObject(content: Buffer): JsonObject {
  return object(JSON.parse(content.toString()));
}

function object(value: unknown): JsonObject {
  if (isJsonObject(value)) return value;
  throw new Error(`${JSON.stringify(value)} where an object is expected`);
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${JSON.stringify(value)} where a list is expected`);
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new Error(`${JSON.stringify(value)} where a text is expected`);
}
