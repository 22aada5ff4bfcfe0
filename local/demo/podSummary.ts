import type { V1Pod, V1PodSpec } from "@kubernetes/client-node";
import { isJsonObject, STATUS_ANNOTATION } from "../../injection";

/** The containers of a pod as a reader wants them: `web (nginx), sidecar (busybox)`. */
export function describeContainers(spec: Pick<V1PodSpec, "containers" | "initContainers"> | undefined): string {
  const sidecars = (spec?.initContainers ?? []).map(({ name, image, restartPolicy }) =>
    restartPolicy === "Always" ? `${name} (${image ?? ""}, native sidecar)` : `${name} (${image ?? ""}, init)`,
  );
  const containers = (spec?.containers ?? []).map(({ name, image }) => `${name} (${image ?? ""})`);
  return [...sidecars, ...containers].join(", ");
}

/** What `kubectl get pods` shows: `2/2 Running`. */
export function describeReadiness({ spec, status }: V1Pod): string {
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
  const ready = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].filter(
    (container) => container.ready && !isPlainInit(spec, container.name),
  );
  const expected = (spec?.containers.length ?? 0) + sidecars.length;
  return `${ready.length}/${expected} ${status?.phase ?? "Unknown"}`;
}

/** What becomes of the pod's size, by its status annotation: `0.25vCPU 0.5GB without sidecars, 0.25vCPU 1GB with them`. */
export function describeSize({ metadata }: V1Pod): string {
  const status: unknown = JSON.parse(metadata?.annotations?.[STATUS_ANNOTATION] ?? "{}");
  const size = isJsonObject(status) && isJsonObject(status.size) ? status.size : {};
  const [before, after] = [size.before, size.after].map((value) => (typeof value === "string" ? value : "unknown"));
  return before === after ? `${before}, with sidecars as without` : `${before} without sidecars, ${after} with them`;
}

function isPlainInit(spec: V1PodSpec | undefined, name: string): boolean {
  return spec?.initContainers?.some((init) => init.name === name && init.restartPolicy !== "Always") === true;
}
