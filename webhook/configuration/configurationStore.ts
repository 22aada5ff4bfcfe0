import { createHash } from "node:crypto";
import {
  compileConfiguration,
  EMPTY_SIDECAR_CONFIGURATION,
  keepLastGood,
  profilesOf,
  SETTINGS_KEY,
  type ClusterFeatures,
  type CompiledConfiguration,
  type JsonValue,
  type LeveledFinding,
  type Problem,
  type SidecarConfiguration,
} from "../../injection";
import { readSidecarConfiguration } from "../../presets/readSidecarConfiguration";

/** The data of a sidecar configuration as its source has it, and what is wrong with the source itself. */
export interface ConfigurationData {
  /** Undefined where the source cannot be read at all: that says nothing of the templates, which stay as they are. */
  readonly data: Readonly<Record<string, JsonValue>> | undefined;
  /** Names of further templates, which are there in a form that cannot be read; `problems` say why. Default: none. */
  readonly unreadable?: readonly string[];
  readonly problems: readonly Problem[];
}

/** What there is to tell of the sidecar configuration in use. */
export interface ConfigurationState {
  /**
   * The same for the same templates, lint levels and settings: equal hashes on two replicas mean that they inject the
   * same.
   */
  readonly hash: string;
  /** The templates in use, in the order in which they apply. */
  readonly templates: readonly TemplateState[];
  /** Names of the templates that are left out, because they have errors and no good version of them is known. */
  readonly invalid: readonly string[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** What lint rules have found, but for rules that are off. */
  readonly findings: readonly LeveledFinding[];
}

export interface TemplateState {
  readonly name: string;
  readonly hash: string;
  /** `last-good`: the template has errors now, and this is the last version of it without. */
  readonly state: "current" | "last-good";
}

/** The sidecar configuration that this replica uses. It is compiled when it changes, never for a request. */
export interface ConfigurationStore {
  /** Undefined until a source has delivered for the first time. */
  readonly current: CompiledConfiguration | undefined;
  /** The same for people. */
  readonly state: ConfigurationState | undefined;
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
  let withErrors: ReadonlySet<string> = new Set();
  let compiled: CompiledConfiguration | undefined;
  let state: ConfigurationState | undefined;
  const { promise: loaded, resolve: resolveLoaded }: PromiseWithResolvers<void> = Promise.withResolvers();
  return {
    loaded,
    get current() {
      return compiled;
    },
    get state() {
      return state;
    },
    update({ data, unreadable = [], problems }) {
      if (data === undefined) {
        configuration = { ...configuration, problems: [] };
      } else {
        const next = withUnreadable(readSidecarConfiguration(data), unreadable);
        configuration = keepLastGood(configuration, next);
        withErrors = new Set(next.invalid.map(({ name }) => name));
      }
      compiled = compileConfiguration(configuration, features);
      state = {
        hash: hashOf(configuration),
        templates: [...configuration.templates, ...configuration.appMeshTemplates].map(({ name, hash }) => ({
          name,
          hash,
          state: withErrors.has(name) ? "last-good" : "current",
        })),
        invalid: configuration.invalid.map(({ name }) => name),
        problems: [...problems, ...configuration.problems],
        warnings: configuration.warnings,
        findings: configuration.findings,
      };
      onUpdate(state);
      resolveLoaded();
    },
  };
}

function withUnreadable(parsed: SidecarConfiguration, names: readonly string[]): SidecarConfiguration {
  const unreadable = names
    .filter((name) => name !== SETTINGS_KEY)
    .map((name) => ({ name, kind: "fargate", profiles: profilesOf(name, undefined) }) as const);
  return {
    ...parsed,
    invalid: [...parsed.invalid, ...unreadable],
    hasInvalidSettings: parsed.hasInvalidSettings || names.includes(SETTINGS_KEY),
  };
}

function hashOf({ templates, appMeshTemplates, settings }: SidecarConfiguration): string {
  const prices = settings.prices === undefined ? [] : [`${SETTINGS_KEY}.prices=${JSON.stringify(settings.prices)}`];
  const text = [
    // A template's own hash is told to its pods, to which levels make no difference any more.
    ...[...templates, ...appMeshTemplates].flatMap(({ name, hash, lint }) => [
      `${name}=${hash}`,
      ...levelLines(name, lint),
    ]),
    ...levelLines(SETTINGS_KEY, settings.lint),
    ...prices,
  ].join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

function levelLines(key: string, levels: SidecarConfiguration["settings"]["lint"]): readonly string[] {
  return [...levels].map(([rule, level]) => `${key}.lint.${rule}=${level}`).sort();
}
