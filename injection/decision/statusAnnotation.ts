import { isJsonArray, isJsonObject, objectIn, stringsIn, type JsonValue } from "../json";

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

/** What the status annotation says of the pod's Fargate size, in AWS's own notation: `0.25vCPU 0.5GB`. */
export interface WrittenSize {
  /** Without the containers that templates have added; null where Fargate has nothing as large. */
  readonly before: string | null;
  readonly after: string | null;
  /** Whether a few MiB more or less would give another size, before or after. */
  readonly nearStep?: true;
  /** Disk in GiB, where either is more than what every pod has. */
  readonly ephemeralStorage?: { readonly before: number; readonly after: number };
}

/** The field of the status that is no template; a template of this name shares it. */
const SIZE_FIELD = "size";

/** What a status annotation says that holds for the pod which carries it. */
export interface StatusInPod {
  readonly applied: InjectionStatus;
  /** What was applied without any container, so that nothing in the pod proves it. */
  readonly unproven: InjectionStatus;
  /** Keys that templates have added, so that they are told from the pod's own. */
  readonly labels: ReadonlySet<string>;
  readonly annotations: ReadonlySet<string>;
  readonly size: WrittenSize | undefined;
}

export const NO_STATUS: StatusInPod = {
  applied: new Map(),
  unproven: new Map(),
  labels: new Set(),
  annotations: new Set(),
  size: undefined,
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
  return { applied, unproven, labels, annotations, size: readSize(value[SIZE_FIELD]) };
}

function readSize(value: JsonValue | undefined): WrittenSize | undefined {
  if (!isJsonObject(value)) return undefined;
  const { before, after, nearStep, ephemeralStorage } = value;
  if (!isSize(before) || !isSize(after)) return undefined;
  const storage = objectIn(ephemeralStorage);
  return {
    before,
    after,
    ...(nearStep === true ? { nearStep } : {}),
    ...(typeof storage.before === "number" && typeof storage.after === "number"
      ? { ephemeralStorage: { before: storage.before, after: storage.after } }
      : {}),
  };
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

/** By name: the same list for the same templates. */
export function templatesWithContainers(status: InjectionStatus): readonly string[] {
  return [...status].flatMap(([name, { containers }]) => (containers.length > 0 ? [name] : [])).sort();
}

/** The same text for the same status, in whichever order the templates were applied. */
export function writeStatus(status: InjectionStatus, size: WrittenSize | undefined): string {
  const templates = Object.fromEntries([...status].sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(
    size === undefined ? templates : { ...templates, [SIZE_FIELD]: { ...templates[SIZE_FIELD], ...size } },
  );
}

function isSize(value: JsonValue | undefined): value is string | null {
  return typeof value === "string" || value === null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
