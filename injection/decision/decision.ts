import type { FargateCapacity } from "../fargate/capacity";
import type { LintFinding } from "../lint/lintRule";
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
  /** What of the templates earlier calls have applied: the API server asks about most pods twice. */
  readonly appliedBefore: "nothing" | "some" | "all";
  /** What becomes of the pod's size; undefined for a pod that is not on Fargate, or is left alone as a whole. */
  readonly size: SizeChange | undefined;
  /** What is wrong with the pod itself, so that it cannot run on Fargate. */
  readonly findings: readonly LintFinding[];
  /** Sentences for which somebody has to act. */
  readonly warnings: readonly string[];
}

/** What Fargate gives to a pod without the containers that templates have added, and with them. */
export interface SizeChange {
  /** Undefined where Fargate has nothing as large. */
  readonly before: FargateCapacity | undefined;
  readonly after: FargateCapacity | undefined;
  /** Undefined where no prices are known. */
  readonly cost: CostChange | undefined;
}

/** Prices of one hour. */
export interface CostChange {
  readonly currency: string;
  readonly before: number;
  readonly after: number;
  /** Where the prices are from. */
  readonly source: string;
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
