import type { SidecarConfiguration } from "../configuration/sidecarConfiguration";
import type { ClusterFeatures } from "../decision/clusterFeatures";
import { compileConfiguration, type CompiledConfiguration } from "../decision/compileConfiguration";
import type { Entry } from "../decision/decide";
import type { SizeChange, TemplateOutcome } from "../decision/decision";
import type { Reason } from "../reasons";
import { admitPod } from "./admitPod";
import type { NamespacePolicies } from "./namespacePolicy";
import { templatesOn, typicalPodsOn } from "./profiles";
import { DEFAULT_NAMESPACE, podOf, smallestPodFor, type Selection, type TypicalPod } from "./typicalPod";

/** What is to be looked at. */
export interface SizeReportInput {
  readonly configuration: SidecarConfiguration;
  readonly features: ClusterFeatures;
  /** Names of the profiles that the cluster has. A pattern stands for any profile whose name it matches. */
  readonly fargateProfiles: readonly string[];
  /** By their names. */
  readonly typicalPods: ReadonlyMap<string, TypicalPod>;
  readonly namespacePolicies: NamespacePolicies;
  /** Whether templates of kind `appmesh` are in use. */
  readonly appMesh: boolean;
}

/** What the templates of one profile do to pods of it. */
export interface ProfileSizes {
  readonly fargateProfile: string;
  readonly templates: readonly TemplateSizes[];
}

export interface TemplateSizes {
  /** One template by itself, or several that the same pods get. */
  readonly templates: readonly string[];
  readonly pods: readonly PodSize[];
}

export interface PodSize {
  /** Name of the typical pod; undefined for the smallest one. */
  readonly pod: string | undefined;
  readonly outcome:
    | { readonly kind: "applied"; readonly size: SizeChange }
    | { readonly kind: "not-applied"; readonly reason: Reason; readonly detail: string | undefined };
}

/**
 * What each template does to the size and the price of the smallest pod that it is for and of typical pods, by itself and
 * together with the others of the profile. The engine itself decides, as it does at admission. Profiles that no template
 * is for are left out.
 */
export function sizeReport(input: SizeReportInput): readonly ProfileSizes[] {
  return input.fargateProfiles.flatMap((fargateProfile) => {
    const templates = templatesOf(fargateProfile, input);
    return templates.length === 0 ? [] : [{ fargateProfile, templates }];
  });
}

function templatesOf(fargateProfile: string, input: SizeReportInput): readonly TemplateSizes[] {
  const { configuration, features, appMesh } = input;
  const templates = templatesOn(fargateProfile, configuration.templates);
  const alone = templates.map((template) => {
    const compiled = compileConfiguration({ ...configuration, templates: [template], appMeshTemplates: [] }, features);
    return sizesOf(template, lookAt([template], compiled, "fargate", fargateProfile, input));
  });
  const inMesh = (appMesh ? configuration.appMeshTemplates : []).map((template) => {
    const compiled = compileConfiguration({ ...configuration, templates: [], appMeshTemplates: [template] }, features);
    return sizesOf(template, lookAt([template], compiled, "appmesh", fargateProfile, input));
  });
  if (templates.length < 2) return [...alone, ...inMesh];
  const all = compileConfiguration({ ...configuration, appMeshTemplates: [] }, features);
  return [...alone, ...together(lookAt(templates, all, "fargate", fargateProfile, input)), ...inMesh];
}

/** What the engine has said of one pod. */
interface LookedAt {
  readonly pod: string | undefined;
  readonly outcomes: readonly TemplateOutcome[];
  readonly size: SizeChange | undefined;
}

function lookAt(
  selections: readonly Selection[],
  configuration: CompiledConfiguration,
  entry: Entry,
  fargateProfile: string,
  { typicalPods, namespacePolicies }: SizeReportInput,
): readonly LookedAt[] {
  const decided = (name: string | undefined, typical: TypicalPod): LookedAt => {
    const namespace = typical.namespace ?? DEFAULT_NAMESPACE;
    const pod = podOf(name ?? "app", typical, fargateProfile);
    // The smallest pod would not be that with the requests of a LimitRange.
    const limits = name === undefined ? [] : (namespacePolicies.get(namespace)?.limitRange ?? []);
    const { decision } = admitPod({ pod, namespace, limits }, configuration, entry);
    return { pod: name, outcomes: decision.templates, size: decision.size };
  };
  const typical = typicalPodsOn(fargateProfile, typicalPods);
  const smallest = entry === "appmesh" ? inMesh(smallestPodFor(selections)) : smallestPodFor(selections);
  return [decided(undefined, smallest), ...typical.map(([name, pod]) => decided(name, pod))];
}

/** A pod of the mesh that belongs to nothing has to name its virtual node itself. */
function inMesh(pod: TypicalPod): TypicalPod {
  return { ...pod, annotations: { ...pod.annotations, "appmesh.k8s.aws/virtualNode": "app" } };
}

function sizesOf({ name }: Selection, pods: readonly LookedAt[]): TemplateSizes {
  return {
    templates: [name],
    pods: pods.flatMap(({ pod, outcomes, size }): readonly PodSize[] => {
      const outcome = outcomes.find(({ template }) => template === name);
      if (outcome === undefined) return [];
      if (outcome.reason !== "injected")
        return [{ pod, outcome: { kind: "not-applied", reason: outcome.reason, detail: outcome.detail } }];
      return size === undefined ? [] : [{ pod, outcome: { kind: "applied", size } }];
    }),
  };
}

/** The pods that get several templates, by which ones they get. */
function together(pods: readonly LookedAt[]): readonly TemplateSizes[] {
  const groups = new Map<string, { templates: readonly string[]; pods: PodSize[] }>();
  for (const { pod, outcomes, size } of pods) {
    const templates = outcomes.filter(({ reason }) => reason === "injected").map(({ template }) => template);
    if (templates.length < 2 || size === undefined) continue;
    const key = templates.join();
    const group = groups.get(key) ?? { templates, pods: [] };
    group.pods.push({ pod, outcome: { kind: "applied", size } });
    groups.set(key, group);
  }
  return [...groups.values()];
}
