import type { NamedObject } from "../json";
import { compileWildcard, hasWildcard } from "../wildcard";
import { compileLabelSelector } from "../configuration/labelSelector";
import type { SidecarTemplate } from "../configuration/parseTemplate";
import type { SidecarConfiguration } from "../configuration/sidecarConfiguration";
import type { Additions } from "./additions";
import type { CompiledInvalidTemplate, CompiledTemplate } from "./compiledTemplate";
import { makePlan, type Plan } from "./plan";

export interface CompiledConfiguration {
  /** The templates whose profile matches, in the order in which they apply. Costs one look-up, however many there are. */
  templatesFor(fargateProfile: string): readonly (CompiledTemplate | CompiledInvalidTemplate)[];
  /** What these templates, in this order, put into a pod that has nothing in their way. */
  planFor(templates: readonly CompiledTemplate[]): Plan;
}

export interface ClusterFeatures {
  /** Whether `initContainers` may have `restartPolicy: Always` (Kubernetes 1.29 and newer). */
  readonly nativeSidecars: boolean;
}

/**
 * What a cluster of this Kubernetes version ("1.36", "v1.35.2", "1.34+" as EKS says it) can do; undefined where the text
 * is no version. Native sidecars are on since 1.29 (KEP-753).
 */
export function clusterFeatures(kubernetesVersion: string): ClusterFeatures | undefined {
  const match = /^v?(\d+)\.(\d+)(?:[.+-].*)?$/.exec(kubernetesVersion.trim());
  if (match === null) return undefined;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return { nativeSidecars: major > 1 || (major === 1 && minor >= 29) };
}

/**
 * What is remembered depends on the pods, whose makers must not fill the memory: by their labels with many profiles, by
 * their annotations with many sets of templates, each with its patches.
 */
const REMEMBERED_PROFILES = 1_000;
const REMEMBERED_PLANS = 50;

/**
 * The API server refuses longer ones, but only after its webhooks: a new pod may bring a label of a megabyte. Source:
 * k8s.io/apimachinery, pkg/util/validation, LabelValueMaxLength.
 */
const LONGEST_LABEL_VALUE = 63;

export function compileConfiguration(
  configuration: SidecarConfiguration,
  features: ClusterFeatures,
): CompiledConfiguration {
  const entries = [
    ...configuration.templates.map((template) => ({
      profiles: template.profiles,
      compiled: compileTemplate(template, features),
    })),
    ...configuration.invalid.map(({ name, profiles }) => ({ profiles, compiled: { kind: "invalid", name } as const })),
  ];
  const byName = new Map<string, Set<number>>();
  const byPattern: { matches: (profile: string) => boolean; index: number }[] = [];
  entries.forEach(({ profiles }, index) => {
    for (const profile of profiles) {
      if (hasWildcard(profile)) byPattern.push({ matches: compileWildcard(profile), index });
      else byName.set(profile, (byName.get(profile) ?? new Set()).add(index));
    }
  });
  const select = (fargateProfile: string): readonly (CompiledTemplate | CompiledInvalidTemplate)[] => {
    const indexes = new Set(byName.get(fargateProfile));
    for (const { matches, index } of byPattern) if (matches(fargateProfile)) indexes.add(index);
    return [...indexes].sort((a, b) => a - b).flatMap((index) => entries[index]?.compiled ?? []);
  };
  const selected = remember(REMEMBERED_PROFILES, select);
  const plans = remember(REMEMBERED_PLANS, (_key: string, templates: readonly CompiledTemplate[]) =>
    makePlan(templates),
  );
  return {
    templatesFor: (profile) => (profile.length > LONGEST_LABEL_VALUE ? [] : selected(profile)),
    planFor: (templates) => plans(templates.map(({ name }) => name).join(), templates),
  };
}

/** The same function, which answers what it was asked before without working it out again. */
function remember<Rest extends unknown[], Result>(
  limit: number,
  work: (key: string, ...rest: Rest) => Result,
): (key: string, ...rest: Rest) => Result {
  const results = new Map<string, Result>();
  return (key, ...rest) => {
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = work(key, ...rest);
    if (results.size >= limit) results.clear();
    results.set(key, result);
    return result;
  };
}

function compileTemplate(template: SidecarTemplate, features: ClusterFeatures): CompiledTemplate {
  const namespaces = template.namespaces.map(compileWildcard);
  return {
    kind: "template",
    name: template.name,
    hash: template.hash,
    matchesNamespace: (namespace) => namespaces.some((matches) => matches(namespace)),
    matchesLabels: compileLabelSelector(template.podSelector),
    additions: layOut(template, features),
  };
}

/**
 * Native sidecars stand among the init containers, behind the template's own ones, which may prepare something for
 * them. On a cluster without native sidecars they become ordinary containers, and lose the field that it does not know.
 */
function layOut({ spec }: SidecarTemplate, { nativeSidecars }: ClusterFeatures): Additions {
  const sidecars = [...spec.initContainers.filter(isNative), ...spec.sidecars];
  const { volumes, imagePullSecrets } = spec;
  if (nativeSidecars) {
    const native = spec.sidecars.map((sidecar) => ({ ...sidecar, restartPolicy: "Always" }));
    return {
      containers: spec.containers,
      initContainers: [...spec.initContainers, ...native],
      volumes,
      imagePullSecrets,
    };
  }
  const ordinary = sidecars.map((sidecar) => omit(sidecar, "restartPolicy"));
  return {
    containers: [...spec.containers, ...ordinary],
    initContainers: spec.initContainers.filter((container) => !isNative(container)),
    volumes,
    imagePullSecrets,
  };
}

function isNative(container: NamedObject): boolean {
  return container.restartPolicy === "Always";
}

function omit(object: NamedObject, field: string): NamedObject {
  return { ...Object.fromEntries(Object.entries(object).filter(([key]) => key !== field)), name: object.name };
}
