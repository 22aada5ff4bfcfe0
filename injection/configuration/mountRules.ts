import { isJsonObject, type JsonObject } from "../json";
import { checkOneOf, checkRelativePath, checkUnique, isGiven, objectsAt } from "./commonRules";
import { describeValue, type Report } from "../problem";

/**
 * Checks that a container mounts only volumes that its template brings, each at a path of its own.
 * Volumes of the pod itself are not known when the configuration is written.
 */
export function checkMounts(container: JsonObject, volumes: ReadonlySet<string>, path: string, report: Report): void {
  if (isGiven(container.volumeDevices))
    report(`${path}.volumeDevices`, "is not for sidecars: Fargate has no block devices; use volumeMounts");
  const mounts = objectsAt(container.volumeMounts, `${path}.volumeMounts`);
  for (const [mount, at] of mounts) {
    if (typeof mount.name === "string" && mount.name !== "" && !volumes.has(mount.name)) {
      const known = [...volumes].join(", ");
      report(`${at}.name`, `no volume "${mount.name}" in spec.volumes${known === "" ? "" : `, which has ${known}`}`);
    }
    if (typeof mount.mountPath === "string" && mount.mountPath.includes(":"))
      report(`${at}.mountPath`, `must be a path without ":", but is ${describeValue(mount.mountPath)}`);
    checkRelativePath(mount.subPath, `${at}.subPath`, report);
    checkRelativePath(mount.subPathExpr, `${at}.subPathExpr`, report);
    if (Boolean(mount.subPath) && Boolean(mount.subPathExpr)) report(at, "has subPath and subPathExpr; give one");
    checkPropagation(mount, container, at, report);
  }
  checkUnique(
    mounts.map(([mount, at]) => [mount.mountPath, `${at}.mountPath`] as const),
    report,
  );
}

function checkPropagation(mount: JsonObject, container: JsonObject, path: string, report: Report): void {
  const { mountPropagation, recursiveReadOnly, readOnly } = mount;
  checkOneOf(mountPropagation, ["None", "HostToContainer", "Bidirectional"], `${path}.mountPropagation`, report);
  const isPrivileged = isJsonObject(container.securityContext) && container.securityContext.privileged === true;
  if (mountPropagation === "Bidirectional" && !isPrivileged)
    report(`${path}.mountPropagation`, "Bidirectional is only for privileged containers");
  checkOneOf(recursiveReadOnly, ["Disabled", "IfPossible", "Enabled"], `${path}.recursiveReadOnly`, report);
  const wantsReadOnly = recursiveReadOnly === "IfPossible" || recursiveReadOnly === "Enabled";
  if (wantsReadOnly && (readOnly !== true || (isGiven(mountPropagation) && mountPropagation !== "None")))
    report(`${path}.recursiveReadOnly`, "needs readOnly: true and no mountPropagation");
}
