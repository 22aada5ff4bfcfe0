import assert from "node:assert/strict";
import type { ContainerStatus } from "../../../local/kubelet/container";
import { podStatus, type PodFacts } from "../../../local/kubelet/podStatus";

const START = new Date("2030-01-01T00:00:00Z");

function container(changes: Partial<ContainerStatus> = {}): ContainerStatus {
  const state = { running: { startedAt: START } };
  return { name: "app", image: "app", state, lastState: {}, restartCount: 0, started: true, ready: true, ...changes };
}

function facts(changes: Partial<PodFacts> = {}): PodFacts {
  return {
    addresses: { podIP: "10.0.0.1", hostIP: "10.0.0.2" },
    startTime: START,
    volumesMissing: undefined,
    initialized: true,
    initContainers: [],
    containers: [container()],
    outcome: undefined,
    ...changes,
  };
}

/** Phase and the conditions that hold. */
function summary(changes: Partial<PodFacts>, pod = {}): string {
  const { phase = "", conditions = [] } = podStatus(pod, facts(changes), undefined);
  const holding = conditions.filter(({ status }) => status === "True").map(({ type }) => type);
  return [phase, ...holding].join(" ");
}

const WAITING = { state: { waiting: { reason: "PodInitializing" } }, ready: false };

describe("the status of a pod", () => {
  it("is pending until its volumes are there and it is initialized, then running, and ready with its containers", () => {
    const waiting = { containers: [container(WAITING)] };
    assert.equal(summary({ ...waiting, initialized: false, volumesMissing: "a Secret" }), "Pending");
    assert.equal(summary({ ...waiting, initialized: false }), "Pending PodReadyToStartContainers");
    assert.equal(summary({ ...waiting }), "Pending PodReadyToStartContainers Initialized");
    assert.equal(
      summary({ containers: [container({ ready: false })] }),
      "Running PodReadyToStartContainers Initialized",
    );
    assert.equal(summary({}), "Running PodReadyToStartContainers Initialized ContainersReady Ready");
  });

  it("is not ready without its native sidecars", () => {
    const unready = podStatus({}, facts({ initContainers: [container({ name: "log", ready: false })] }), undefined);
    const ready = unready.conditions?.find(({ type }) => type === "Ready");
    assert.equal(ready?.status, "False");
    assert.equal(ready.message, "containers with unready status: [log]");
  });

  it("waits for the pod's readiness gates, which others set", () => {
    const spec = { readinessGates: [{ conditionType: "gate" }], containers: [] };
    assert.equal(summary({}, { spec }), "Running PodReadyToStartContainers Initialized ContainersReady");
    const status = { conditions: [{ type: "gate", status: "True" }] };
    assert.equal(summary({}, { spec, status }), "Running PodReadyToStartContainers Initialized ContainersReady Ready");
  });

  it("ends as its containers do", () => {
    const ended = { containers: [container({ ready: false, state: { terminated: { exitCode: 0 } } })] };
    assert.match(summary({ ...ended, outcome: "Succeeded" }), /^Succeeded (?!.*Ready$)/);
    assert.match(summary({ ...ended, outcome: "Failed" }), /^Failed/);
  });

  it("keeps the time at which a condition has changed", () => {
    const before = podStatus({}, facts({ containers: [container({ ready: false })] }), undefined);
    const old = new Date("2020-01-01T00:00:00Z");
    const conditions = before.conditions?.map(({ type, status }) => ({ type, status, lastTransitionTime: old })) ?? [];
    const after = podStatus({}, facts(), { conditions }).conditions ?? [];
    const changed = after.filter(({ lastTransitionTime }) => lastTransitionTime !== old).map(({ type }) => type);
    assert.deepEqual(changed, ["ContainersReady", "Ready"]);
  });
});
