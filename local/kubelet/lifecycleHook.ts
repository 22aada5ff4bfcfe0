import type { V1LifecycleHandler } from "@kubernetes/client-node";
import { pause } from "./pause";
import { httpGet, type ProbeTarget } from "./probe";

/**
 * Runs a preStop hook, for so long at most. A hook that fails does not keep the container alive.
 * @param ended aborts when the container has ended by itself
 */
export async function runPreStop(
  hook: V1LifecycleHandler | undefined,
  target: ProbeTarget,
  limitMs: number,
  ended: AbortSignal,
  log: (message: string) => void,
): Promise<void> {
  if (hook?.sleep) return pause(Math.min(hook.sleep.seconds * 1000, limitMs), ended);
  if (hook?.httpGet) {
    try {
      await httpGet(hook.httpGet, target, limitMs);
    } catch (error) {
      log(`preStop failed: ${String(error)}`);
    }
    return;
  }
  if (hook !== undefined) log("preStop ignored: a local container's hook is sleep or httpGet only");
}
