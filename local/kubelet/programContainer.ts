import type { V1Container, V1ContainerState, V1Probe } from "@kubernetes/client-node";
import type { Container, ContainerOutcome, ContainerStatus } from "./container";
import type { ContainerInvocation } from "./containerEnvironment";
import type { ContainerExit, ContainerProcess } from "./containerProcess";
import { runPreStop } from "./lifecycleHook";
import { pause } from "./pause";
import { runProbe, type ProbeTarget } from "./probe";
import { runProbeLoop } from "./probeLoop";

export interface ProgramContainerOptions {
  container: V1Container;
  restartPolicy: "Always" | "OnFailure" | "Never";
  /** Grace period where a liveness or startup probe ends the program. */
  terminationGraceSeconds: number;
  target: ProbeTarget;
  /** Command line and variables, worked out anew for each start. */
  invocation: () => ContainerInvocation;
  start: (command: string[], environment: Record<string, string>) => ContainerProcess;
  /** Resolves at the next change of a Secret or ConfigMap, or when the signal aborts. */
  objectChange: (signal: AbortSignal) => Promise<void>;
  onChange: () => void;
  log: (message: string) => void;
}

/** A kubelet's figures: the first restart is immediate, the next waits 10 s, then twice as long each time. */
const FIRST_BACK_OFF_MS = 10_000;
const LONGEST_BACK_OFF_MS = 300_000;
/** After a run of this length the back-off begins anew. */
const STABLE_RUN_MS = 600_000;
/** A program has this long after SIGTERM even where preStop has used up the grace period. */
const MINIMUM_GRACE_MS = 2_000;

/** A container with a program behind it: run, probed, restarted and stopped as a kubelet does. */
export class ProgramContainer implements Container {
  readonly status: ContainerStatus;
  readonly started: Promise<void>;
  private readonly reportStarted: () => void;
  private readonly stopping = new AbortController();
  private process: ContainerProcess | undefined;

  constructor(private readonly options: ProgramContainerOptions) {
    const { name, image = "" } = options.container;
    const state: V1ContainerState = { waiting: { reason: "PodInitializing" } };
    this.status = { name, image, state, lastState: {}, restartCount: 0, started: false, ready: false };
    const started = Promise.withResolvers<undefined>();
    this.started = started.promise;
    this.reportStarted = () => {
      started.resolve(undefined);
    };
  }

  async run(): Promise<ContainerOutcome> {
    let backOffMs = 0;
    for (;;) {
      const began = Date.now();
      const exit = await this.runOnce();
      if (exit === undefined || !this.shouldRestart(exit)) {
        return { kind: exit?.exitCode === 0 ? "succeeded" : "failed" };
      }
      if (Date.now() - began >= STABLE_RUN_MS) backOffMs = 0;
      await this.waitBeforeRestart(backOffMs);
      backOffMs = Math.min(Math.max(FIRST_BACK_OFF_MS, backOffMs * 2), LONGEST_BACK_OFF_MS);
    }
  }

  async stop(graceSeconds: number): Promise<void> {
    this.stopping.abort();
    await this.endProcess(graceSeconds);
  }

  async kill(): Promise<void> {
    this.stopping.abort();
    this.process?.signal("SIGKILL");
    await this.process?.exited;
  }

  /** One run of the program from start to end; undefined where the container was stopped before it could start. */
  private async runOnce(): Promise<ContainerExit | undefined> {
    const invocation = await this.completeInvocation();
    if (invocation === undefined) return undefined;
    const startedAt = new Date();
    const process = this.options.start(invocation.command, invocation.environment);
    this.process = process;
    this.options.log(`started as process ${process.processId ?? "?"}: ${invocation.command.join(" ")}`);
    const ended = new AbortController();
    void process.exited.then(() => {
      ended.abort();
    });
    this.change({ state: { running: { startedAt } } });
    this.beginProbes(ended.signal);

    const exit = await process.exited;
    this.process = undefined;
    this.options.log(`ended with exit code ${exit.exitCode}${exit.message === undefined ? "" : `: ${exit.message}`}`);
    const terminated = {
      exitCode: exit.exitCode,
      reason: exit.exitCode === 0 ? "Completed" : "Error",
      ...(exit.message !== undefined && { message: exit.message }),
      startedAt,
      finishedAt: new Date(),
    };
    this.change({ state: { terminated }, started: false, ready: false });
    return exit;
  }

