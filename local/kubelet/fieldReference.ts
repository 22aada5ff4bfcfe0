import type { V1Pod } from "@kubernetes/client-node";

/** What a pod knows of itself only at run time. */
export interface PodAddresses {
  podIP: string;
  hostIP: string;
}

/**
 * The value of a downward API field, as text.
 * @throws Error for a path that the API does not offer
 */
export function podFieldValue(pod: V1Pod, addresses: PodAddresses, fieldPath: string): string {
  const indexed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(fieldPath);
  if (indexed) {
    const [, map, key = ""] = indexed;
    return (map === "labels" ? pod.metadata?.labels : pod.metadata?.annotations)?.[key] ?? "";
  }
  const value = FIELDS[fieldPath]?.(pod, addresses);
  if (value === undefined) throw new Error(`unknown field ${fieldPath}`);
  return value;
}

const FIELDS: Readonly<Record<string, (pod: V1Pod, addresses: PodAddresses) => string>> = {
  "metadata.name": (pod) => pod.metadata?.name ?? "",
  "metadata.namespace": (pod) => pod.metadata?.namespace ?? "",
  "metadata.uid": (pod) => pod.metadata?.uid ?? "",
  "metadata.labels": (pod) => mapLines(pod.metadata?.labels),
  "metadata.annotations": (pod) => mapLines(pod.metadata?.annotations),
  "spec.nodeName": (pod) => pod.spec?.nodeName ?? "",
  "spec.serviceAccountName": (pod) => pod.spec?.serviceAccountName ?? "",
  "status.podIP": (_pod, { podIP }) => podIP,
  "status.podIPs": (_pod, { podIP }) => podIP,
  "status.hostIP": (_pod, { hostIP }) => hostIP,
  "status.hostIPs": (_pod, { hostIP }) => hostIP,
};

/** `key="value"` lines in the order of the keys. */
function mapLines(map: Readonly<Record<string, string>> = {}): string {
  return Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join("\n");
}
