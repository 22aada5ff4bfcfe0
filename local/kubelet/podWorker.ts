import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ApiException, type V1Pod } from "@kubernetes/client-node";
import { containerLogFile } from "./containerLogFile";
import type { Container, ContainerOutcome } from "./container";
import type { PodAddresses } from "./fieldReference";
import type { KubeletSurroundings } from "./kubeletSurroundings";
import type { ContainerLog } from "./logServer";
import { createContainers, type PodContainers } from "./podContainers";
import { podStatus } from "./podStatus";
import { PodVolumes } from "./podVolumes";
import { StatusWriter } from "./statusWriter";

/** The life of one pod on its node, from its binding to its removal. */
export class PodWorker {
  private readonly addresses: PodAddresses;
  private readonly volumes: PodVolumes;
  private readonly containers: PodContainers;
  private readonly statusWriter: StatusWriter;
  private readonly directory: string;
  private readonly startTime = new Date();
  private readonly ending = new AbortController();
  private volumesMissing: string | undefined = "not mounted yet";
  private initialized = false;
  private outcome: "Succeeded" | "Failed" | undefined;

  constructor(
    private pod: V1Pod,
    hostIP: string,
    private readonly surroundings: KubeletSurroundings,
  ) {
    const { core, objects, network, mountedFileDelayMs, podsDirectory } = surroundings;
    const log = (message: string) => {
      surroundings.log(`${pod.metadata?.namespace ?? ""}/${pod.metadata?.name ?? ""}: ${message}`);
    };
    this.addresses = { podIP: network.assign(), hostIP };
    this.directory = join(podsDirectory, pod.metadata?.uid ?? "");
    this.statusWriter = new StatusWriter(core, pod, log);
    this.volumes = new PodVolumes(pod, {
      core,
      objects,
      addresses: this.addresses,
      directory: this.directory,
      changeDelayMs: mountedFileDelayMs,
      log,
    });
    const onChange = () => {
      this.report();
    };
    this.containers = createContainers(
      { pod, addresses: this.addresses, volumes: this.volumes, onChange },
      surroundings,
    );
  }

  /** Runs the pod until its containers have ended for good, by themselves or by `terminate` or `kill`. */
  async run(): Promise<void> {
    await this.volumes.mount(this.ending.signal, (missing) => {
      this.volumesMissing = missing;
      this.report();
    });
    if (this.isEnding()) return;
    this.volumesMissing = undefined;
    this.report();
    const failed = (await this.initialize()) === "failed";
    if (this.isEnding()) return;
    const outcomes: ContainerOutcome[] = failed
      ? [{ kind: "failed" }]
      : await Promise.all(this.containers.main.map((container) => container.run()));
    if (this.isEnding()) return;
    await this.stopSidecars(Date.now() + this.graceSeconds() * 1000);
    this.outcome = outcomes.every(({ kind }) => kind === "succeeded") ? "Succeeded" : "Failed";
    this.report();
  }

  /** Takes over a new version of the object. */
  update(pod: V1Pod): void {
    const gatesChanged = JSON.stringify(pod.status?.conditions) !== JSON.stringify(this.pod.status?.conditions);
    this.pod = pod;
    this.volumes.update(pod);
    if (gatesChanged && (pod.spec?.readinessGates ?? []).length > 0) this.report();
  }

  /** Ends the containers within the pod's grace period, then removes the object. */
  async terminate(): Promise<void> {
    if (this.isEnding()) return;
    this.ending.abort();
    const graceSeconds = this.graceSeconds();
    const deadline = Date.now() + graceSeconds * 1000;
    await Promise.all(this.containers.main.map((container) => container.stop(graceSeconds)));
    await this.stopSidecars(deadline);
    await this.statusWriter.flush();
    await this.removeObject();
    this.dispose();
  }

  /** Ends everything at once, for a pod whose object is gone and for a cluster that stops. */
  async kill(): Promise<void> {
    this.ending.abort();
    this.statusWriter.close();
    await Promise.all(this.allContainers().map((container) => container.kill()));
    this.dispose();
  }

  isFor(namespace: string, name: string): boolean {
    return this.pod.metadata?.namespace === namespace && this.pod.metadata.name === name;
  }

  /** The log of a container, or undefined where it has not started or is fake. */
  containerLog(name: string): ContainerLog | undefined {
    const { name: pod = "", namespace = "" } = this.pod.metadata ?? {};
    const status = this.allContainers().find((container) => container.status.name === name)?.status;
    const file = containerLogFile(this.surroundings.logDirectory, namespace, pod, name);
    if (status === undefined || !existsSync(file)) return undefined;
    return { file, running: () => status.state.running !== undefined };
  }

  /** Init containers in their order; each sidecar has started before the next one begins. */
  private async initialize(): Promise<"done" | "failed"> {
    const aborted = new Promise<undefined>((resolve) => {
      this.ending.signal.addEventListener("abort", () => {
        resolve(undefined);
      });
    });
    for (const { container, sidecar } of this.containers.init) {
      if (this.isEnding()) return "failed";
      const run = container.run();
      if (sidecar) await Promise.race([container.started, aborted]);
      else if ((await run).kind === "failed") return "failed";
    }
    this.initialized = true;
    this.report();
    return "done";
  }

  /** Init containers, which are all sidecars by now where they still run, in reverse order. */
  private async stopSidecars(deadline: number): Promise<void> {
    for (const { container } of this.containers.init.toReversed()) {
      await container.stop(Math.max(0, (deadline - Date.now()) / 1000));
    }
  }

  private allContainers(): Container[] {
    return [...this.containers.main, ...this.containers.init.map(({ container }) => container)];
  }

  private isEnding(): boolean {
    return this.ending.signal.aborted;
  }

  private graceSeconds(): number {
    return this.pod.metadata?.deletionGracePeriodSeconds ?? this.pod.spec?.terminationGracePeriodSeconds ?? 30;
  }

  private report(): void {
    const facts = {
      addresses: this.addresses,
      startTime: this.startTime,
      volumesMissing: this.volumesMissing,
      initialized: this.initialized,
      initContainers: this.containers.init.map(({ container }) => container.status),
      containers: this.containers.main.map(({ status }) => status),
      outcome: this.outcome,
    };
    this.statusWriter.write(podStatus(this.pod, facts, this.statusWriter.latest));
  }

  private async removeObject(): Promise<void> {
    const { name = "", namespace = "", uid = "" } = this.pod.metadata ?? {};
    try {
      await this.surroundings.core.deleteNamespacedPod({
        name,
        namespace,
        body: { gracePeriodSeconds: 0, preconditions: { uid } },
      });
    } catch (error) {
      const gone = error instanceof ApiException && (error.code === 404 || error.code === 409);
      if (!gone) throw error;
    }
  }

  private dispose(): void {
    this.volumes.dispose();
    this.surroundings.network.release(this.addresses.podIP);
    rmSync(this.directory, { recursive: true, force: true });
  }
}
