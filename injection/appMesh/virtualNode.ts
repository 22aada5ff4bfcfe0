import type { PodBefore } from "../decision/podBefore";
import { ownerOf } from "../decision/podOwner";
import type { AppMeshSettings } from "./appMeshSettings";

/**
 * The name of a pod's virtual node where no annotation says it, by what the pod belongs to; undefined for a pod that
 * belongs to nothing, as in AWS's injector.
 */
export function virtualNodeOf(
  { namespace, metadata, labels }: PodBefore,
  form: AppMeshSettings["virtualNodeName"],
): string | undefined {
  const { kind, name } = ownerOf(metadata, labels);
  if (kind === "Pod") return undefined;
  switch (form) {
    case "namespace-deployment":
      return `${namespace}-${name}`;
    case "deployment-namespace":
      return `${name}-${namespace}`;
    case "deployment_namespace":
      return `${name}_${namespace}`;
  }
}
