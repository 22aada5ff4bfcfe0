import { shorten } from "../problem";
import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import type { LintFinding } from "./lintRule";

/**
 * The kinds of volume that Fargate mounts; of claims only those that are bound to EFS. Source: the check of pods in EKS's
 * own kubelet for Fargate.
 */
const FARGATE_VOLUMES: ReadonlySet<string> = new Set([
  "configMap",
  "downwardAPI",
  "emptyDir",
  "nfs",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);

/** Finds a volume of another kind. One without any is an emptyDir. Asked of every volume of every new pod. */
export function findUnsupportedVolume(volume: JsonObject, list: string, index: number, found: LintFinding[]): void {
  for (const field in volume) {
    if (field === "name" || !isGiven(volume[field]) || FARGATE_VOLUMES.has(field)) continue;
    found.push({
      rule: "unsupported-volume",
      path: `${list}[${index}].${shorten(field)}`,
      message: `is a kind of volume that Fargate does not mount${driverOf(volume[field])}`,
    });
  }
}

function isGiven(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

function driverOf(source: JsonValue | undefined): string {
  return isJsonObject(source) && typeof source.driver === "string" ? ` (driver ${shorten(source.driver)})` : "";
}
