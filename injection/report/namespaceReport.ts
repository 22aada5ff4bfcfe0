import type { LeveledFinding, SidecarConfiguration } from "../configuration/sidecarConfiguration";
import { compileConfiguration } from "../decision/compileConfiguration";
import type { Decision } from "../decision/decision";
import { levelOf } from "../lint/levels";
import { sidecarLimitRangeFindings } from "../lint/limitRange";
import type { LintLevels } from "../lint/lintRule";
import { namesInPlaceOfIndexes, newFindings } from "../lint/newFindings";
import { podSecurityFindings } from "../lint/podSecurity";
import { matchesWildcard } from "../wildcard";
import { admitPod, type AdmittedPod } from "./admitPod";
import type { NamespacePolicy } from "./namespacePolicy";
import type { SizeReportInput } from "./sizeReport";
import { DEFAULT_NAMESPACE, podOf, smallestPodFor, type TypicalPod } from "./typicalPod";

/** What sidecars bring into a namespace that it refuses, or changes. */
export interface NamespaceFinding extends LeveledFinding {
  readonly namespace: string;
  /** The template that brings the container in which it is; undefined where it is not in one. */
  readonly template: string | undefined;
}

/**
 * What sidecars meet in the namespaces whose demands are known: Pod Security Standards that refuse them, and limits of a
 * LimitRange. Looked at are the typical pods of each namespace and the smallest one; what is wrong with a pod by itself
 * is left out. Paths have names for indexes: `spec.containers[log-router].securityContext.runAsNonRoot`.
 */
export function namespaceFindings(input: SizeReportInput): readonly NamespaceFinding[] {
  const { configuration, features, fargateProfiles, namespacePolicies } = input;
  const compiled = compileConfiguration({ ...configuration, appMeshTemplates: [] }, features);
  const found = new Map<string, NamespaceFinding>();
  for (const [namespace, policy] of namespacePolicies) {
    const limits = policy.limitRange ?? [];
    for (const fargateProfile of fargateProfiles) {
      for (const [name, typical] of podsIn(namespace, fargateProfile, input)) {
        const pod = podOf(name, typical, fargateProfile);
        const admitted = admitPod({ pod, namespace, limits }, compiled, "fargate");
        for (const finding of broughtIn(admitted, policy, configuration)) {
          const { rule, path, message } = finding;
          found.set([namespace, rule, path, message].join("\n"), { ...finding, namespace });
        }
      }
    }
  }
  return [...found.values()];
}

function podsIn(
  namespace: string,
  fargateProfile: string,
  { configuration, typicalPods }: SizeReportInput,
): readonly (readonly [string, TypicalPod])[] {
  const templates = configuration.templates.filter(
    ({ profiles, namespaces }) =>
      profiles.some((pattern) => matchesWildcard(pattern, fargateProfile)) &&
      namespaces.some((pattern) => matchesWildcard(pattern, namespace)),
  );
  const smallest = { ...smallestPodFor(templates), namespace };
  const typical = [...typicalPods].filter(
    ([, pod]) =>
      (pod.profile ?? fargateProfile) === fargateProfile && (pod.namespace ?? DEFAULT_NAMESPACE) === namespace,
  );
  return [["app", smallest], ...typical];
}

function broughtIn(
  { decision, before, after }: AdmittedPod,
  { podSecurity = "privileged", limitRange = [] }: NamespacePolicy,
  { templates, settings }: SidecarConfiguration,
): readonly Omit<NamespaceFinding, "namespace">[] {
  const findings = [
    ...newFindings(before, after, (pod) => podSecurityFindings(pod, podSecurity)),
    ...sidecarLimitRangeFindings(before, after, limitRange),
  ];
  return findings.flatMap(({ rule, path: indexed, message }) => {
    const path = namesInPlaceOfIndexes(after, indexed);
    const template = templateOf(path, decision);
    const levels = templates.find(({ name }) => name === template)?.lint ?? NO_LEVELS;
    const level = levelOf(rule, levels, settings.lint);
    return level === "off" ? [] : [{ rule, level, path, message, template }];
  });
}

const NO_LEVELS: LintLevels = new Map();

/** The template that has brought the container which a path leads into. */
function templateOf(path: string, { templates }: Decision): string | undefined {
  const container = /^spec\.(?:initContainers|containers)\[([^\]]+)\]/.exec(path)?.[1] ?? "";
  return templates.find((outcome) => outcome.reason === "injected" && outcome.containers.includes(container))?.template;
}
