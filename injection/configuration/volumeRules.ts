import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { checkDnsLabel, checkExactlyOne, checkNumberRange, checkOneOf, checkUnique, objectsAt } from "./commonRules";
import { describeValue, type Report } from "./problem";

/** Checks what the types alone do not say of a volume. Source: k8s.io/kubernetes, pkg/apis/core/validation. */
export function checkVolume(volume: JsonObject, path: string, report: Report): void {
  checkDnsLabel(volume.name, `${path}.name`, report);
  const sources = Object.keys(volume).filter((field) => field !== "name" && volume[field] !== null);
  if (sources.length > 1) report(path, `has ${sources.join(" and ")}; a volume has one source`);
  for (const [source, required] of Object.entries(REQUIRED)) {
    const value = volume[source];
    if (isJsonObject(value) && (value[required] === undefined || value[required] === ""))
      report(`${path}.${source}.${required}`, "is missing");
  }
  if (isJsonObject(volume.emptyDir)) {
    const known = ["", "Memory", "HugePages"];
    const { medium } = volume.emptyDir;
    if (!(typeof medium === "string" && medium.startsWith("HugePages-")))
      checkOneOf(medium, known, `${path}.emptyDir.medium`, report);
  }
  for (const source of ["configMap", "secret", "downwardAPI"]) checkFiles(volume[source], `${path}.${source}`, report);
  if (isJsonObject(volume.projected)) checkProjected(volume.projected, `${path}.projected`, report);
}

/** The field without which a source of this kind is refused. */
const REQUIRED = {
  configMap: "name",
  secret: "secretName",
  hostPath: "path",
  persistentVolumeClaim: "claimName",
} as const;

function checkProjected(projected: JsonObject, path: string, report: Report): void {
  checkNumberRange(projected.defaultMode, [0, 0o777], `${path}.defaultMode`, report);
  for (const [source, at] of objectsAt(projected.sources, `${path}.sources`)) {
    checkExactlyOne(source, at, report);
    for (const kind of ["configMap", "secret", "downwardAPI"]) checkFiles(source[kind], `${at}.${kind}`, report);
  }
}

function checkFiles(source: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonObject(source)) return;
  checkNumberRange(source.defaultMode, [0, 0o777], `${path}.defaultMode`, report);
  for (const [item, at] of objectsAt(source.items, `${path}.items`)) {
    checkNumberRange(item.mode, [0, 0o777], `${at}.mode`, report);
    checkRelativePath(item.path, `${at}.path`, report);
    if (path.endsWith("downwardAPI"))
      checkExactlyOne({ fieldRef: item.fieldRef, resourceFieldRef: item.resourceFieldRef }, at, report);
  }
}

/**
 * Checks that a container mounts only volumes that its template brings, each at a path of its own.
 * Volumes of the pod itself are not known when the configuration is written.
 */
export function checkMounts(
  container: JsonObject,
  volumes: ReadonlyMap<string, JsonObject>,
  path: string,
  report: Report,
): void {
  const mounts = objectsAt(container.volumeMounts, `${path}.volumeMounts`);
  const devices = objectsAt(container.volumeDevices, `${path}.volumeDevices`);
  for (const [use, at] of [...mounts, ...devices]) {
    if (typeof use.name !== "string" || volumes.has(use.name)) continue;
    const known = [...volumes.keys()].join(", ");
    report(`${at}.name`, `no volume "${use.name}" in spec.volumes${known === "" ? "" : `, which has ${known}`}`);
  }
  for (const [mount, at] of mounts) {
    if (typeof mount.mountPath === "string" && (mount.mountPath === "" || mount.mountPath.includes(":")))
      report(`${at}.mountPath`, `must be a path without ":", but is ${describeValue(mount.mountPath)}`);
    checkRelativePath(mount.subPath, `${at}.subPath`, report);
    if (Boolean(mount.subPath) && Boolean(mount.subPathExpr)) report(at, "has subPath and subPathExpr; give one");
  }
  checkUnique(
    mounts.map(([mount, at]) => [mount.mountPath, `${at}.mountPath`] as const),
    report,
  );
}

function checkRelativePath(value: JsonValue | undefined, path: string, report: Report): void {
  if (typeof value === "string" && (value.startsWith("/") || value.split("/").includes("..")))
    report(path, `must be a relative path without "..", but is ${describeValue(value)}`);
}
