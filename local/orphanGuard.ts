import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Sees to it that nothing outlives the process that owns a local cluster, even where that is killed with SIGKILL. */
export interface OrphanGuard {
  /** Takes on a child that leads its own process group (`detached: true`), until it ends. */
  watch(child: ChildProcess): void;
  /** Ends the guard. What it still watches is killed, and the state folder removed. */
  stop(): Promise<void>;
}

/**
 * Starts the guard of one cluster. It is a process of its own, because only another process notices a SIGKILL, and works
 * for any child, whereas `PR_SET_PDEATHSIG` would need the child's help and Linux.
 */
export function startOrphanGuard(stateDirectory: string): OrphanGuard {
  const guard = spawn(process.execPath, [join(__dirname, "orphanGuard.mjs"), stateDirectory], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: {},
  });
  const ended = once(guard, "close");
  guard.stdin.on("error", () => undefined); // The guard was killed: nothing to tell it any more.
  guard.unref(); // What keeps the owner running is the cluster, not its guard.
  return {
    watch(child) {
      const processId = child.pid;
      if (processId === undefined) return;
      guard.stdin.write(`+${processId}\n`);
      child.once("exit", () => guard.stdin.write(`-${processId}\n`));
    },
    async stop() {
      guard.ref();
      guard.stdin.end();
      await ended;
    },
  };
}
