import { createHash } from "node:crypto";
import {
  compileConfiguration,
  EMPTY_SIDECAR_CONFIGURATION,
  keepLastGood,
  parseSidecarConfiguration,
  type ClusterFeatures,
  type CompiledConfiguration,
  type JsonValue,
  type Problem,
  type SidecarConfiguration,
} from "../../injection";

/** The data of a sidecar configuration as its source has it, and what is wrong with the source itself. */
export interface ConfigurationData {
  /** Undefined where the source cannot be read at all: that says nothing of the templates, which stay as they are. */
  readonly data: Readonly<Record<string, JsonValue>> | undefined;
  readonly problems: readonly Problem[];
}

/** What there is to tell of the sidecar configuration in use. */
export interface ConfigurationState {
  /** Names of the templates in use, in the order in which they apply. */
  readonly templates: readonly string[];
  /** How many templates are left out, because they have errors and no good version of them is known. */
  readonly invalid: number;
  /** The same for the same templates: equal hashes on two replicas mean that they inject the same. */
  readonly hash: string;
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

export function createConfigurationStore(
  features: ClusterFeatures,
  onUpdate: (state: ConfigurationState) => void,
): ConfigurationStore {
  let configuration: SidecarConfiguration = EMPTY_SIDECAR_CONFIGURATION;
  let compiled: CompiledConfiguration | undefined;
  const { promise: loaded, resolve: resolveLoaded }: PromiseWithResolvers<void> = Promise.withResolvers();
  return {
    loaded,
    get current() {
      return compiled;
    },
    update({ data, problems }) {
      const parsed = data === undefined ? { ...configuration, problems: [] } : parseSidecarConfiguration(data);
      configuration = keepLastGood(configuration, parsed);
      compiled = compileConfiguration(configuration, features);
      onUpdate({
        templates: configuration.templates.map(({ name }) => name),
        invalid: configuration.invalid.length,
        hash: hashOf(configuration),
        problems: [...problems, ...configuration.problems],
      });
      resolveLoaded();
    },
  };
}

function hashOf({ templates }: SidecarConfiguration): string {
  const text = templates.map(({ name, hash }) => `${name}=${hash}`).join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
