import type { BuiltInName } from "../configuration/builtInParameters";
import { valueAt } from "../configuration/fieldPath";
import type { ParameterizedBody } from "../configuration/parameterizedBody";
import { readParameterValue, type Parameter } from "../configuration/parameters";
import type { ParameterValue, ParameterValues } from "../configuration/placeholders";
import { describeValue } from "../problem";
import { ownField, type JsonValue } from "../json";
import type { PodBefore } from "./podBefore";
import { ownerOf } from "./podOwner";
import { portsOf } from "./podPorts";

/** Why a template cannot be filled in for a pod. */
export interface UnreadParameters {
  readonly reason: "bad-parameter" | "no-ports";
  readonly detail: string;
}

/** The values that a pod gives to everything that occurs in a template. */
export function readParameters(body: ParameterizedBody, pod: PodBefore): ParameterValues | UnreadParameters {
  const values = new Map<string, ParameterValue>();
  for (const name of body.builtIns) {
    const value = builtInValue(name, pod);
    if (value === undefined) return { reason: "no-ports", detail: "the pod's own containers name no ports" };
    values.set(name, value);
  }
  for (const parameter of body.parameters) {
    const read = readParameter(parameter, pod);
    if ("reason" in read) return read;
    values.set(parameter.name, read.value);
  }
  return values;
}

function readParameter(parameter: Parameter, pod: PodBefore): { readonly value: ParameterValue } | UnreadParameters {
  const given = givenValue(parameter, pod);
  if (given === undefined || given === null) {
    if (parameter.default !== undefined) return { value: parameter.default };
    return bad(`the pod has no ${describeSource(parameter)}, and "${parameter.name}" has no default`);
  }
  if (typeof given === "object") return bad(`the pod's ${describeSource(parameter)} is ${describeValue(given)}`);
  const read = readParameterValue(parameter, String(given));
  if ("value" in read) return read;
  return bad(`the pod's ${describeSource(parameter)} must ${read.must}, but is ${describeValue(given)}`);
}

function bad(detail: string): UnreadParameters {
  return { reason: "bad-parameter", detail };
}

function givenValue({ source }: Parameter, pod: PodBefore): JsonValue | undefined {
  switch (source?.kind) {
    case undefined:
      return undefined;
    case "annotation":
      return ownField(pod.annotations, source.key);
    case "label":
      return ownField(pod.labels, source.key);
    case "field": {
      const { metadata, containers } = pod;
      return valueAt({ metadata, spec: { ...pod.spec, containers } }, source.path);
    }
  }
}

function describeSource({ source }: Parameter): string {
  switch (source?.kind) {
    case undefined:
      return "value";
    case "annotation":
    case "label":
      return `${source.kind} ${source.key}`;
    case "field":
      return source.path
        .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
        .join("");
  }
}

function builtInValue(name: BuiltInName, pod: PodBefore): ParameterValue | undefined {
  switch (name) {
    case "pod.namespace":
      return pod.namespace;
    case "pod.fargateProfile":
      return pod.fargateProfile;
    case "pod.ownerKind":
      return ownerOf(pod.metadata, pod.labels).kind;
    case "pod.ownerName":
      return ownerOf(pod.metadata, pod.labels).name;
    case "pod.port":
      return portsOf(pod)[0];
    case "pod.ports": {
      const ports = portsOf(pod);
      return ports.length === 0 ? undefined : ports.join(",");
    }
  }
}
