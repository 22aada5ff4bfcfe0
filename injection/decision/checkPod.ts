import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json";
import { ANNOTATIONS_LIMIT_BYTES, exceedAnnotationLimit } from "../kubernetes/annotations";
import { readPod } from "../kubernetes/readPod";

/**
 * Looks for what would make the API server refuse a changed pod: too many annotations, a name that stands twice, two
 * mounts at one path of a container, a mount of a volume that is not there. Gives the first fault in words, or undefined.
 */
export function findFault(pod: JsonObject): string | undefined {
  const view = readPod(pod);
  if ("fault" in view) return view.fault;
  if (exceedAnnotationLimit(view.annotations ?? {}))
    return `the annotations are more than ${ANNOTATIONS_LIMIT_BYTES} bytes together`;
  const containers = [...view.containers, ...(view.initContainers ?? []), ...(view.ephemeralContainers ?? [])];
  const volumes = (view.volumes ?? []).map(({ name }) => name);
  const twice = findTwice(containers.map(({ name }) => name));
  if (twice !== undefined) return `container "${twice}" stands twice`;
  const volumeTwice = findTwice(volumes);
  if (volumeTwice !== undefined) return `volume "${volumeTwice}" stands twice`;
  const known = new Set(volumes);
  for (const container of containers) {
    const mounts = [...fields(container.volumeMounts, "name"), ...fields(container.volumeDevices, "name")];
    const missing = mounts.find((name) => !known.has(name));
    if (missing !== undefined) return `container "${container.name}" mounts volume "${missing}", which is not there`;
    const path = findTwice(fields(container.volumeMounts, "mountPath"));
    if (path !== undefined) return `container "${container.name}" has two mounts at ${path}`;
  }
  return undefined;
}

function fields(list: JsonValue | undefined, field: string): readonly string[] {
  if (!isJsonArray(list)) return [];
  return list.flatMap((item) => {
    const value = isJsonObject(item) ? item[field] : undefined;
    return typeof value === "string" ? [value] : [];
  });
}

function findTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}
