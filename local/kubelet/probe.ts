import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import type { V1ContainerPort, V1HTTPGetAction, V1Probe } from "@kubernetes/client-node";

/** The container that is asked: its ports by name, and what listens behind them. */
export interface ProbeTarget {
  podIP: string;
  ports: readonly V1ContainerPort[];
  /** The loopback port behind a port of the pod. */
  resolve(podPort: number): number | undefined;
}

export type ProbeResult = { kind: "success" } | { kind: "failure"; message: string };

const SUCCESS: ProbeResult = { kind: "success" };

/** Asks once. A kubelet takes any answer from 200 to 399 for success, and does not check certificates. */
export function runProbe(probe: V1Probe, target: ProbeTarget): Promise<ProbeResult> {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.httpGet) return httpProbe(probe.httpGet, target, timeoutMs);
  if (probe.tcpSocket) return tcpProbe(probe.tcpSocket.port, target, timeoutMs);
  return Promise.resolve(failure("a local container is probed by httpGet and tcpSocket only"));
}

/** One HTTP request of the kubelet to a container, as probes and lifecycle hooks make it. Resolves to the status. */
export function httpGet(action: V1HTTPGetAction, target: ProbeTarget, timeoutMs: number): Promise<number> {
  const { loopbackPort, podPort } = findPort(action.port, target);
  const request = action.scheme === "HTTPS" ? httpsRequest : httpRequest;
  const headers = Object.fromEntries((action.httpHeaders ?? []).map(({ name, value }) => [name, value]));
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: "127.0.0.1",
        port: loopbackPort,
        path: action.path ?? "/",
        headers: { Host: `${action.host ?? target.podIP}:${podPort}`, "User-Agent": "kube-probe/1.36", ...headers },
        rejectUnauthorized: false,
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    call.once("error", reject);
    call.end();
  });
}

async function httpProbe(action: V1HTTPGetAction, target: ProbeTarget, timeoutMs: number): Promise<ProbeResult> {
  try {
    const status = await httpGet(action, target, timeoutMs);
    return status >= 200 && status < 400 ? SUCCESS : failure(`HTTP status ${status}`);
  } catch (error) {
    return failure(error);
  }
}

async function tcpProbe(port: string | number, target: ProbeTarget, timeoutMs: number): Promise<ProbeResult> {
  try {
    const { loopbackPort } = findPort(port, target);
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port: loopbackPort, signal: AbortSignal.timeout(timeoutMs) }, () => {
        socket.destroy();
        resolve();
      });
      socket.once("error", reject);
    });
    return SUCCESS;
  } catch (error) {
    return failure(error);
  }
}

function findPort(port: string | number, target: ProbeTarget): { podPort: number; loopbackPort: number } {
  const podPort = typeof port === "number" ? port : target.ports.find(({ name }) => name === port)?.containerPort;
  if (podPort === undefined) throw new Error(`the container has no port called ${port}`);
  const loopbackPort = target.resolve(podPort);
  if (loopbackPort === undefined) throw new Error(`connect ECONNREFUSED ${target.podIP}:${podPort}`);
  return { podPort, loopbackPort };
}

function failure(reason: unknown): ProbeResult {
  return { kind: "failure", message: reason instanceof Error ? reason.message : String(reason) };
}
