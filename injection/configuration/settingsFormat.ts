import type { LintLevelsFormat } from "./templateFormat";

/**
 * The format of the key `_settings`, as it is written: the types from which its JSON Schema and its part of the reference
 * page are generated, and which the parser's own table of fields has to agree with.
 */

/** What holds for all templates of a sidecar configuration. */
export interface SettingsFormat {
  /**
   * Levels of [lint rules](lint-rules.md), by their codes: `off`, `warn` or `error`. The `lint` of a template comes first.
   *
   * @default - each rule has its own
   */
  lint?: LintLevelsFormat;

  /**
   * What Fargate costs you, per hour, in the place of the list prices of the region. See
   * [Sizes and prices](fargate-sizes.md).
   *
   * @default - list prices, where they are known for the cluster's region
   */
  prices?: PricesFormat;
}

/** What Fargate costs per hour. All of them must be given. */
export interface PricesFormat {
  /** ISO 4217 code of the currency, such as `USD`. */
  currency: string;

  /**
   * Price of one vCPU for an hour.
   *
   * @minimum 0
   * @maximum 1000000000
   */
  perVcpu: number;

  /**
   * Price of 1 GB of memory for an hour, as AWS counts: 1,024 MiB.
   *
   * @minimum 0
   * @maximum 1000000000
   */
  perGb: number;

  /**
   * Price of 1 GB of ephemeral storage for an hour, beyond the 20 GB that are free.
   *
   * @minimum 0
   * @maximum 1000000000
   */
  perStorageGb: number;
}
