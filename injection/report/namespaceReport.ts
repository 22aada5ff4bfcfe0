import type { SidecarTemplate } from "../configuration/parseTemplate";
import type { LeveledFinding, SidecarConfiguration } from "../configuration/sidecarConfiguration";
import { compileConfiguration } from "../decision/compileConfiguration";
import type { Decision } from "../decision/decision";
import { levelOf } from "../lint/levels";
import { sidecarLimitRangeFindings } from "../lint/limitRange";
import { fitLimitRangeFindings } from "../lint/limitRangeOfFit";
import type { LintFinding, LintLevels } from "../lint/lintRule";
import { namesInPlaceOfIndexes, newFindings } from "../lint/newFindings";
import { podSecurityFindings } from "../lint/podSecurity";
import { matchesWildcard } from "../wildcard";
import { admitPod, type AdmittedPod } from "./admitPod";
import type { NamespacePolicy } from "./namespacePolicy";
import type { SizeReportInput } from "./sizeReport";
import { templatesOn, typicalPodsOn } from "./profiles";
import { DEFAULT_NAMESPACE, podOf, smallestPodFor, type TypicalPod } from "./typicalPod";

/** What sidecars bring into a namespace that it refuses, or changes. */
export interface NamespaceFinding extends LeveledFinding {
  readonly namespace: string;
  /** The template that brings the container in which it is; undefined where it is not in one. */
  readonly template: string | undefined;
}

/**
 * What sidecars meet in the namespaces whose demands are known: Pod Security Standards that refuse them, and limits of a
 * LimitRange. Looked at are, on each profile that may take pods of the namespace, its typical pods, the smallest that each
 * template is for and the one that all are for; and how far sidecars may be lowered. What is wrong with a pod by itself is
 * left out. Paths have names for indexes: `spec.containers[log-router].securityContext.runAsNonRoot`.
 */
export function namespaceFindings(input: SizeReportInput): readonly NamespaceFinding[] {
  const { configuration, features, fargateProfiles, namespacePolicies } = input;
  const compiled = compileConfiguration({ ...configuration, appMeshTemplates: [] }, features);
  const found = new Map<string, NamespaceFinding>();
  const note = (finding: NamespaceFinding): void => {
    const { namespace, rule, template = "", path, message } = finding;
    found.set([namespace, rule, template, path, message].join("\n"), finding);
  };
  for (const [namespace, policy] of namespacePolicies) {
    const { limitRange: limits = [], profiles = fargateProfiles } = policy;
    for (const fargateProfile of fargateProfiles.filter((name) => profiles.includes(name))) {
      for (const [name, typical] of podsIn(namespace, fargateProfile, input)) {
        const pod = podOf(name, typical, fargateProfile);
        const admitted = admitPod({ pod, namespace, limits }, compiled, "fargate");
        for (const finding of broughtIn(admitted, policy, configuration)) note({ ...finding, namespace });
      }
      for (const template of templatesFor(namespace, fargateProfile, configuration)) {
        const ofFit = leveled(fitLimitRangeFindings(template.sizing, limits), template, configuration);
        for (const finding of ofFit) note({ ...finding, namespace });
      }
    }
  }
  // What is of one template stands together.
  return [...Map.groupBy(found.values(), ({ namespace, template = "" }) => `${namespace}/${template}`).values()].flat();
}

function templatesFor(
  namespace: string,
  fargateProfile: string,
  { templates }: SidecarConfiguration,
): readonly SidecarTemplate[] {
  return templatesOn(fargateProfile, templates).filter(({ namespaces }) =>
    namespaces.some((pattern) => matchesWildcard(pattern, namespace)),
  );
}

/** With the name of each. */
function podsIn(
  namespace: string,
  fargateProfile: string,
  { configuration, typicalPods }: SizeReportInput,
): readonly (readonly [string, TypicalPod])[] {
  const templates = templatesFor(namespace, fargateProfile, configuration);
  const smallest = [...templates.map((template) => [template]), templates].map((ofThese) => ({
    ...smallestPodFor(ofThese),
    namespace,
  }));
  // Templates that select no pods by their labels have the same one.
  const different = [...new Map(smallest.map((pod) => [JSON.stringify(pod), pod])).values()];
  const typical = typicalPodsOn(fargateProfile, typicalPods).filter(
    ([, pod]) => (pod.namespace ?? DEFAULT_NAMESPACE) === namespace,
  );
  return [...different.map((pod) => ["app", pod] as const), ...typical];
}

function broughtIn(
  { decision, before, after }: AdmittedPod,
  { podSecurity = "privileged", limitRange = [] }: NamespacePolicy,
  configuration: SidecarConfiguration,
): readonly Omit<NamespaceFinding, "namespace">[] {
  const findings = [
    ...newFindings(before, after, (pod) => podSecurityFindings(pod, podSecurity)),
    ...sidecarLimitRangeFindings(before, after, limitRange),
  ];
  return findings.flatMap(({ path: indexed, ...finding }) => {
    const path = namesInPlaceOfIndexes(after, indexed);
    const name = templateOf(path, decision);
    const template = configuration.templates.find((candidate) => candidate.name === name);
    return leveled([{ ...finding, path }], template, configuration);
  });
}

/** Those of rules that are not off for the template that brings them. */
function leveled(
  findings: readonly LintFinding[],
  template: SidecarTemplate | undefined,
  { settings }: SidecarConfiguration,
): readonly Omit<NamespaceFinding, "namespace">[] {
  return findings.flatMap((finding) => {
    const level = levelOf(finding.rule, template?.lint ?? NO_LEVELS, settings.lint);
    return level === "off" ? [] : [{ ...finding, level, template: template?.name }];
  });
}

const NO_LEVELS: LintLevels = new Map();

/** The template that has brought the container which a path leads into. */
function templateOf(path: string, { templates }: Decision): string | undefined {
  const container = /^spec\.(?:initContainers|containers)\[([^\]]+)\]/.exec(path)?.[1] ?? "";
  return templates.find((outcome) => outcome.reason === "injected" && outcome.containers.includes(container))?.template;
}
