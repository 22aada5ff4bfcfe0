import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json";
import { checkExactlyOne, checkNumberRange, checkOneOf, isGiven, objectsAt } from "./commonRules";
import { checkPortName } from "./portRules";
import { describeValue, type Report } from "../problem";

const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"] as const;
const HOOKS = ["postStart", "preStop"] as const;

/** Least values of a probe's numbers, as the API server has them; where 0 is allowed it stands for the default. */
const LEAST = {
  initialDelaySeconds: 0,
  timeoutSeconds: 0,
  periodSeconds: 0,
  successThreshold: 0,
  failureThreshold: 0,
  terminationGracePeriodSeconds: 1,
} as const;

/** Checks the probes and lifecycle hooks of a container that runs as long as its pod. */
export function checkProbesAndLifecycle(container: JsonObject, path: string, report: Report): void {
  for (const name of PROBES) {
    const probe = container[name];
    if (isJsonObject(probe)) checkProbe(probe, name === "readinessProbe", `${path}.${name}`, report);
  }
  if (!isJsonObject(container.lifecycle)) return;
  for (const name of HOOKS) {
    const hook = container.lifecycle[name];
    if (!isJsonObject(hook)) continue;
    const { exec, httpGet, tcpSocket, sleep } = hook;
    checkExactlyOne({ exec, httpGet, tcpSocket, sleep }, `${path}.lifecycle.${name}`, report);
    checkHandler(hook, `${path}.lifecycle.${name}`, report);
  }
  if (isGiven(container.lifecycle.stopSignal))
    report(`${path}.lifecycle.stopSignal`, "is not for templates: a pod without spec.os must not have it");
}

/** The API server refuses a pod whose plain init container has probes or hooks. */
export function forbidProbesAndLifecycle(container: JsonObject, path: string, report: Report): void {
  for (const field of [...PROBES, "lifecycle"])
    if (isGiven(container[field]))
      report(`${path}.${field}`, "is not for init containers; a container that keeps running stands in spec.sidecars");
}

function checkProbe(probe: JsonObject, isReadiness: boolean, path: string, report: Report): void {
  const { exec, httpGet, tcpSocket, grpc, successThreshold } = probe;
  checkExactlyOne({ exec, httpGet, tcpSocket, grpc }, path, report);
  checkHandler(probe, path, report);
  for (const [field, least] of Object.entries(LEAST))
    checkNumberRange(probe[field], [least, Infinity], `${path}.${field}`, report);
  if (!isReadiness && typeof successThreshold === "number" && successThreshold > 1)
    report(`${path}.successThreshold`, `must be 1, but is ${successThreshold}`);
  if (isReadiness && isGiven(probe.terminationGracePeriodSeconds))
    report(`${path}.terminationGracePeriodSeconds`, "is not for readiness probes");
}

function checkHandler(handler: JsonObject, path: string, report: Report): void {
  const { exec, httpGet, sleep } = handler;
  if (isJsonObject(exec) && (!isJsonArray(exec.command) || exec.command.length === 0))
    report(`${path}.exec.command`, "is missing");
  for (const name of ["httpGet", "tcpSocket", "grpc"]) {
    const action: JsonValue | undefined = handler[name];
    if (!isJsonObject(action)) continue;
    checkNumberRange(action.port, [1, 65535], `${path}.${name}.port`, report);
    if (action.port !== "") checkPortName(action.port, `${path}.${name}.port`, report);
  }
  if (isJsonObject(httpGet)) {
    checkOneOf(httpGet.scheme, ["", "HTTP", "HTTPS"], `${path}.httpGet.scheme`, report);
    for (const [header, at] of objectsAt(httpGet.httpHeaders, `${path}.httpGet.httpHeaders`))
      if (typeof header.name === "string" && !/^[-A-Za-z0-9]*$/.test(header.name))
        report(`${at}.name`, `must be letters, digits and "-", but is ${describeValue(header.name)}`);
  }
  // Kubernetes takes 0 only since 1.33.
  if (isJsonObject(sleep)) checkNumberRange(sleep.seconds, [1, Infinity], `${path}.sleep.seconds`, report);
}
