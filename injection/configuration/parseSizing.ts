import { isJsonObject, type JsonObject, type JsonValue, type NamedObject } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { checkUnknownFields, isGiven, readBoolean } from "./commonRules";
import type { ParameterPlaces } from "./parameterizedBody";
import { describeValue, nearestName, wrongType, type Problem, type Report } from "../problem";
import type { MinimumRequest } from "../fargate/fitSidecars";
import { NO_SIZING, type Sizing } from "./sizing";
import type { SidecarTemplateSpec } from "./templateBody";
import type { MinimumFormat, SizingFormat } from "./templateFormat";

const FIELDS: Readonly<Record<keyof SizingFormat, true>> = { fit: true, minimum: true };

/** The resources that can have a minimum. */
const RESOURCES: readonly (keyof MinimumFormat)[] = ["cpu", "memory"];

/**
 * Reads `sizing` of a template.
 * @param spec what the template adds
 * @param places where parameters stand in it: what a pod may change is not held against a minimum
 */
export function parseSizing(
  value: JsonValue | undefined,
  spec: SidecarTemplateSpec,
  places: ParameterPlaces,
  template: string,
  report: Report,
): Sizing {
  const path = `${template}.sizing`;
  if (!isGiven(value)) return NO_SIZING;
  if (!isJsonObject(value)) {
    report(path, `must be a mapping with fit and minimum, but is ${describeValue(value)}`);
    return NO_SIZING;
  }
  checkUnknownFields(value, Object.keys(FIELDS), path, report);
  const sidecars = sidecarsOf(spec, template);
  const minimum = new Map<string, MinimumRequest>();
  for (const [name, request] of objectsByName(value.minimum, `${path}.minimum`, report)) {
    const at = `${path}.minimum.${name}`;
    const sidecar = sidecars.find(({ container }) => container.name === name);
    if (sidecar === undefined) report(at, noSidecar(name, sidecars, spec));
    checkUnknownFields(request, RESOURCES, at, report);
    const [cpu, memory] = RESOURCES.map((resource) =>
      parseMinimum(request[resource], resource, sidecar, places, `${at}.${resource}`, report),
    );
    // One without figures is none: its sidecar is not lowered.
    if (cpu === undefined && memory === undefined) continue;
    minimum.set(name, {
      milliCpu: cpu === undefined ? undefined : Number(cpu),
      memoryBytes: memory === undefined ? undefined : Math.ceil(Number(memory) / 1000),
    });
  }
  return { fit: readBoolean(value.fit, `${path}.fit`, report), minimum };
}

/** What of `sizing` has no effect, or not the one that is likely to be meant. */
export function sizingWarnings(
  { fit, minimum }: Sizing,
  spec: SidecarTemplateSpec,
  places: ParameterPlaces,
  template: string,
): readonly Problem[] {
  const path = `${template}.sizing`;
  if (!fit) return minimum.size === 0 ? [] : [{ path: `${path}.minimum`, message: "is of no use without fit: true" }];
  return sidecarsOf(spec, template).flatMap((sidecar) =>
    RESOURCES.flatMap((resource) => {
      const asked = askedBy(sidecar, resource);
      if (asked === undefined) return [];
      const { name } = sidecar.container;
      const least = minimum.get(name)?.[resource === "cpu" ? "milliCpu" : "memoryBytes"];
      const at = `${path}.minimum.${name}.${resource}`;
      const isDefault = places.get(asked.path) === "default";
      if (least === undefined && (isDefault || asked.amount > 0n))
        return [{ path: asked.path, message: `is not lowered to fit: give ${at.slice(template.length + 1)}` }];
      const amount = resource === "cpu" ? asked.amount : asked.amount / 1000n;
      return isDefault && least !== undefined && least > amount
        ? [{ path: at, message: `is more than the ${asked.text} that the sidecar asks for by default` }]
        : [];
    }),
  );
}

function objectsByName(
  value: JsonValue | undefined,
  path: string,
  report: Report,
): readonly (readonly [string, JsonObject])[] {
  if (!isGiven(value)) return [];
  if (!isJsonObject(value)) {
    report(path, `must be a mapping of names of sidecars to what they need, but is ${describeValue(value)}`);
    return [];
  }
  return Object.entries(value).flatMap(([name, entry]) => {
    if (isJsonObject(entry)) return [[name, entry] as const];
    if (isGiven(entry))
      report(`${path}.${name}`, `must be a mapping with cpu and memory, but is ${describeValue(entry)}`);
    return [];
  });
}

/** In thousandths. */
function parseMinimum(
  value: JsonValue | undefined,
  resource: string,
  sidecar: Sidecar | undefined,
  places: ParameterPlaces,
  path: string,
  report: Report,
): bigint | undefined {
  if (!isGiven(value)) return undefined;
  const quantity = typeof value === "string" || typeof value === "number" ? value : "";
  const amount = parseQuantity(quantity);
  if (amount === undefined) report(path, wrongType('a quantity such as "100m" or "64Mi"', value));
  else if (amount <= 0n) report(path, `must be more than 0, but is ${quantity}`);
  if (amount === undefined || sidecar === undefined) return amount;
  const asked = askedBy(sidecar, resource);
  if (asked === undefined) report(path, `has nothing to lower: ${sidecar.path}.resources asks for no ${resource}`);
  else if (!places.has(asked.path) && amount > asked.amount)
    report(path, `${quantity} is more than the ${asked.text} that the sidecar asks for`);
  return amount;
}

/** A container of the template that runs as long as the pod does, and where it stands. */
interface Sidecar {
  readonly container: NamedObject;
  readonly path: string;
}

function sidecarsOf(spec: SidecarTemplateSpec, template: string): readonly Sidecar[] {
  const at = (list: "containers" | "sidecars" | "initContainers"): readonly Sidecar[] =>
    spec[list].map((container, index) => ({ container, path: `${template}.spec.${list}[${index}]` }));
  const isNative = ({ container }: Sidecar): boolean => container.restartPolicy === "Always";
  return [...at("containers"), ...at("sidecars"), ...at("initContainers").filter(isNative)];
}

function noSidecar(name: string, sidecars: readonly Sidecar[], { initContainers }: SidecarTemplateSpec): string {
  if (initContainers.some((container) => container.name === name))
    return "is an init container, which is never lowered; only sidecars are";
  const known = sidecars.map(({ container }) => container.name);
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? `known are ${known.sort().join(", ") || "none"}` : `did you mean "${nearest}"?`;
  return `no sidecar of this name; ${hint}`;
}

/** What a sidecar asks for of a resource, in thousandths: its request, or its limit where it has only that. */
function askedBy(
  { container, path }: Sidecar,
  resource: string,
): { readonly amount: bigint; readonly text: string; readonly path: string } | undefined {
  const { resources } = container;
  if (!isJsonObject(resources)) return undefined;
  for (const kind of ["requests", "limits"]) {
    const amounts = resources[kind];
    const quantity = isJsonObject(amounts) ? amounts[resource] : undefined;
    if (typeof quantity !== "string" && typeof quantity !== "number") continue;
    return {
      amount: parseQuantity(quantity) ?? 0n,
      text: String(quantity),
      path: `${path}.resources.${kind}.${resource}`,
    };
  }
  return undefined;
}
