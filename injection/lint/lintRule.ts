/** How loud a rule is: not at all, as a warning, or as an error, which stops a preview and is refused when it is written. */
export type LintLevel = "off" | "warn" | "error";

export const LINT_LEVELS = ["off", "warn", "error"] as const satisfies readonly LintLevel[];

/** What is known of Fargate, or of a mistake that sidecars make there. */
export interface LintRule {
  /** Unless the user sets another one. */
  readonly level: Exclude<LintLevel, "off">;
  /**
   * Whether a pod with this can never run on Fargate. Where the level is `error` too, a template that would bring it is
   * left out of pods (`not-supported-on-fargate`), and a pod that has it by itself draws a warning.
   */
  readonly neverRuns: boolean;
  /** Whether it is said of pods alone, so that a level that one template sets has nothing to act on. */
  readonly isOfPodsOnly?: true;
  /** What is wrong, in a few words: the title of its section on the page of rules. */
  readonly title: string;
  /** Why it is wrong, and what happens, in Markdown. */
  readonly explanation: string;
  /** What to do instead, in Markdown. */
  readonly fix: string;
  /** How it looks when it is right: a part of a template, as YAML. */
  readonly example: string;
  readonly source: RuleSource;
}

/** Where a rule comes from. */
export interface RuleSource {
  /** The document, or the reports. */
  readonly text: string;
  readonly url?: string;
  /** `documented` by AWS or Kubernetes; `reported` by users, with the error that they saw; `unverified` otherwise. */
  readonly sureness: "documented" | "reported" | "unverified";
}

/** Something that a rule has found. */
export interface LintFinding {
  readonly rule: string;
  /** Where: `default.spec.containers[0].securityContext.privileged`, or for a pod `spec.containers[0]…`. */
  readonly path: string;
  /** What is there, in words: `is true: Fargate runs no privileged container`. */
  readonly message: string;
}

/** The levels that a user has set, by rule; the others have their own. */
export type LintLevels = ReadonlyMap<string, LintLevel>;
