// Started by orphanGuard.ts beside every local cluster: `node orphanGuard.mjs STATE_DIRECTORY`.
// Its standard input is a pipe from the process that owns the cluster, which writes `+PID` for each process group that
// it starts and `-PID` when one has ended. The pipe closes when the owner is gone, however it went: then whatever is
// still running is killed and the folder removed.
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";

const directory = process.argv[2];
const groups = new Set();

// Ctrl-C in a terminal is for the owner; this process ends with the pipe.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const processId = Number(line.slice(1));
    if (line.startsWith("+")) groups.add(processId);
    else groups.delete(processId);
  })
  .on("close", () => {
    for (const group of groups) {
      try {
        process.kill(-group, "SIGKILL");
      } catch {
        // It has ended by itself in the meantime.
      }
    }
    rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
