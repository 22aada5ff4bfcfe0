import type { V1Probe } from "@kubernetes/client-node";
import { pause } from "./pause";
import type { ProbeResult } from "./probe";

export interface ProbeLoop {
  probe: V1Probe;
  /** Asks once. */
  ask: () => Promise<ProbeResult>;
  /** Is told the first verdict and each change of it. */
  onVerdict: (healthy: boolean) => void;
  /** Is told every single failure. */
  onFailure: (message: string) => void;
  signal: AbortSignal;
}

/**
 * Asks again and again, a period after each answer, until the signal aborts. As many equal answers in a row as their
 * threshold says make a verdict. Defaults as in the API reference, `Probe`.
 */
export async function runProbeLoop({ probe, ask, onVerdict, onFailure, signal }: ProbeLoop): Promise<void> {
  const { initialDelaySeconds = 0, periodSeconds = 10, successThreshold = 1, failureThreshold = 3 } = probe;
  const thresholds = { success: successThreshold, failure: failureThreshold };
  let verdict: ProbeResult["kind"] | undefined;
  let last: ProbeResult["kind"] | undefined;
  let inARow = 0;
  await pause(initialDelaySeconds * 1000, signal);
  const ended = () => signal.aborted;
  while (!ended()) {
    const result = await ask();
    if (ended()) return;
    if (result.kind === "failure") onFailure(result.message);
    inARow = result.kind === last ? inARow + 1 : 1;
    last = result.kind;
    if (result.kind !== verdict && inARow >= thresholds[result.kind]) {
      verdict = result.kind;
      onVerdict(result.kind === "success");
    }
    await pause(periodSeconds * 1000, signal);
  }
}
