import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { CoreV1Api, V1Container, V1Pod, V1ServiceAccountTokenProjection, V1Volume } from "@kubernetes/client-node";
import type { ClusterObjects } from "./clusterObjects";
import type { Mount } from "./containerProcess";
import type { PodAddresses } from "./fieldReference";
import { MountedDirectory } from "./mountedDirectory";
import { volumeContents, type VolumeSources } from "./volumeFiles";

export interface PodVolumesOptions {
  core: CoreV1Api;
  objects: ClusterObjects;
  addresses: PodAddresses;
  directory: string;
  /** Time between a change of an object and that of the files that show it. */
  changeDelayMs: number;
  log: (message: string) => void;
}

const DEFAULT_TOKEN_SECONDS = 3600;
/** A kubelet renews a token when it has lived four fifths of its time. */
const TOKEN_RENEWAL_SHARE = 0.8;
const REFUSED_TOKEN_RETRY_MS = 1000;

/** The volumes of one pod as folders, kept up to date while the pod lives. */
export class PodVolumes {
  private readonly directories = new Map<string, MountedDirectory>();
  private readonly tokens = new Map<string, string>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly stopWatching: () => void;
  private mounted = false;
  private onRefresh: () => void = () => undefined;

  constructor(
    private pod: V1Pod,
    private readonly options: PodVolumesOptions,
  ) {
    this.stopWatching = options.objects.onMountableChange((namespace) => {
      if (namespace === pod.metadata?.namespace) this.refreshLater();
    });
  }

  /** Resolves when every volume holds what it shows; `onMissing` is told what it waits for. */
  async mount(signal: AbortSignal, onMissing: (message: string) => void): Promise<void> {
    while (!signal.aborted) {
      const missing = (await this.issueTokens()) ?? this.refresh();
      this.mounted = missing === undefined;
      if (missing === undefined) return;
      onMissing(missing);
      await this.nextRefresh(signal);
    }
  }

  /** Takes over the labels and annotations that downward API volumes show. */
  update(pod: V1Pod): void {
    this.pod = pod;
    this.refreshLater();
  }

  /** The folder of this machine in which all volumes of the pod are. */
  get directory(): string {
    return this.options.directory;
  }

  /** Where the container's mounts are on this machine. */
  mountsOf(container: V1Container): Mount[] {
    return (container.volumeMounts ?? []).map(({ name, mountPath, subPath }) => ({
      mountPath: mountPath.replace(/(.)\/+$/, "$1"),
      source: join(this.directoryOf(name), subPath ?? ""),
    }));
  }

  dispose(): void {
    this.stopWatching();
    for (const timer of this.timers) clearTimeout(timer);
  }

  private nextRefresh(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.onRefresh = resolve;
      signal.addEventListener("abort", this.onRefresh, { once: true });
      if (signal.aborted) resolve();
    });
  }

  private refreshLater(): void {
    if (this.mounted) this.after(this.options.changeDelayMs, () => this.refresh());
    else this.onRefresh();
  }

  /** Writes what has changed. Returns what is missing; a volume that was complete before keeps its files then. */
  private refresh(): string | undefined {
    const messages = (this.pod.spec?.volumes ?? []).flatMap((volume) => this.writeVolume(volume) ?? []);
    return messages.length === 0 ? undefined : messages.join("; ");
  }

  private writeVolume(volume: V1Volume): string | undefined {
    const contents = volumeContents(volume, this.sources());
    switch (contents.kind) {
      case "missing":
        return contents.message;
      case "scratch":
        mkdirSync(this.directoryOf(volume.name), { recursive: true });
        return undefined;
      case "files": {
        const directory = this.directories.get(volume.name) ?? new MountedDirectory(this.directoryOf(volume.name));
        this.directories.set(volume.name, directory);
        directory.write(contents.files);
        return undefined;
      }
    }
  }

  private sources(): VolumeSources {
    const { objects, addresses } = this.options;
    const namespace = this.pod.metadata?.namespace ?? "";
    return {
      pod: this.pod,
      addresses,
      secret: (name) => objects.secret(namespace, name),
      configMap: (name) => objects.configMap(namespace, name),
      token: (projection) => this.tokens.get(tokenKey(projection)),
    };
  }

  /** Gets the tokens that are still wanted. Returns why one was refused. */
  private async issueTokens(): Promise<string | undefined> {
    const projections = (this.pod.spec?.volumes ?? [])
      .flatMap((volume) => volume.projected?.sources ?? [])
      .flatMap((source) => source.serviceAccountToken ?? [])
      .filter((projection) => !this.tokens.has(tokenKey(projection)));
    try {
      await Promise.all(projections.map((projection) => this.issueToken(projection)));
      return undefined;
    } catch (error) {
      // Most likely the service account is missing; nothing tells when it comes.
      this.after(REFUSED_TOKEN_RETRY_MS, () => {
        this.onRefresh();
      });
      return `service account token: ${String(error)}`;
    }
  }

  private async issueToken(projection: V1ServiceAccountTokenProjection): Promise<void> {
    const { name = "", namespace = "", uid = "" } = this.pod.metadata ?? {};
    const expirationSeconds = projection.expirationSeconds ?? DEFAULT_TOKEN_SECONDS;
    const request = await this.options.core.createNamespacedServiceAccountToken({
      name: this.pod.spec?.serviceAccountName ?? "default",
      namespace,
      body: {
        spec: {
          audiences: projection.audience === undefined ? [] : [projection.audience],
          expirationSeconds,
          boundObjectRef: { apiVersion: "v1", kind: "Pod", name, uid },
        },
      },
    });
    this.tokens.set(tokenKey(projection), request.status?.token ?? "");
    this.after(expirationSeconds * 1000 * TOKEN_RENEWAL_SHARE, () => {
      void this.issueToken(projection).then(
        () => this.refresh(),
        (error: unknown) => {
          this.options.log(`service account token not renewed: ${String(error)}`);
        },
      );
    });
  }

  private after(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      action();
    }, delayMs);
    this.timers.add(timer);
  }

  private directoryOf(volume: string): string {
    return join(this.directory, volume);
  }
}

function tokenKey({ audience = "", path }: V1ServiceAccountTokenProjection): string {
  return `${audience} ${path}`;
}
