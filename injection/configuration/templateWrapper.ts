import { isJsonObject, type JsonObject } from "../json";

/** Kinds of objects that people put into a template as they are, and where in them the pod's spec stands. */
const SPEC_OF_KIND: Readonly<Record<string, string>> = {
  CronJob: "spec.jobTemplate.spec.template.spec",
  DaemonSet: "spec.template.spec",
  Deployment: "spec.template.spec",
  Job: "spec.template.spec",
  Pod: "spec",
  PodTemplate: "template.spec",
  ReplicaSet: "spec.template.spec",
  SidecarSet: "spec",
  StatefulSet: "spec.template.spec",
};

/**
 * What to say of a template that is a whole object of the Kubernetes API, or that stands below one more name; undefined
 * where it is neither.
 */
export function wrapperFault(template: JsonObject): string | undefined {
  const { apiVersion, kind } = template;
  const [[name, inner] = [], ...others] = Object.entries(template);
  if (others.length === 0 && name !== "spec" && name !== undefined && isJsonObject(inner) && isJsonObject(inner.spec))
    return `holds a template below "${name}"; give only what is below it`;
  if (typeof kind !== "string") return undefined;
  const spec = Object.hasOwn(SPEC_OF_KIND, kind) ? SPEC_OF_KIND[kind] : undefined;
  if (spec !== undefined) return `holds a whole ${kind}; give only what its ${spec} has, below spec`;
  if (kind === "ConfigMap") return "holds a whole ConfigMap; give only the text of one key of its data";
  if (typeof apiVersion !== "string") return undefined;
  return `holds a whole ${kind}; give only a template: spec.containers and the like`;
}
