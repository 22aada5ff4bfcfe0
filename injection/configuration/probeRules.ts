import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { checkExactlyOne, checkNumberRange, checkOneOf } from "./commonRules";
import type { Report } from "./problem";

const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"] as const;
const HOOKS = ["postStart", "preStop"] as const;

/** Least values of a probe's numbers, as the API server has them. */
const LEAST = {
  initialDelaySeconds: 0,
  timeoutSeconds: 1,
  periodSeconds: 1,
  successThreshold: 1,
  failureThreshold: 1,
  terminationGracePeriodSeconds: 1,
} as const;

/** Checks the probes and lifecycle hooks of a container that runs as long as its pod. */
export function checkProbesAndLifecycle(container: JsonObject, path: string, report: Report): void {
  for (const name of PROBES) {
    const probe = container[name];
    if (!isJsonObject(probe)) continue;
    const at = `${path}.${name}`;
    const { exec, httpGet, tcpSocket, grpc } = probe;
    checkExactlyOne({ exec, httpGet, tcpSocket, grpc }, at, report);
    checkHandlerPorts(probe, at, report);
    for (const [field, least] of Object.entries(LEAST))
      checkNumberRange(probe[field], [least, 2 ** 31 - 1], `${at}.${field}`, report);
    if (name !== "readinessProbe" && typeof probe.successThreshold === "number" && probe.successThreshold !== 1)
      report(`${at}.successThreshold`, `must be 1, but is ${probe.successThreshold}`);
    if (name === "readinessProbe" && probe.terminationGracePeriodSeconds !== undefined)
      report(`${at}.terminationGracePeriodSeconds`, "is not for readiness probes");
  }
  if (!isJsonObject(container.lifecycle)) return;
  for (const name of HOOKS) {
    const hook = container.lifecycle[name];
    if (!isJsonObject(hook)) continue;
    const { exec, httpGet, tcpSocket, sleep } = hook;
    checkExactlyOne({ exec, httpGet, tcpSocket, sleep }, `${path}.lifecycle.${name}`, report);
    checkHandlerPorts(hook, `${path}.lifecycle.${name}`, report);
  }
}

/** The API server refuses a pod whose plain init container has probes or hooks. */
export function forbidProbesAndLifecycle(container: JsonObject, path: string, report: Report): void {
  for (const field of [...PROBES, "lifecycle"])
    if (container[field] !== undefined && container[field] !== null)
      report(`${path}.${field}`, "is not for init containers; a container that keeps running stands in spec.sidecars");
}

function checkHandlerPorts(handler: JsonObject, path: string, report: Report): void {
  for (const name of ["httpGet", "tcpSocket", "grpc"]) {
    const action: JsonValue | undefined = handler[name];
    if (!isJsonObject(action)) continue;
    checkNumberRange(action.port, [1, 65535], `${path}.${name}.port`, report);
    checkOneOf(action.scheme, ["HTTP", "HTTPS"], `${path}.${name}.scheme`, report);
  }
}
