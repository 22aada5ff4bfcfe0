import type { BoundTemplate } from "./compiledTemplate";
import type { PodContents } from "./podContents";
import type { PodLimits } from "./podLimits";

/**
 * The fields that the pod gave before any template, as far as a template has to know. One that the pod has now may be of
 * a template that an earlier call applied. Whoever was applied then had nothing in its way and has nothing now; to a
 * template that was not, such a field is not the pod's: it may have been left out because the pod did not give it.
 */
export function givenFields(
  template: string,
  templates: readonly BoundTemplate[],
  { limits: { isGiven }, status, unprovenStatus }: PodContents,
): PodLimits["isGiven"] {
  const wasApplied = (name: string): boolean => status.has(name) || unprovenStatus.has(name);
  if (wasApplied(template)) return isGiven;
  const applied = templates.filter(({ name }) => wasApplied(name)).map(({ additions }) => additions.podFields);
  if (applied.length === 0) return isGiven;
  const isSet = (field: string): boolean =>
    applied.some(({ securityContext }) => Object.hasOwn(securityContext, field));
  return {
    shareProcessNamespace:
      isGiven.shareProcessNamespace &&
      applied.every(({ shareProcessNamespace }) => shareProcessNamespace === undefined),
    securityContext: new Set([...isGiven.securityContext].filter((field) => !isSet(field))),
  };
}
