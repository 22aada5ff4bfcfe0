import type { V1ContainerStatus, V1Pod, V1PodCondition, V1PodStatus } from "@kubernetes/client-node";
import type { ContainerStatus } from "./container";
import type { PodAddresses } from "./fieldReference";

/** What a kubelet knows of one of its pods. */
export interface PodFacts {
  addresses: PodAddresses;
  startTime: Date;
  /** The volumes are there, so containers can start; else what they wait for. */
  volumesMissing: string | undefined;
  initialized: boolean;
  initContainers: readonly ContainerStatus[];
  containers: readonly ContainerStatus[];
  /** Set when no container will run any more. */
  outcome: "Succeeded" | "Failed" | undefined;
}

/** The status that a kubelet writes. Conditions of others, such as PodScheduled, are theirs and not in it. */
export function podStatus(pod: V1Pod, facts: PodFacts, previous: V1PodStatus | undefined): V1PodStatus {
  const { addresses, outcome } = facts;
  const running = facts.containers.some(({ state }) => state.waiting === undefined);
  const phase = outcome ?? (facts.initialized && running ? "Running" : "Pending");
  return {
    phase,
    podIP: addresses.podIP,
    podIPs: [{ ip: addresses.podIP }],
    hostIP: addresses.hostIP,
    hostIPs: [{ ip: addresses.hostIP }],
    startTime: facts.startTime,
    conditions: podConditions(pod, facts).map((condition) => withTransitionTime(condition, previous?.conditions)),
    initContainerStatuses: facts.initContainers.map(containerStatus),
    containerStatuses: facts.containers.map(containerStatus),
  };
}

type Condition = Omit<V1PodCondition, "lastTransitionTime">;

function podConditions(pod: V1Pod, facts: PodFacts): Condition[] {
  const unready = facts.containers.filter(({ ready }) => !ready).map(({ name }) => name);
  const unreadySidecars = facts.initContainers.filter(({ ready }) => !ready).map(({ name }) => name);
  const containersReady = facts.initialized && unready.length + unreadySidecars.length === 0;
  const notReady: Partial<Condition> =
    facts.outcome === undefined
      ? {
          reason: "ContainersNotReady",
          message: `containers with unready status: [${[...unreadySidecars, ...unready].join(" ")}]`,
        }
      : { reason: facts.outcome === "Succeeded" ? "PodCompleted" : "PodFailed" };
  const gates = readinessGatesPass(pod);
  return [
    condition("PodReadyToStartContainers", facts.volumesMissing === undefined, { message: facts.volumesMissing ?? "" }),
    condition("Initialized", facts.initialized, { reason: "ContainersNotInitialized" }),
    condition("ContainersReady", containersReady, notReady),
    condition("Ready", containersReady && gates, containersReady ? { reason: "ReadinessGatesNotReady" } : notReady),
  ];
}

function condition(type: string, holds: boolean, otherwise: Partial<Condition>): Condition {
  return holds ? { type, status: "True" } : { type, status: "False", ...otherwise };
}

function readinessGatesPass(pod: V1Pod): boolean {
  return (pod.spec?.readinessGates ?? []).every(({ conditionType }) =>
    pod.status?.conditions?.some(({ type, status }) => type === conditionType && status === "True"),
  );
}

/** A condition keeps the time of its last change. */
function withTransitionTime(current: Condition, previous: readonly V1PodCondition[] | undefined): V1PodCondition {
  const before = previous?.find(({ type }) => type === current.type);
  const unchanged = before?.status === current.status ? before.lastTransitionTime : undefined;
  // A field that a strategic merge patch leaves out would keep its old text.
  return { reason: "", message: "", ...current, lastTransitionTime: unchanged ?? new Date() };
}

function containerStatus(status: ContainerStatus): V1ContainerStatus {
  return { ...status, imageID: status.image };
}
