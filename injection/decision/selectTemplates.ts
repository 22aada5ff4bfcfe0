import { ownField, type JsonObject } from "../json";
import { SKIP_ANNOTATION, USE_ANNOTATION } from "../names";
import type { Candidate, CompiledConfiguration } from "./compileConfiguration";
import type { BoundTemplate, CompiledTemplate } from "./compiledTemplate";
import type { SkippedOutcome } from "./decision";
import type { PodBefore } from "./podBefore";

export interface Selection {
  /** The templates that are for the pod, filled in with its values, in their order. */
  readonly selected: readonly BoundTemplate[];
  /** The others, each with the reason. */
  readonly passedOver: readonly SkippedOutcome[];
}

/** Of the templates for a pod's profile, those that are for the pod. What was applied to it before stays selected. */
export function selectTemplates(candidates: readonly Candidate[], pod: PodBefore): Selection {
  const skipped = namesIn(pod.annotations, SKIP_ANNOTATION);
  const asked = namesIn(pod.annotations, USE_ANNOTATION);
  const selected: BoundTemplate[] = [];
  const passedOver: SkippedOutcome[] = [];
  for (const candidate of candidates) {
    const { name: template } = candidate;
    if (candidate.kind === "invalid") {
      passedOver.push({ template, reason: skipped.includes(template) ? "skipped-by-annotation" : "invalid-template" });
      continue;
    }
    const isApplied = pod.status.has(template);
    const reason = isApplied ? undefined : reasonToPassOver(candidate, pod, skipped, asked);
    if (reason !== undefined) {
      passedOver.push({ template, reason });
      continue;
    }
    const bound = candidate.bind(pod);
    if (!("reason" in bound)) selected.push(bound);
    else if (isApplied) selected.push(candidate.unbound);
    else passedOver.push({ template, ...bound });
  }
  return { selected, passedOver };
}

function reasonToPassOver(
  template: CompiledTemplate,
  { labels, namespace }: PodBefore,
  skipped: readonly string[],
  asked: readonly string[],
): SkippedOutcome["reason"] | undefined {
  if (skipped.includes(template.name)) return "skipped-by-annotation";
  if (!template.matchesNamespace(namespace)) return "namespace-mismatch";
  if (!template.matchesLabels(labels)) return "selector-mismatch";
  if (template.optIn && !asked.includes(template.name)) return "not-opted-in";
  return undefined;
}

/**
 * A sentence where the pod asks for templates that there are not, at least not for its profile. Those of the webhook's
 * other entry are there: the pod may be asked about at both.
 */
export function unknownTemplates(
  { annotations, fargateProfile }: PodBefore,
  { templatesFor, appMeshTemplates }: Pick<CompiledConfiguration, "templatesFor" | "appMeshTemplates">,
): readonly string[] {
  const asked = namesIn(annotations, USE_ANNOTATION).filter((name) => name !== "");
  if (asked.length === 0) return [];
  const isOnFargate = fargateProfile !== "";
  const known = [...(isOnFargate ? templatesFor(fargateProfile) : []), ...appMeshTemplates];
  const unknown = asked.filter((name) => !known.some((candidate) => candidate.name === name));
  if (unknown.length === 0) return [];
  const whose = isOnFargate ? `profile ${fargateProfile}` : "pods that are not on Fargate";
  return [`the annotation ${USE_ANNOTATION} asks for ${unknown.join(", ")}: no such template for ${whose}`];
}

const NONE: readonly string[] = [];

/** The names in an annotation that lists them, separated by commas. */
function namesIn(annotations: JsonObject, key: string): readonly string[] {
  const value = ownField(annotations, key);
  return typeof value === "string" ? value.split(",").map((name) => name.trim()) : NONE;
}
