import { shorten } from "../problem";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import type { LintFinding } from "./lintRule";

/**
 * Finds what keeps any pod with this container from running on Fargate. It is asked of every container of every new pod,
 * so that it reads each field once, and makes a path only where there is something to tell.
 *
 * The fields are those that EKS's own kubelet for Fargate refuses a pod for (its `UnsupportedPodSpec`), and the scheduler
 * in the same words.
 *
 * @param list Path of the list in which it stands, such as `spec.containers`.
 */
export function findUnsupportedInContainer(
  container: JsonObject,
  list: string,
  index: number,
  found: LintFinding[],
): void {
  const { securityContext, ports, resources, volumeDevices } = container;
  if (isJsonObject(securityContext)) findInSecurityContext(securityContext, list, index, found);
  if (isJsonArray(ports)) findInPorts(ports, list, index, found);
  if (isJsonObject(resources)) findInResources(resources, list, index, found);
  if (isJsonArray(volumeDevices) && volumeDevices.length > 0)
    found.push({
      rule: "unsupported-volume",
      path: `${list}[${index}].volumeDevices`,
      message: "is for block devices, of which Fargate has none",
    });
}

/**
 * What a container has by default, and may add again after `drop: [ALL]`. The words are compared as they stand. Source:
 * the check of pods in EKS's own kubelet for Fargate, which names the default capabilities of containerd.
 */
const DEFAULT_CAPABILITIES: ReadonlySet<JsonValue> = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "NET_RAW",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

function findInSecurityContext(context: JsonObject, list: string, index: number, found: LintFinding[]): void {
  const { allowPrivilegeEscalation, capabilities, privileged } = context;
  if (privileged === true)
    found.push({
      rule: "privileged",
      path: `${list}[${index}].securityContext.privileged`,
      message: "is true: Fargate runs no privileged container",
    });
  if (allowPrivilegeEscalation === true)
    found.push({
      rule: "privilege-escalation",
      path: `${list}[${index}].securityContext.allowPrivilegeEscalation`,
      message: "is true: Fargate takes only false, or nothing",
    });
  if (!isJsonObject(capabilities)) return;
  const { add } = capabilities;
  if (!isJsonArray(add) || add.every(isDefaultCapability)) return;
  found.push({
    rule: "added-capabilities",
    path: `${list}[${index}].securityContext.capabilities.add`,
    message: `has ${shorten(describeCapabilities(add))}, which Fargate gives to no container`,
  });
}

function isDefaultCapability(capability: JsonValue): boolean {
  return DEFAULT_CAPABILITIES.has(capability);
}

function describeCapabilities(added: readonly JsonValue[]): string {
  const refused = added.filter((capability) => !isDefaultCapability(capability)).map(String);
  const misspelt = refused.find((name) => DEFAULT_CAPABILITIES.has(withoutPrefix(name)));
  return misspelt === undefined
    ? refused.join(", ")
    : `${refused.join(", ")} (${misspelt} would be written ${withoutPrefix(misspelt)})`;
}

function withoutPrefix(capability: string): string {
  return capability.toUpperCase().replace(/^CAP_/, "");
}

function findInPorts(ports: readonly JsonValue[], list: string, index: number, found: LintFinding[]): void {
  for (let port = 0; port < ports.length; port++) {
    const entry = ports[port];
    if (!isJsonObject(entry)) continue;
    const { hostIP, hostPort } = entry;
    if (typeof hostPort === "number" && hostPort > 0)
      found.push({
        rule: "host-port",
        path: `${list}[${index}].ports[${port}].hostPort`,
        message: `is ${hostPort}: a pod on Fargate takes no port of a host`,
      });
    else if (typeof hostIP === "string" && hostIP !== "")
      found.push({
        rule: "host-port",
        path: `${list}[${index}].ports[${port}].hostIP`,
        message: `is ${shorten(hostIP)}: a pod on Fargate takes no address of a host`,
      });
  }
}

/** For whatever is neither CPU, memory nor disk the API server wants a limit, so requests tell nothing more. */
function findInResources({ claims, limits }: JsonObject, list: string, index: number, found: LintFinding[]): void {
  if (isJsonObject(limits))
    for (const name in limits) {
      if (name === "cpu" || name === "memory" || name === "ephemeral-storage" || isNone(limits[name])) continue;
      found.push({
        rule: "unsupported-resource",
        path: `${list}[${index}].resources.limits.${shorten(name)}`,
        message: "is no resource of Fargate, which has CPU, memory and disk",
      });
    }
  if (isJsonArray(claims) && claims.length > 0)
    found.push({
      rule: "unsupported-resource",
      path: `${list}[${index}].resources.claims`,
      message: "is for devices, of which Fargate has none",
    });
}

function isNone(amount: JsonValue | undefined): boolean {
  if (typeof amount !== "string" && typeof amount !== "number") return true;
  return parseQuantity(amount) === 0n;
}
