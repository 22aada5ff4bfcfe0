import type { PodReason, Reason } from "../reasons";
import type { InjectionPatch } from "./jsonPatch";

/** What the engine concludes for one pod. */
export interface Decision {
  /** Set where the pod as a whole is left alone, whatever the templates are. */
  readonly podReason: PodReason | undefined;
  /** One outcome for each template whose profile matches, in the order in which templates apply. */
  readonly templates: readonly TemplateOutcome[];
  /** The change to the pod; undefined where there is none. */
  readonly patch: InjectionPatch | undefined;
  /** Sentences for which somebody has to act. */
  readonly warnings: readonly string[];
}

export type TemplateOutcome = InjectedOutcome | SkippedOutcome;

export interface InjectedOutcome {
  readonly template: string;
  readonly reason: "injected";
  /** The containers of the template that are in the pod because of it. */
  readonly containers: readonly string[];
  /** The containers of the template that the pod brought itself, and kept. */
  readonly leftAlone: readonly string[];
  /** The ordinary containers that this call adds to a pod which ends by itself, and which they keep from doing so. */
  readonly keepPodRunning: readonly string[];
}

export interface SkippedOutcome {
  readonly template: string;
  readonly reason: Exclude<Reason, "injected">;
  /** What exactly stood in the way, where the reason alone does not say it. */
  readonly detail?: string;
}
