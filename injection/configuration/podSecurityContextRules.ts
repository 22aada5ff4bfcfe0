import { isJsonArray, isJsonObject, type JsonValue } from "../json";
import { checkOneOf, checkUnique, isGiven, objectsAt } from "./commonRules";
import { describeValue, type Report } from "../problem";
import { checkId, checkProfiles } from "./securityContextRules";

/**
 * Checks the fields of the pod's own securityContext that a template brings. `seLinuxOptions` may be anything: the API
 * server has no rule for it. Source: k8s.io/kubernetes, pkg/apis/core/validation, validatePodSpecSecurityContext.
 *
 * Some rules compare these fields with what only the pod knows, and so cannot be checked here: `sysctls` with hostNetwork
 * and hostIPC, `seccompProfile` and `appArmorProfile` with the old annotations of the same meaning.
 */
export function checkPodSecurityContext(context: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonObject(context)) return;
  for (const field of ["runAsUser", "runAsGroup", "fsGroup"]) checkId(context[field], `${path}.${field}`, report);
  if (isJsonArray(context.supplementalGroups))
    context.supplementalGroups.forEach((group, index) => {
      checkId(group, `${path}.supplementalGroups[${index}]`, report);
    });
  checkOneOf(context.fsGroupChangePolicy, ["Always", "OnRootMismatch"], `${path}.fsGroupChangePolicy`, report);
  for (const field of ["supplementalGroupsPolicy", "seLinuxChangePolicy"])
    if (isGiven(context[field]))
      report(`${path}.${field}`, "is not for templates: not every Kubernetes version takes it");
  checkSysctls(context.sysctls, `${path}.sysctls`, report);
  checkProfiles(context, path, report);
  if (isGiven(context.windowsOptions)) report(`${path}.windowsOptions`, "is not for Fargate, which runs Linux only");
}

/**
 * What a kubelet sets without being told to (since Kubernetes 1.28; later versions know more). With any other one it
 * ends the pod at once (SysctlForbidden), and nobody can tell a kubelet on Fargate otherwise. They stand with dots, as
 * the Pod Security Standards want them. Source: k8s.io/kubernetes, pkg/kubelet/sysctl, SafeSysctlAllowlist.
 */
const SAFE_SYSCTLS: readonly string[] = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_syncookies",
];

function checkSysctls(sysctls: JsonValue | undefined, path: string, report: Report): void {
  const list = objectsAt(sysctls, path);
  for (const [{ name }, at] of list)
    if (typeof name === "string" && name !== "" && !SAFE_SYSCTLS.includes(name))
      report(
        `${at}.name`,
        `must be one of ${SAFE_SYSCTLS.join(", ")}, which need no permission of the kubelet, but is ${describeValue(name)}`,
      );
  checkUnique(
    list.map(([sysctl, at]) => [sysctl.name, `${at}.name`] as const),
    report,
  );
}
