import { isJsonArray, isJsonObject, stringsIn, type JsonValue } from "../json";

/** What the status annotation says of one applied template. */
export interface AppliedTemplate {
  /** The containers that the template added to the pod, native sidecars and init containers included. */
  readonly containers: readonly string[];
  /** The hash of the template as it was then. */
  readonly hash: string;
  /** Keys of the labels and annotations that it added; left out where there are none. */
  readonly labels?: readonly string[];
  readonly annotations?: readonly string[];
}

/** Template name → what was applied of it. */
export type InjectionStatus = ReadonlyMap<string, AppliedTemplate>;

/** What a status annotation says that holds for the pod which carries it. */
export interface StatusInPod {
  readonly applied: InjectionStatus;
  /** What was applied without any container, so that nothing in the pod proves it. */
  readonly unproven: InjectionStatus;
  /** Keys that templates have added, so that they are told from the pod's own. */
  readonly labels: ReadonlySet<string>;
  readonly annotations: ReadonlySet<string>;
}

export const NO_STATUS: StatusInPod = {
  applied: new Map(),
  unproven: new Map(),
  labels: new Set(),
  annotations: new Set(),
};

/**
 * Reads the status annotation of a pod. It is output, never proof: an entry that names a container which the pod does
 * not have is left out, and so is everything that is not of the form that the injector writes.
 */
export function readStatus(annotation: JsonValue | undefined, hasContainer: (name: string) => boolean): StatusInPod {
  const value = typeof annotation === "string" ? parseJson(annotation) : undefined;
  if (!isJsonObject(value)) return NO_STATUS;
  const applied = new Map<string, AppliedTemplate>();
  const unproven = new Map<string, AppliedTemplate>();
  const labels = new Set<string>();
  const annotations = new Set<string>();
  for (const [template, entry] of Object.entries(value)) {
    if (!isJsonObject(entry) || typeof entry.hash !== "string" || !isJsonArray(entry.containers)) continue;
    const keys = { labels: stringsIn(entry.labels), annotations: stringsIn(entry.annotations) };
    for (const key of keys.labels) labels.add(key);
    for (const key of keys.annotations) annotations.add(key);
    const containers = stringsIn(entry.containers);
    if (containers.length !== entry.containers.length || !containers.every(hasContainer)) continue;
    const entries = containers.length > 0 ? applied : unproven;
    entries.set(template, appliedTemplate(containers, entry.hash, keys.labels, keys.annotations));
  }
  return { applied, unproven, labels, annotations };
}

export function appliedTemplate(
  containers: readonly string[],
  hash: string,
  labels: readonly string[],
  annotations: readonly string[],
): AppliedTemplate {
  return {
    containers,
    hash,
    ...(labels.length > 0 ? { labels } : {}),
    ...(annotations.length > 0 ? { annotations } : {}),
  };
}

/** The same text for the same status, in whichever order the templates were applied. */
export function writeStatus(status: InjectionStatus): string {
  return JSON.stringify(Object.fromEntries([...status].sort(([a], [b]) => (a < b ? -1 : 1))));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
