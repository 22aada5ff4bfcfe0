import type { InvalidTemplate, SidecarConfiguration } from "../configuration/sidecarConfiguration";
import { listPricesOf, type FargatePrices } from "../fargate/fargatePrices";
import type { LintLevels } from "../lint/lintRule";
import { remember } from "../remember";
import { compileWildcard, hasWildcard } from "../wildcard";
import type { ClusterFeatures } from "./clusterFeatures";
import {
  compileAppMeshTemplate,
  compileTemplate,
  LONGEST_REMEMBERED_KEY,
  type BoundTemplate,
  type CompiledInvalidTemplate,
  type CompiledTemplate,
} from "./compiledTemplate";
import { makePlan, type Plan } from "./plan";

/** A template that may be for a pod, also where it cannot be applied because it has errors. */
export type Candidate = CompiledTemplate | CompiledInvalidTemplate;

export interface CompiledConfiguration {
  readonly features: ClusterFeatures;
  /** The user's own, or the list prices of the cluster's region; undefined where neither are known. */
  readonly prices: FargatePrices | undefined;
  /** Levels of lint rules that the user has set for all templates. */
  readonly lint: LintLevels;
  /** The templates whose profile matches, in the order in which they apply. Costs one look-up, however many there are. */
  templatesFor(fargateProfile: string): readonly Candidate[];
  /** The templates of kind `appmesh`, which are for pods of any profile and of none, in their order. */
  readonly appMeshTemplates: readonly Candidate[];
  /** What these templates, in this order, put into a pod that has nothing in their way. */
  planFor(templates: readonly BoundTemplate[]): Plan;
}

/**
 * How many profiles and how many sets of templates with their values are kept ready. Pods bring them, by their labels and
 * annotations; a plan with its patches may have 20 kB.
 */
const REMEMBERED_PROFILES = 1_000;
const REMEMBERED_PLANS = 500;

/**
 * The API server refuses longer ones, but only after its webhooks: a new pod may bring a label of a megabyte. Source:
 * k8s.io/apimachinery, pkg/util/validation, LabelValueMaxLength.
 */
const LONGEST_LABEL_VALUE = 63;

export function compileConfiguration(
  configuration: SidecarConfiguration,
  features: ClusterFeatures,
): CompiledConfiguration {
  const { lint, prices } = configuration.settings;
  const invalid = (kind: InvalidTemplate["kind"]): readonly InvalidTemplate[] =>
    configuration.invalid.filter((template) => template.kind === kind);
  const entries = [
    ...configuration.templates.map((template) => ({
      profiles: template.profiles,
      compiled: compileTemplate(template, features, lint),
    })),
    ...invalid("fargate").map(({ name, profiles }) => ({ profiles, compiled: { kind: "invalid", name } as const })),
  ];
  const byName = new Map<string, Set<number>>();
  const byPattern: { matches: (profile: string) => boolean; index: number }[] = [];
  entries.forEach(({ profiles }, index) => {
    for (const profile of profiles) {
      if (hasWildcard(profile)) byPattern.push({ matches: compileWildcard(profile), index });
      else byName.set(profile, (byName.get(profile) ?? new Set()).add(index));
    }
  });
  const select = (fargateProfile: string): readonly Candidate[] => {
    const indexes = new Set(byName.get(fargateProfile));
    for (const { matches, index } of byPattern) if (matches(fargateProfile)) indexes.add(index);
    return [...indexes].sort((a, b) => a - b).flatMap((index) => entries[index]?.compiled ?? []);
  };
  const selected = remember(REMEMBERED_PROFILES, select);
  const plans = remember(REMEMBERED_PLANS, (_key: string, templates: readonly BoundTemplate[]) => makePlan(templates));
  return {
    features,
    prices: prices ?? (features.region === undefined ? undefined : listPricesOf(features.region)),
    lint,
    templatesFor: (profile) => (profile.length > LONGEST_LABEL_VALUE ? [] : selected(profile)),
    appMeshTemplates: [
      ...configuration.appMeshTemplates.map((template) => compileAppMeshTemplate(template, features, lint)),
      ...invalid("appmesh").map(({ name }) => ({ kind: "invalid", name }) as const),
    ],
    planFor: (templates) =>
      templates.some(({ key }) => key.length > LONGEST_REMEMBERED_KEY)
        ? makePlan(templates)
        : plans(templates.map(({ key }) => key).join(), templates),
  };
}
