import podSchema from "../kubernetes/podSchema.json";
import type { ObjectFields, PodSchema } from "../kubernetes/compactPodSchema";
import type { AppContainerFormat, DnsConfigFormat, MetadataFormat, SpecFormat, TemplateFormat } from "./templateFormat";

/** The part of a template in which parameters are replaced. */
type TemplateBodyFormat = Pick<TemplateFormat, "metadata" | "spec">;

/** The fields of a template's own objects, in the notation of `podSchema.json`. */
const TEMPLATE_TYPES = {
  TemplateBody: {
    metadata: "TemplateMetadata",
    spec: "TemplateSpec",
  } satisfies Record<keyof TemplateBodyFormat, string>,
  TemplateMetadata: {
    labels: "string{}",
    annotations: "string{}",
  } satisfies Record<keyof MetadataFormat, string>,
  TemplateSpec: {
    containers: "Container[]",
    sidecars: "Container[]",
    native: "string",
    position: "string",
    initContainers: "Container[]",
    volumes: "Volume[]",
    imagePullSecrets: "LocalObjectReference[]",
    securityContext: "PodSecurityContext",
    shareProcessNamespace: "boolean",
    hostAliases: "HostAlias[]",
    dnsConfig: "TemplateDnsConfig",
    terminationGracePeriodSeconds: "int64",
    appContainers: "TemplateAppContainer[]",
  } satisfies Record<keyof SpecFormat, string>,
  TemplateDnsConfig: {
    options: "PodDNSConfigOption[]",
  } satisfies Record<keyof DnsConfigFormat, string>,
  TemplateAppContainer: {
    names: "string[]",
    env: "EnvVar[]",
    envFrom: "EnvFromSource[]",
    volumeMounts: "VolumeMount[]",
  } satisfies Record<keyof AppContainerFormat, string>,
} as const;

/** The types of the Kubernetes API that can occur in a pod, and those of a template around them. */
export const TYPES: PodSchema = { ...podSchema, ...TEMPLATE_TYPES };

/** Tells whether one of these types has the field. */
export function isFieldOf(type: string, field: string): boolean {
  return Object.hasOwn(TYPES[type] ?? {}, field);
}

/** What a type of this notation is: a list or a map of others, an object with fields, or a scalar. */
export type TypeShape =
  | { readonly kind: "list"; readonly item: string }
  | { readonly kind: "map"; readonly item: string }
  | { readonly kind: "object"; readonly fields: ObjectFields }
  | { readonly kind: "scalar"; readonly name: string };

export function shapeOfType(type: string): TypeShape {
  if (type.endsWith("!")) return shapeOfType(type.slice(0, -1));
  if (type.endsWith("[]")) return { kind: "list", item: type.slice(0, -2) };
  if (type.endsWith("{}")) return { kind: "map", item: type.slice(0, -2) };
  const fields = TYPES[type];
  return fields === undefined ? { kind: "scalar", name: type } : { kind: "object", fields };
}
