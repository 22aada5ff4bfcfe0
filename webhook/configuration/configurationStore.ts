import { createHash } from "node:crypto";
import {
  compileConfiguration,
  EMPTY_SIDECAR_CONFIGURATION,
  formatProblem,
  keepLastGood,
  parseSidecarConfiguration,
  type ClusterFeatures,
  type CompiledConfiguration,
  type JsonValue,
  type Problem,
  type SidecarConfiguration,
} from "../../injection";
import type { Log } from "../log";
import type { Metrics } from "../metrics";

/** The data of a sidecar configuration as its source has it, and what is wrong with the source itself. */
export interface ConfigurationData {
  readonly data: Readonly<Record<string, JsonValue>>;
  readonly problems: readonly Problem[];
}

/** The sidecar configuration that this replica uses. It is compiled when it changes, never for a request. */
export interface ConfigurationStore {
  /** Undefined until a source has delivered for the first time. */
  readonly current: CompiledConfiguration | undefined;
  /** Resolves when a source has delivered for the first time. */
  readonly loaded: Promise<void>;
  /** Takes a new state of the source. A template with errors keeps its last good version, in memory only. */
  update(next: ConfigurationData): void;
}

export function createConfigurationStore(features: ClusterFeatures, log: Log, metrics: Metrics): ConfigurationStore {
  let configuration: SidecarConfiguration = EMPTY_SIDECAR_CONFIGURATION;
  let compiled: CompiledConfiguration | undefined;
  const { promise: loaded, resolve: resolveLoaded }: PromiseWithResolvers<void> = Promise.withResolvers();
  return {
    loaded,
    get current() {
      return compiled;
    },
    update({ data, problems: sourceProblems }) {
      // A source that cannot be read at all says nothing of the templates: they stay as they are.
      const parsed = sourceProblems.length > 0 ? configuration : parseSidecarConfiguration(data);
      const first = compiled === undefined;
      configuration = keepLastGood(configuration, parsed);
      compiled = compileConfiguration(configuration, features);
      const problems = sourceProblems.length > 0 ? sourceProblems : configuration.problems;
      const templates = configuration.templates.map(({ name }) => name);
      const hash = hashOf(configuration);
      metrics.setConfiguration({ valid: templates.length, invalid: configuration.invalid.length, hash, problems });
      for (const problem of problems)
        log.error({ path: problem.path, problem: formatProblem(problem) }, "problem in the sidecar configuration");
      log[first ? "debug" : "info"]({ templates, hash, problems: problems.length }, "sidecar configuration in use");
      resolveLoaded();
    },
  };
}

/** The same for the same templates: equal hashes on two replicas mean that they inject the same. */
function hashOf({ templates }: SidecarConfiguration): string {
  const text = templates.map(({ name, hash }) => `${name}=${hash}`).join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
