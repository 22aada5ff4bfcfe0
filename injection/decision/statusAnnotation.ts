import { isJsonArray, isJsonObject, type JsonValue } from "../json";

/** What the status annotation says of one applied template. */
export interface AppliedTemplate {
  /** The containers that the template added to the pod, native sidecars and init containers included. */
  readonly containers: readonly string[];
  /** The hash of the template as it was then. */
  readonly hash: string;
}

/** Template name → what was applied of it. */
export type InjectionStatus = ReadonlyMap<string, AppliedTemplate>;

/**
 * Reads the status annotation of a pod. It is output, never proof: an entry without containers, or that names one
 * which the pod does not have, is left out, and so is everything that is not of the form that the injector writes.
 */
export function readStatus(
  annotation: JsonValue | undefined,
  hasContainer: (name: string) => boolean,
): InjectionStatus {
  const status = new Map<string, AppliedTemplate>();
  const value = typeof annotation === "string" ? parseJson(annotation) : undefined;
  if (!isJsonObject(value)) return status;
  for (const [template, entry] of Object.entries(value)) {
    if (!isJsonObject(entry) || typeof entry.hash !== "string" || !isJsonArray(entry.containers)) continue;
    const containers = entry.containers.filter((name) => typeof name === "string");
    if (containers.length > 0 && containers.length === entry.containers.length && containers.every(hasContainer))
      status.set(template, { containers, hash: entry.hash });
  }
  return status;
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
