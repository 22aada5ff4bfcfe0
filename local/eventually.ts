import { setTimeout as delay } from "node:timers/promises";

export interface Eventually {
  /** What is waited for, as the end of "waited … for". */
  what: string;
  /** Resolves to true when it has come; an error counts as "not yet" and is quoted where it never comes. */
  condition: () => Promise<boolean>;
  deadlineMs?: number;
  intervalMs?: number;
  /** Resolves to the reason why it will never come. */
  unless?: Promise<Error>;
}

/**
 * Asks until the condition holds.
 * @throws Error after the deadline (default: 60 s), or the reason of `unless`
 */
export async function eventually(wanted: Eventually): Promise<void> {
  const { what, condition, deadlineMs = 60_000, intervalMs = 50 } = wanted;
  const deadline = Date.now() + deadlineMs;
  const hopeless: Error[] = [];
  void wanted.unless?.then((error) => hopeless.push(error));
  let lastError: unknown;
  for (;;) {
    try {
      if (await condition()) return;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    const [reason] = hopeless;
    if (reason !== undefined) throw reason;
    if (Date.now() >= deadline) {
      throw new Error(`waited ${Math.round(deadlineMs / 1000)} s for ${what}`, { cause: lastError });
    }
    await delay(intervalMs);
  }
}
