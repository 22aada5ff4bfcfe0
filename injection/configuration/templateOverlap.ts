import { sameVolume } from "../decision/sameVolume";
import { canonicalJson, isJsonObject, withoutNulls, type JsonObject, type JsonValue, type NamedObject } from "../json";
import { hostPortsOf } from "../kubernetes/hostPorts";
import { objectsAt } from "./commonRules";
import type { SidecarTemplate } from "./parseTemplate";
import { compilePatterns, patternsOverlap, type PatternSet } from "./patternOverlap";
import type { Problem } from "./problem";
import { labelDemands, selectorsOverlap, type LabelDemands } from "./selectorOverlap";

/** What of a template decides whether another one can get in its way. */
export interface OverlapView extends Pick<SidecarTemplate, "name" | "profiles" | "namespaces" | "podSelector"> {
  readonly spec: Pick<SidecarTemplate["spec"], "containers" | "sidecars" | "native" | "initContainers" | "volumes">;
  /** Of a template with parameters, what it adds is compared as it is written: `${name}` is equal to itself only. */
  readonly parameterized: { readonly source: JsonObject } | undefined;
}

/**
 * The conflicts that can be seen before there is any pod: two templates that can both be for one pod, and that add
 * another container or another volume by the same name, or take the same port of the host. The templates come in the
 * order in which they apply. A problem stands where the later one, which loses, has the thing.
 *
 * Of everything that a template adds, the first few conflicts are told: a thousand templates that all clash make
 * thousands of problems and not a million.
 */
export function findOverlaps(templates: readonly OverlapView[]): readonly Problem[] {
  const earlier = new Map<string, Addition[]>();
  return templates.flatMap((template) => {
    const target = compileTarget(template);
    const problems: Problem[] = [];
    for (const addition of additionsOf(template, target)) {
      const others = earlier.get(addition.key) ?? [];
      earlier.set(addition.key, others);
      problems.push(...findClashes(addition, others));
      others.push(addition);
    }
    return problems;
  });
}

const MOST_CLASHES_OF_ONE = 3;

function findClashes(addition: Addition, earlier: readonly Addition[]): readonly Problem[] {
  const problems: Problem[] = [];
  for (const other of earlier) {
    if (!clash(addition, other)) continue;
    const winner = `template "${other.target.name}" ${other.deed} and goes first`;
    const loser = `pods for which both are get "conflict" for "${addition.target.name}"`;
    problems.push({ path: addition.path, message: `${winner}; ${loser}` });
    if (problems.length === MOST_CLASHES_OF_ONE) break;
  }
  return problems;
}

/** Equal text is equal whatever its parameters are; of texts that differ, volumes may still be the same. */
function clash(a: Addition, b: Addition): boolean {
  if (a.content === b.content || !canMeet(a.target, b.target)) return false;
  return a.volume === undefined || b.volume === undefined || !sameVolume(a.volume, b.volume);
}

/** The pods that a template is for. */
interface Target {
  readonly name: string;
  readonly profiles: PatternSet;
  readonly namespaces: PatternSet;
  readonly labels: LabelDemands;
}

function compileTarget({ name, profiles, namespaces, podSelector }: OverlapView): Target {
  return {
    name,
    profiles: compilePatterns(profiles),
    namespaces: compilePatterns(namespaces),
    labels: labelDemands(podSelector),
  };
}

function canMeet(a: Target, b: Target): boolean {
  return (
    a.name !== b.name &&
    patternsOverlap(a.profiles, b.profiles) &&
    patternsOverlap(a.namespaces, b.namespaces) &&
    selectorsOverlap(a.labels, b.labels)
  );
}

/** One thing that a template adds, and that can be in the way of another one with the same key. */
interface Addition {
  readonly key: string;
  readonly target: Target;
  readonly path: string;
  /** What the template does to those that come later, in words. */
  readonly deed: string;
  /** Text that is equal for what does not clash. */
  readonly content: string;
  readonly volume?: NamedObject;
}

function additionsOf(template: OverlapView, target: Target): readonly Addition[] {
  const spec = writtenSpec(template);
  const list = (field: keyof OverlapView["spec"]): readonly (readonly [NamedObject, string])[] =>
    objectsAt(spec[field], `${template.name}.spec.${field}`).flatMap(([item, path]) => {
      const object = withoutNulls(item);
      return isNamed(object) ? [[object, path] as const] : [];
    });
  const containers = CONTAINER_LISTS.flatMap((field) =>
    list(field).flatMap(([object, path]) => [
      containerAddition(object, kindOf(field, object, template.spec.native), target, path),
      ...hostPortsOf(object).map((port) => portAddition(port, object, target, path)),
    ]),
  );
  return [...containers, ...list("volumes").map(([object, path]) => volumeAddition(object, target, path))];
}

const CONTAINER_LISTS = ["containers", "sidecars", "initContainers"] as const;

function writtenSpec({ spec, parameterized }: OverlapView): Readonly<Record<string, JsonValue | undefined>> {
  if (parameterized === undefined) return spec;
  return isJsonObject(parameterized.source.spec) ? parameterized.source.spec : {};
}

function containerAddition(container: NamedObject, kind: string, target: Target, path: string): Addition {
  return {
    key: `container ${container.name}`,
    target,
    path,
    deed: `adds another container "${container.name}"`,
    content: `${kind} ${canonicalJson({ ...container, restartPolicy: undefined })}`,
  };
}

/**
 * Where the container comes to stand: the same container is another one among the init containers. An init container
 * that restarts is a native sidecar; whether `containers` are native ones, too, can depend on the pod.
 */
function kindOf(field: (typeof CONTAINER_LISTS)[number], container: NamedObject, native: string): string {
  switch (field) {
    case "containers":
      return native === "always" ? "sidecar" : `container, ${native}`;
    case "sidecars":
      return "sidecar";
    case "initContainers":
      return container.restartPolicy === "Always" ? "sidecar" : "init container";
  }
}

/** A container of the same name is shared, or clashes as such. */
function portAddition(port: string, { name }: NamedObject, target: Target, path: string): Addition {
  const deed = `takes the host's port ${port} for its container "${name}"`;
  return { key: `port ${port}`, target, path: `${path}.ports`, deed, content: name };
}

function volumeAddition(volume: NamedObject, target: Target, path: string): Addition {
  const deed = `adds another volume "${volume.name}"`;
  return { key: `volume ${volume.name}`, target, path, deed, content: canonicalJson(volume), volume };
}

function isNamed(value: JsonValue): value is NamedObject {
  return isJsonObject(value) && typeof value.name === "string";
}
