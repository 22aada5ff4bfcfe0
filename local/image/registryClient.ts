import { createHash } from "node:crypto";
import { isJsonObject, type JsonObject } from "../../injection";

/** What a manifest says of something that the registry holds. */
export interface Descriptor {
  mediaType: string;
  /** `sha256:…` of the content. */
  digest: string;
  /** Bytes of the content. */
  size: number;
}

/** One repository of a registry that talks plain HTTP, as a local one does. */
export class RegistryClient {
  /** @param repository registry and repository, such as `127.0.0.1:5000/base` */
  constructor(readonly repository: string) {}

  /**
   * The manifest under a digest or a tag.
   * @throws Error where the content is not that of the digest
   */
  async manifest(reference: string): Promise<{ digest: string; mediaType: string; content: JsonObject }> {
    const accept = [OCI_MANIFEST, OCI_INDEX].join(", ");
    const response = await this.request(`manifests/${reference}`, { headers: { accept } });
    const body = Buffer.from(await response.arrayBuffer());
    const digest = digestOf(body);
    if (reference.includes(":") && digest !== reference) throw new Error(`${reference} has the digest ${digest}`);
    const content: unknown = JSON.parse(body.toString());
    if (!isJsonObject(content)) throw new Error(`the manifest of ${reference} is no object`);
    return { digest, mediaType: response.headers.get("content-type") ?? "", content };
  }

  /** The digest under a tag, or undefined where there is no such tag. */
  async digestOfTag(tag: string): Promise<string | undefined> {
    return (await this.tags()).includes(tag) ? (await this.manifest(tag)).digest : undefined;
  }

  /** The tags, none where the repository does not exist. */
  async tags(): Promise<string[]> {
    const response = await fetch(this.url("tags/list"));
    if (response.status === 404) return [];
    const list: unknown = await response.json();
    const tags = isJsonObject(list) ? list.tags : undefined;
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
  }

  /**
   * What a descriptor stands for.
   * @throws Error where its digest or size is another one
   */
  async blob({ digest, size }: Descriptor): Promise<Buffer> {
    const content = Buffer.from(await (await this.request(`blobs/${digest}`)).arrayBuffer());
    if (content.length !== size) throw new Error(`${digest} has ${content.length} bytes instead of ${size}`);
    if (digestOf(content) !== digest) throw new Error(`${digest} has the digest ${digestOf(content)}`);
    return content;
  }

  async pushBlob(mediaType: string, content: Buffer): Promise<Descriptor> {
    const digest = digestOf(content);
    const upload = await this.request("blobs/uploads/", { method: "POST" });
    const location = new URL(upload.headers.get("location") ?? "", this.url(""));
    location.searchParams.set("digest", digest);
    await this.request(location.href, { method: "PUT", body: new Uint8Array(content) });
    return { mediaType, digest, size: content.length };
  }

  /** Gives the manifest's digest. */
  async pushManifest(tag: string, mediaType: string, manifest: object): Promise<string> {
    const body = Buffer.from(JSON.stringify(manifest));
    await this.request(`manifests/${tag}`, { method: "PUT", headers: { "content-type": mediaType }, body });
    return digestOf(body);
  }

  private async request(path: string, options: RequestInit = {}): Promise<Response> {
    const headers = new Headers(options.headers);
    headers.set("authorization", CREDENTIALS);
    const response = await fetch(this.url(path), { ...options, headers });
    if (response.ok) return response;
    const answer = await response.text();
    throw new Error(`${options.method ?? "GET"} ${path} of ${this.repository}: ${response.status} ${answer}`);
  }

  private url(path: string): string {
    const [host = "", ...name] = this.repository.split("/");
    return new URL(path, `http://${host}/v2/${name.join("/")}/`).href;
  }
}

/** Of nobody in particular: a local registry takes any, where it wants some. */
const CREDENTIALS = `Basic ${Buffer.from("client:client").toString("base64")}`;

export const OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const OCI_INDEX = "application/vnd.oci.image.index.v1+json";
export const OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
export const OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";

export function digestOf(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
