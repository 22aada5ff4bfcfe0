import { setTimeout as delay } from "node:timers/promises";

/** Waits so long, or until the signal aborts: the caller looks at the signal afterwards. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
