import type { V1Container, V1ContainerState } from "@kubernetes/client-node";
import type { Container, ContainerOutcome, ContainerStatus } from "./container";

/**
 * A container without a program, beside others that have one: it is said to run until it is stopped, or, as an init
 * container that has to end (`completes`), to have done its work.
 */
export class FakeContainer implements Container {
  readonly started = Promise.resolve();
  readonly status: ContainerStatus;
  private readonly ended = Promise.withResolvers<ContainerOutcome>();
  private readonly startedAt = new Date();

  constructor(
    container: V1Container,
    private readonly completes: boolean,
    private readonly onChange: () => void,
  ) {
    const { name, image = "" } = container;
    const waiting: V1ContainerState = { waiting: { reason: "PodInitializing" } };
    this.status = { name, image, state: waiting, lastState: {}, restartCount: 0, started: false, ready: false };
  }

  run(): Promise<ContainerOutcome> {
    if (this.completes) {
      this.end();
      this.status.ready = true;
    } else {
      Object.assign(this.status, { state: { running: { startedAt: this.startedAt } }, started: true, ready: true });
    }
    this.onChange();
    return this.ended.promise;
  }

  stop(): Promise<void> {
    this.end();
    this.onChange();
    return Promise.resolve();
  }

  kill(): Promise<void> {
    this.end();
    return Promise.resolve();
  }

  private end(): void {
    const terminated = { exitCode: 0, reason: "Completed", startedAt: this.startedAt, finishedAt: new Date() };
    Object.assign(this.status, { state: { terminated }, started: false, ready: false });
    this.ended.resolve({ kind: "succeeded" });
  }
}
