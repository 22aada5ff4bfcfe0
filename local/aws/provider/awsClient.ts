import { setTimeout as delay } from "node:timers/promises";
import { AwsError, isAwsError } from "../awsError";
import { Json } from "../json";

/** How often a waiter asks. */
const POLL_MS = 10;

/** Calls the stand-in account. */
export class AwsClient {
  constructor(
    private readonly url: string,
    /** Fires when the engine cancels. */
    private readonly signal: AbortSignal,
  ) {}

  /** Makes an API call. @throws AwsError where it is refused */
  async call(service: string, action: string, parameters: object): Promise<Json> {
    return this.request(`/${service}/${action}`, { method: "POST", body: JSON.stringify(parameters) });
  }

  /** The same, but undefined where the service answers that there is no such thing. */
  async find(
    service: string,
    action: string,
    parameters: object,
    ...codes: readonly string[]
  ): Promise<Json | undefined> {
    try {
      return await this.call(service, action, parameters);
    } catch (error) {
      if (isAwsError(error, ...codes)) return undefined;
      throw error;
    }
  }

  /** Region and number of the account, and the kubeconfig for its clusters. */
  account(): Promise<Json> {
    return this.request("/account", {});
  }

  /**
   * Asks again and again until the state is the one that is wanted; undefined stands for "gone".
   * @throws Error where it becomes one that is neither wanted nor on the way there
   */
  async waitUntil(wanted: string | undefined, pending: readonly string[], stateNow: () => Promise<string | undefined>) {
    for (;;) {
      const state = await stateNow();
      if (state === wanted) return;
      if (state === undefined || !pending.includes(state))
        throw new Error(`unexpected state '${state ?? ""}', wanted target '${wanted ?? ""}'`);
      await delay(POLL_MS, undefined, { signal: this.signal });
    }
  }

  private async request(path: string, init: RequestInit): Promise<Json> {
    const response = await fetch(`${this.url}${path}`, { ...init, signal: this.signal });
    const answer = new Json(await response.json());
    if (response.ok) return answer;
    throw new AwsError(answer.at("code").text, answer.at("message").text);
  }
}

/** The account that the environment leads to. */
export function awsClientFromEnvironment(signal: AbortSignal): AwsClient {
  const url = process.env.STAND_IN_AWS_URL;
  if (url === undefined) throw new Error("STAND_IN_AWS_URL does not say where the stand-in for AWS is");
  return new AwsClient(url, signal);
}
