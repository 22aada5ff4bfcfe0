import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { checkDnsLabel, checkExactlyOne, checkNumberRange, checkOneOf, checkUnique, objectsAt } from "./commonRules";
import { checkProbesAndLifecycle, forbidProbesAndLifecycle } from "./probeRules";
import { describeValue, type Report } from "./problem";

/** What a container is in its template: it decides which fields the API server accepts. */
export type ContainerRole = "container" | "sidecar" | "initContainer";

/**
 * Checks what the types alone do not say of a container, so that no pod is refused because of it. The rules are
 * those of the API server (k8s.io/kubernetes, pkg/apis/core/validation), and an image is required.
 */
export function checkContainer(container: JsonObject, role: ContainerRole, path: string, report: Report): void {
  checkDnsLabel(container.name, `${path}.name`, report);
  if (container.image === undefined || container.image === null) report(`${path}.image`, "is missing");
  else if (typeof container.image === "string" && (container.image === "" || /\s/.test(container.image)))
    report(`${path}.image`, `must be an image reference without spaces, but is ${describeValue(container.image)}`);
  checkOneOf(container.imagePullPolicy, ["Always", "IfNotPresent", "Never"], `${path}.imagePullPolicy`, report);
  checkOneOf(
    container.terminationMessagePolicy,
    ["File", "FallbackToLogsOnError"],
    `${path}.terminationMessagePolicy`,
    report,
  );
  checkRestartPolicy(container, role, path, report);
  if (role === "initContainer" && container.restartPolicy !== "Always")
    forbidProbesAndLifecycle(container, path, report);
  else checkProbesAndLifecycle(container, path, report);
  checkPorts(container.ports, `${path}.ports`, report);
  checkEnvironment(container, path, report);
  checkResources(container.resources, `${path}.resources`, report);
  checkSecurityContext(container.securityContext, `${path}.securityContext`, report);
}

function checkRestartPolicy(container: JsonObject, role: ContainerRole, path: string, report: Report): void {
  const { restartPolicy } = container;
  if (restartPolicy === undefined || restartPolicy === null) return;
  if (role === "container")
    report(`${path}.restartPolicy`, "is not for ordinary containers; a native sidecar stands in spec.sidecars");
  else checkOneOf(restartPolicy, ["Always"], `${path}.restartPolicy`, report);
}

function checkPorts(ports: JsonValue | undefined, path: string, report: Report): void {
  const list = objectsAt(ports, path);
  for (const [port, at] of list) {
    checkNumberRange(port.containerPort, [1, 65535], `${at}.containerPort`, report);
    checkNumberRange(port.hostPort, [1, 65535], `${at}.hostPort`, report);
    checkOneOf(port.protocol, ["TCP", "UDP", "SCTP"], `${at}.protocol`, report);
    if (typeof port.name === "string" && !PORT_NAME.test(port.name))
      report(`${at}.name`, `must be at most 15 lower-case letters, digits and "-", but is "${port.name}"`);
  }
  checkUnique(
    list.map(([port, at]) => [port.name, `${at}.name`] as const),
    report,
  );
}

/** An IANA service name: at least one letter, no "-" at either end or doubled. */
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

function checkEnvironment(container: JsonObject, path: string, report: Report): void {
  for (const [variable, at] of objectsAt(container.env, `${path}.env`)) {
    if (typeof variable.name === "string" && (variable.name === "" || variable.name.includes("=")))
      report(`${at}.name`, `must not be empty or hold "=", but is "${variable.name}"`);
    if (!isJsonObject(variable.valueFrom)) continue;
    if (typeof variable.value === "string" && variable.value !== "")
      report(at, "has both value and valueFrom; give one");
    checkExactlyOne(variable.valueFrom, `${at}.valueFrom`, report);
  }
  for (const [source, at] of objectsAt(container.envFrom, `${path}.envFrom`))
    checkExactlyOne({ configMapRef: source.configMapRef, secretRef: source.secretRef }, at, report);
}

function checkResources(resources: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonObject(resources)) return;
  const limits = isJsonObject(resources.limits) ? resources.limits : {};
  const requests = isJsonObject(resources.requests) ? resources.requests : {};
  for (const [kind, quantities] of Object.entries({ limits, requests }))
    for (const [name, quantity] of Object.entries(quantities)) {
      if (!/^(cpu|memory|ephemeral-storage|hugepages-.+|[^/]+\.[^/]+\/[^/]+)$/.test(name))
        report(`${path}.${kind}.${name}`, "is no resource; known are cpu, memory and ephemeral-storage");
      else if ((quantityOf(quantity) ?? 0) < 0) report(`${path}.${kind}.${name}`, "must not be negative");
    }
  for (const [name, quantity] of Object.entries(requests)) {
    const request = quantityOf(quantity);
    const limit = quantityOf(limits[name]);
    if (request !== undefined && limit !== undefined && request > limit)
      report(
        `${path}.requests.${name}`,
        `${describeValue(quantity)} is more than the limit, ${describeValue(limits[name])}`,
      );
  }
}

function quantityOf(value: JsonValue | undefined): number | undefined {
  return typeof value === "string" || typeof value === "number" ? parseQuantity(value) : undefined;
}

function checkSecurityContext(context: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonObject(context)) return;
  for (const field of ["runAsUser", "runAsGroup"])
    checkNumberRange(context[field], [0, 2 ** 31 - 1], `${path}.${field}`, report);
  if (context.allowPrivilegeEscalation === false && context.privileged === true)
    report(`${path}.allowPrivilegeEscalation`, "must not be false in a privileged container");
  for (const profile of ["seccompProfile", "appArmorProfile"] as const) {
    const value = context[profile];
    if (!isJsonObject(value)) continue;
    checkOneOf(value.type, ["RuntimeDefault", "Localhost", "Unconfined"], `${path}.${profile}.type`, report);
    if ((value.type === "Localhost") !== (value.localhostProfile !== undefined))
      report(`${path}.${profile}.localhostProfile`, "must be given with type Localhost, and only then");
  }
}
