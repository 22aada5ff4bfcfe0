import type { JsonObject, JsonValue } from "../json";
import { hostPortsOf } from "../kubernetes/hostPorts";
import { checkNumberRange, checkOneOf, checkUnique, objectsAt } from "./commonRules";
import { describeValue, type Report } from "../problem";

/** Checks `ports` of a container. */
export function checkPorts(ports: JsonValue | undefined, path: string, report: Report): void {
  const list = objectsAt(ports, path);
  for (const [port, at] of list) {
    checkNumberRange(port.containerPort, [1, 65535], `${at}.containerPort`, report);
    checkNumberRange(port.hostPort, [0, 65535], `${at}.hostPort`, report);
    checkOneOf(port.protocol, ["", "TCP", "UDP", "SCTP"], `${at}.protocol`, report);
    if (port.name !== "") checkPortName(port.name, `${at}.name`, report);
  }
  checkUnique(
    list.map(([port, at]) => [port.name, `${at}.name`] as const),
    report,
  );
}

/** Checks that no two containers that may run at the same time, nor one twice, take the same port of their host. */
export function checkHostPorts(
  containers: readonly { readonly container: JsonObject; readonly at: string }[],
  report: Report,
): void {
  checkUnique(
    containers.flatMap(({ container, at }) => hostPortsOf(container).map((port) => [port, `${at}.ports`] as const)),
    report,
  );
}

/** An IANA service name: at least one letter, no "-" at either end or doubled. */
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

/** Checks the name of a port, where the value is a name. */
export function checkPortName(name: JsonValue | undefined, path: string, report: Report): void {
  if (typeof name !== "string" || PORT_NAME.test(name)) return;
  const hint = /^\d+$/.test(name) ? "; a port number stands without quotes" : "";
  report(path, `must be at most 15 lower-case letters, digits and "-", but is ${describeValue(name)}${hint}`);
}
