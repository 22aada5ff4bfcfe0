import type { FargatePrices } from "../fargate/fargatePrices";
import type { LintLevels } from "../lint/lintRule";

/** What holds for all templates of a sidecar configuration: its key `_settings`. */
export interface Settings {
  /** Levels of lint rules that differ from the rules' own. */
  readonly lint: LintLevels;
  /** Prices in the place of list prices. */
  readonly prices: FargatePrices | undefined;
}

export const NO_SETTINGS: Settings = { lint: new Map(), prices: undefined };
