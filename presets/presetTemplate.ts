import { stringify } from "yaml";
import type { TemplateFormat } from "../injection";
import type { Preset, PresetParameter, PresetParameters } from "./preset";

/** Which pods a template is for: the fields of the sidecar language that a preset leaves to its user. */
export interface PresetSelection {
  /** @default - the template's own key */
  readonly profiles?: readonly string[] | undefined;
  /** @default - every namespace */
  readonly namespaces?: readonly string[] | undefined;
  /** @default - every pod */
  readonly podSelector?: TemplateFormat["podSelector"] | undefined;
  /** @default false */
  readonly optIn?: boolean | undefined;
  /** @default 0 */
  readonly order?: number | undefined;
}

/** The parameters of a preset by their names, those without a default required, and which pods it is for. */
export type PresetOptions<Parameters extends PresetParameters> = PresetSelection & {
  readonly [Name in RequiredNames<Parameters>]: ValueOf<Parameters[Name]>;
} & {
  readonly [Name in Exclude<keyof Parameters, RequiredNames<Parameters>>]?: ValueOf<Parameters[Name]> | undefined;
};

/** Those that have neither a default nor a field of the pod to come from. */
type RequiredNames<Parameters extends PresetParameters> = {
  [Name in keyof Parameters]: Parameters[Name] extends { readonly default: unknown } | { readonly field: string }
    ? never
    : Name;
}[keyof Parameters];

type ValueOf<Parameter extends PresetParameter> = Parameter extends { readonly type: "integer" }
  ? number
  : Parameter extends { readonly type: "boolean" }
    ? boolean
    : string;

const SELECTION: Readonly<Record<keyof PresetSelection, true>> = {
  profiles: true,
  namespaces: true,
  podSelector: true,
  optIn: true,
  order: true,
};

/**
 * A template that is one of the presets with these options, as YAML text for `sidecarConfiguration.templates`. What is
 * wrong with a value is found where all templates are checked, at preview.
 */
export function presetTemplate<Parameters extends PresetParameters>(
  preset: Preset<Parameters>,
  options: PresetOptions<Parameters>,
): string {
  const { selection, defaults } = readOptions(options);
  const parameters = Object.keys(defaults).length === 0 ? {} : { parameters: defaults };
  return yaml({ preset: preset.name, ...selection, ...parameters });
}

/** The same for a preset of one's own, which no `preset:` can name: the whole template, with these options in it. */
export function ownPresetTemplate<Parameters extends PresetParameters>(
  preset: Preset<Parameters>,
  options: PresetOptions<Parameters>,
): string {
  const { selection, defaults } = readOptions(options);
  const parameters = Object.entries(preset.template.parameters).map(
    ([name, parameter]) => [name, { ...parameter, ...defaults[name] }] as const,
  );
  return yaml({ ...preset.template, ...selection, parameters: Object.fromEntries(parameters) });
}

interface ReadOptions {
  readonly selection: Readonly<Record<string, unknown>>;
  readonly defaults: Readonly<Record<string, { readonly default: unknown }>>;
}

function readOptions(options: object): ReadOptions {
  const given = Object.entries<unknown>({ ...options }).filter(([, value]) => value !== undefined);
  const isSelection = (name: string): boolean => Object.hasOwn(SELECTION, name);
  return {
    selection: Object.fromEntries(given.filter(([name]) => isSelection(name))),
    defaults: Object.fromEntries(
      given.filter(([name]) => !isSelection(name)).map(([name, value]) => [name, { default: value }]),
    ),
  };
}

/** Templates are read as YAML 1.1, in which more words need quotes. */
function yaml(template: object): string {
  return stringify(template, { version: "1.1", aliasDuplicateObjects: false });
}
