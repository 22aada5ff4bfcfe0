import { sameVolume } from "../decision/sameVolume";
import {
  canonicalJson,
  isNamedObject,
  objectIn,
  withoutNulls,
  type JsonObject,
  type JsonValue,
  type NamedObject,
} from "../json";
import { hostPortsOf } from "../kubernetes/hostPorts";
import { objectsAt } from "./commonRules";
import type { SidecarTemplate } from "./parseTemplate";
import type { Problem } from "../problem";
import { collectSelections, type CanMeet, type Selection } from "./selectionOverlap";

/** What of a template decides whether another one can get in its way. */
export interface OverlapView extends Selection {
  readonly name: string;
  readonly spec: Pick<SidecarTemplate["spec"], ContainerList | "volumes" | "native" | "position">;
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
  const take = collectSelections();
  const contents = new Map<string, number>();
  const earlier = new Map<string, Taken[]>();
  return templates.flatMap((template, index) => {
    const canMeet = take(template);
    const additions = additionsOf(template).map((addition): Taken => {
      const content = contents.get(addition.content) ?? contents.size;
      contents.set(addition.content, content);
      return { addition, content, template: template.name, index };
    });
    const problems = additions.flatMap((taken) => findClashes(taken, earlier.get(taken.addition.key) ?? [], canMeet));
    for (const taken of additions) {
      const others = earlier.get(taken.addition.key) ?? [];
      others.push(taken);
      earlier.set(taken.addition.key, others);
    }
    return problems;
  });
}

const MOST_CLASHES_OF_ONE = 3;

/** One thing that a template adds, and that can be in the way of another one with the same key. */
interface Addition {
  readonly key: string;
  readonly path: string;
  /** What the template does to those that come later, in words. */
  readonly deed: string;
  /** Text that is equal for what does not clash. */
  readonly content: string;
  readonly volume?: NamedObject;
}

/** An addition of a template that was looked at, with a number in the place of its content, which is compared faster. */
interface Taken {
  readonly addition: Addition;
  readonly content: number;
  readonly template: string;
  readonly index: number;
}

function findClashes(taken: Taken, earlier: readonly Taken[], canMeet: CanMeet): readonly Problem[] {
  const problems: Problem[] = [];
  for (const other of earlier) {
    if (other.content === taken.content || !canMeet(other.index) || areOne(other.addition, taken.addition)) continue;
    const winner = `template "${other.template}" ${other.addition.deed} and goes first`;
    const loser = `pods for which both are get "conflict" for "${taken.template}"`;
    problems.push({ path: taken.addition.path, message: `${winner}; ${loser}` });
    if (problems.length === MOST_CLASHES_OF_ONE) break;
  }
  return problems;
}

/** Volumes can be the same though they are written differently. */
function areOne(a: Addition, b: Addition): boolean {
  return a.volume !== undefined && b.volume !== undefined && sameVolume(a.volume, b.volume);
}

function additionsOf(template: OverlapView): readonly Addition[] {
  const spec = writtenSpec(template);
  const list = (field: ContainerList | "volumes"): readonly (readonly [NamedObject, string])[] =>
    objectsAt(spec[field], `${template.name}.spec.${field}`).flatMap(([item, path]) => {
      const object = withoutNulls(item);
      return isNamedObject(object) ? [[object, path] as const] : [];
    });
  const containers = CONTAINER_LISTS.flatMap((field) =>
    list(field).flatMap(([object, path]) => [
      containerAddition(object, kindOf(field, object, template.spec), path),
      ...hostPortsOf(object).map((port) => portAddition(port, object, path)),
    ]),
  );
  return [...containers, ...list("volumes").map(([object, path]) => volumeAddition(object, path))];
}

const CONTAINER_LISTS = ["containers", "sidecars", "initContainers"] as const;
type ContainerList = (typeof CONTAINER_LISTS)[number];

function writtenSpec({ spec, parameterized }: OverlapView): Readonly<Record<string, JsonValue | undefined>> {
  if (parameterized === undefined) return spec;
  return objectIn(parameterized.source.spec);
}

function containerAddition(container: NamedObject, kind: string, path: string): Addition {
  return {
    key: `container ${container.name}`,
    path,
    deed: `adds another container "${container.name}"`,
    content: `${kind} ${canonicalJson({ ...container, restartPolicy: undefined })}`,
  };
}

/**
 * Where the container comes to stand, which makes the same container another one. An init container that restarts is a
 * native sidecar; whether `containers` are native ones, too, can depend on the pod.
 */
function kindOf(field: ContainerList, container: NamedObject, { native, position }: OverlapView["spec"]): string {
  if (field === "containers" && native !== "always") return native === "never" ? "ordinary" : `auto, ${position}`;
  return `${field === "initContainers" && container.restartPolicy !== "Always" ? "init" : "native"}, ${position}`;
}

/** A container of the same name is shared, or clashes as such. */
function portAddition(port: string, { name }: NamedObject, path: string): Addition {
  const deed = `takes the host's port ${port} for its container "${name}"`;
  return { key: `port ${port}`, path: `${path}.ports`, deed, content: name };
}

function volumeAddition(volume: NamedObject, path: string): Addition {
  const deed = `adds another volume "${volume.name}"`;
  const isEmptyDir = sameVolume(volume, { name: volume.name, emptyDir: {} });
  return {
    key: `volume ${volume.name}`,
    path,
    deed,
    content: isEmptyDir ? "emptyDir" : canonicalJson(volume),
    volume,
  };
}
