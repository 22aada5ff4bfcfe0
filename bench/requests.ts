import autocannon from "autocannon";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** What one round of requests against one server gave. */
export interface Round {
  readonly requestsPerSecond: number;
  readonly p99Milliseconds: number;
  /** CPU time of the server for one request, all its threads. */
  readonly cpuMicroseconds: number;
  readonly residentMiB: number;
  readonly failures: number;
}

export interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

/** Starts a server that prints a JSON line with its port when it is ready. */
export async function startServer(args: readonly string[]): Promise<Server> {
  const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface(server.stdout);
  const ended = once(server, "exit").then(() =>
    Promise.reject(new Error(`${args[0] ?? ""} ended before it was ready`)),
  );
  const firstLine = once(lines, "line").then(([line]) => String(line));
  const ready: unknown = JSON.parse(await Promise.race([firstLine, ended]));
  const port = typeof ready === "object" && ready !== null && "port" in ready ? Number(ready.port) : NaN;
  return { process: server, port };
}

export async function stopServer(server: Server): Promise<void> {
  const exited = once(server.process, "exit");
  server.process.kill();
  await exited;
}

/** Sends one review again and again over 16 connections that stay open, as an API server does. */
export async function sendReviews(server: Server, path: string, body: string, seconds: number): Promise<Round> {
  const load = (duration: number): Promise<autocannon.Result> =>
    autocannon({
      url: `https://127.0.0.1:${server.port}${path}`,
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      connections: 16,
      duration,
    });
  await load(2);
  const before = cpuMicroseconds(server);
  const result = await load(seconds);
  return {
    requestsPerSecond: result.requests.average,
    p99Milliseconds: result.latency.p99,
    cpuMicroseconds: (cpuMicroseconds(server) - before) / result.requests.total,
    residentMiB: residentMiB(server),
    failures: result.non2xx + result.errors + result.timeouts,
  };
}

/** User and system time so far. Source: proc(5), fields 14 and 15 in ticks of 10 ms. */
function cpuMicroseconds({ process: { pid } }: Server): number {
  const fields =
    readFileSync(`/proc/${pid ?? 0}/stat`, "utf8")
      .split(") ")[1]
      ?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

function residentMiB({ process: { pid } }: Server): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid ?? 0}/status`, "utf8"));
  return Math.round(Number(match?.[1]) / 1024);
}