  private async completeInvocation(): Promise<Extract<ContainerInvocation, { kind: "complete" }> | undefined> {
    while (!this.stopping.signal.aborted) {
      const invocation = this.options.invocation();
      if (invocation.kind === "complete") return invocation;
      this.change({ state: { waiting: { reason: "CreateContainerConfigError", message: invocation.message } } });
      await this.options.objectChange(this.stopping.signal);
    }
    return undefined;
  }

  private shouldRestart(exit: ContainerExit): boolean {
    if (this.stopping.signal.aborted || this.options.restartPolicy === "Never") return false;
    return this.options.restartPolicy === "Always" || exit.exitCode !== 0;
  }

  private async waitBeforeRestart(backOffMs: number): Promise<void> {
    const lastState = this.status.state;
    if (backOffMs > 0) {
      const message = `back-off ${backOffMs / 1000}s restarting failed container`;
      this.change({ lastState, state: { waiting: { reason: "CrashLoopBackOff", message } } });
      await pause(backOffMs, this.stopping.signal);
    }
    if (this.stopping.signal.aborted) return;
    this.change({ lastState, restartCount: this.status.restartCount + 1 });
  }

  /** Startup first; the others once it has succeeded. While the container stops, only readiness is still asked. */
  private beginProbes(ended: AbortSignal): void {
    const { startupProbe, livenessProbe, readinessProbe } = this.options.container;
    const living = AbortSignal.any([ended, this.stopping.signal]);
    const begin = () => {
      this.change({ started: true, ready: readinessProbe === undefined });
      this.reportStarted();
      this.probe("liveness", livenessProbe, living, (healthy) => {
        if (!healthy) void this.endProcess(livenessProbe?.terminationGracePeriodSeconds);
      });
      this.probe("readiness", readinessProbe, ended, (ready) => {
        this.change({ ready });
      });
    };
    if (startupProbe === undefined) {
      begin();
      return;
    }
    const startup = new AbortController();
    this.probe("startup", startupProbe, AbortSignal.any([living, startup.signal]), (healthy) => {
      startup.abort();
      if (healthy) begin();
      else void this.endProcess(startupProbe.terminationGracePeriodSeconds);
    });
  }

  private probe(
    kind: string,
    probe: V1Probe | undefined,
    signal: AbortSignal,
    onVerdict: (healthy: boolean) => void,
  ): void {
    if (probe === undefined) return;
    const ask = () => runProbe(probe, this.options.target);
    const onFailure = (message: string) => {
      this.options.log(`${kind} probe failed: ${message}`);
    };
    void runProbeLoop({ probe, ask, onVerdict, onFailure, signal });
  }

  private async endProcess(graceSeconds = this.options.terminationGraceSeconds): Promise<void> {
    const process = this.process;
    if (process === undefined) return;
    const deadline = Date.now() + graceSeconds * 1000;
    const ended = new AbortController();
    void process.exited.then(() => {
      ended.abort();
    });
    const { container, target, log } = this.options;
    await runPreStop(container.lifecycle?.preStop, target, graceSeconds * 1000, ended.signal, log);
    process.signal("SIGTERM");
    const kill = setTimeout(
      () => {
        log("killed after its grace period");
        process.signal("SIGKILL");
      },
      Math.max(MINIMUM_GRACE_MS, deadline - Date.now()),
    );
    await process.exited;
    clearTimeout(kill);
  }

  private change(changes: Partial<ContainerStatus>): void {
    Object.assign(this.status, changes);
    this.options.onChange();
  }
}
