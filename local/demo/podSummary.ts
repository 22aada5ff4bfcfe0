import type { V1Pod, V1PodSpec } from "@kubernetes/client-node";

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

function isPlainInit(spec: V1PodSpec | undefined, name: string): boolean {
  return spec?.initContainers?.some((init) => init.name === name && init.restartPolicy !== "Always") === true;
}
