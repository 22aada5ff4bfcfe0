import type { ParameterValue } from "./placeholders";

/** What every template can say of its pod without declaring it, with an example of each. */
export const BUILT_IN_PARAMETERS = {
  /** Namespace of the pod. */
  "pod.namespace": { example: "default" },
  /** Fargate profile that the pod runs on. */
  "pod.fargateProfile": { example: "default" },
  /** Kind of what the pod belongs to: Deployment, StatefulSet, CronJob, …; Pod where it belongs to nothing. */
  "pod.ownerKind": { example: "Deployment" },
  "pod.ownerName": { example: "app" },
  /** Ports of the pod's own containers, in their order, with commas between them. */
  "pod.ports": { example: "8080" },
  /** The first of them. */
  "pod.port": { example: 8080 },
} as const satisfies Readonly<Record<string, { example: ParameterValue }>>;

export type BuiltInName = keyof typeof BUILT_IN_PARAMETERS;

export function isBuiltIn(name: string): name is BuiltInName {
  return Object.hasOwn(BUILT_IN_PARAMETERS, name);
}
