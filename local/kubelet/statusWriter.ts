import {
  ApiException,
  PatchStrategy,
  setHeaderOptions,
  type CoreV1Api,
  type V1Pod,
  type V1PodStatus,
} from "@kubernetes/client-node";
import { setTimeout as delay } from "node:timers/promises";

const RETRY_DELAY_MS = 500;

/** Writes the status of one pod, one request after another; of several changes meanwhile only the newest is written. */
export class StatusWriter {
  private closed = false;
  private wanted: V1PodStatus | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly core: CoreV1Api,
    private readonly pod: V1Pod,
    private readonly log: (message: string) => void,
  ) {}

  /** The status that was last handed in. */
  latest: V1PodStatus | undefined;

  write(status: V1PodStatus): void {
    this.latest = status;
    if (this.closed) return;
    this.wanted = status;
    this.writing ??= this.writeAll().finally(() => (this.writing = undefined));
  }

  /** Gives up what is not written yet: there is no pod any more, or no API server. */
  close(): void {
    this.closed = true;
    this.wanted = undefined;
  }

  /** Resolves when everything that was handed in is written, or the pod is gone. */
  async flush(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    while (this.wanted !== undefined) {
      const status = this.wanted;
      this.wanted = undefined;
      try {
        await this.patch(status);
      } catch (error) {
        if (this.closed || (error instanceof ApiException && (error.code === 404 || error.code === 409))) return;
        this.log(`status not written: ${String(error)}`);
        this.wanted ??= status;
        await delay(RETRY_DELAY_MS);
      }
    }
  }

  private async patch(status: V1PodStatus): Promise<void> {
    const { name = "", namespace = "", uid } = this.pod.metadata ?? {};
    await this.core.patchNamespacedPodStatus(
      // The uid makes it a conflict where another pod has taken the name.
      { name, namespace, body: { metadata: { uid }, status } },
      setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch),
    );
  }
}
