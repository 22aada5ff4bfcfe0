/**
 * Why a template was or was not applied to a pod. The same code stands in the admission warning, the audit
 * annotation, the metric label, the log and the command line.
 */
export const REASONS = {
  injected: "the template was applied, by this call or by an earlier one",
  "already-present": "the pod brings all of the template's containers itself",
  "opted-out": "the pod keeps it away by its label fargate-sidecar-injector/inject, or by App Mesh's own annotation",
  "skipped-by-annotation": "the pod names the template in its annotation fargate-sidecar-injector/skip",
  "not-opted-in":
    "the template is only for pods that ask for it, by the annotation fargate-sidecar-injector/use or App Mesh's own",
  "namespace-mismatch": "the template is not for the pod's namespace",
  "selector-mismatch": "the template's podSelector does not match the pod's labels",
  "not-fargate": "EKS did not give the pod to Fargate",
  "host-network":
    "the pod uses its node's network, in which a sidecar is not the pod's alone; Fargate does not offer it",
  "mirror-pod": "the pod mirrors a static pod, which the API server does not let anybody change",
  "invalid-template": "the template has errors and no earlier version of it is known",
  "bad-parameter": "a value that the pod gives to the template, or does not give, is not allowed",
  "bad-annotation": "one of the pod's annotations for App Mesh is wrong",
  "no-virtual-node":
    "the pod gives no virtual node: it names none, and belongs to no controller after which one is named, or it has no Envoy of a gateway",
  "not-supported-on-fargate": "what the template would add cannot run on Fargate",
  "no-ports": "the template needs the ports of the pod's own containers, which name none",
  conflict: "the template and the pod, or an earlier template, exclude each other, such as by two volumes of one name",
  "unsafe-result": "the pod has a form that cannot be changed safely",
  "internal-error": "the injector failed; the pod was let through as it came",
} as const;

export type Reason = keyof typeof REASONS;

/** Reasons that hold for the pod as a whole, whatever the templates are. */
export type PodReason = Extract<
  Reason,
  "opted-out" | "not-fargate" | "host-network" | "mirror-pod" | "unsafe-result" | "internal-error"
>;

/** Reasons for which somebody has to act, so that they are also told as admission warnings. */
export const REASONS_TO_WARN_OF: ReadonlySet<Reason> = new Set<Reason>([
  "bad-annotation",
  "bad-parameter",
  "conflict",
  "invalid-template",
  "no-virtual-node",
  "not-supported-on-fargate",
  "unsafe-result",
  "internal-error",
]);
